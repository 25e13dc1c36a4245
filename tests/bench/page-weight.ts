import { chromium } from "@playwright/test";
import { findChromium } from "../support/browser.ts";

/** Bytes over the wire, compressed as the server compresses them. */
export interface Weight {
  html: number;
  css: number;
  js: number;
  fonts: number;
  other: number;
}

const KINDS: Readonly<Record<string, keyof Weight>> = { document: "html", stylesheet: "css", script: "js", font: "fonts" };

/** What a browser that comes for the first time loads for each page. */
export async function weighPages<T extends string>(origin: string, pages: Readonly<Record<T, string>>): Promise<Record<T, Weight>> {
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launch({ executablePath: findChromium(), args: flags, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
  try {
    const weights: Partial<Record<T, Weight>> = {};
    for (const [name, path] of Object.entries(pages) as [T, string][]) {
      const context = await browser.newContext({ locale: "en-GB" });
      const page = await context.newPage();
      const weight: Weight = { html: 0, css: 0, js: 0, fonts: 0, other: 0 };
      const sizes: Promise<void>[] = [];
      page.on("requestfinished", (request) => {
        sizes.push(request.sizes().then(({ responseBodySize }) => void (weight[KINDS[request.resourceType()] ?? "other"] += responseBodySize)));
      });
      await page.goto(new URL(path, origin).href, { waitUntil: "networkidle" });
      await Promise.all(sizes);
      weights[name] = weight;
      await context.close();
    }
    return weights as Record<T, Weight>;
  } finally {
    await browser.close();
  }
}
