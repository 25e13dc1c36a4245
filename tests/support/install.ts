import { execFileSync } from "node:child_process";

/** Installs Debian packages where that is possible: as root, with apt-get. @returns whether it was done */
export function aptInstall(packages: string[], why: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
  } catch {
    return false;
  }
  console.log(`Installing ${packages.join(" and ")} with apt-get: ${why} (the first time only)...`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  // Another test file may be installing something at the same time.
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  execFileSync("apt-get", ["update", "-qq", ...wait], quiet);
  execFileSync("apt-get", ["install", ...wait, "-y", "-qq", "--no-install-recommends", ...packages], quiet);
  return true;
}
