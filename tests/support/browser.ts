import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { aptInstall } from "./install.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/**
 * The program of a real Chromium: CHROMIUM_PATH, the system's, one that Playwright has downloaded, or a newly installed one.
 * @throws saying what to install, when there is none
 */
export function findChromium(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given && !isProgram(given)) throw new Error(`CHROMIUM_PATH names ${given}, which is not a program.`);
  const found = given ?? installed();
  if (found) return found;
  if (aptInstall(["chromium"], "the tests need a real browser")) {
    const now = installed();
    if (now) return now;
  }
  throw new Error("There is no Chromium here: install it (on Debian: apt-get install chromium; elsewhere: npx playwright install chromium), or name its program with CHROMIUM_PATH.");
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), chromium.executablePath()];
  return candidates.find(isProgram);
}

function isProgram(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
