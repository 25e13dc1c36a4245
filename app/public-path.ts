/** What everybody may see, and nobody's record has a part in. All else is kept by no browser and no proxy. */
const PUBLIC = ["/services", "/topics", "/categories", "/my-list", "/what-must-be-here", "/talk", "/tell-us", "/language", "/display", "/accessibility", "/privacy", "/healthz", "/readyz", "/api/search", "/api/oruk", "/api/openapi.json", "/assets", "/__manifest"];
const PUBLIC_FILE = /^\/[a-z0-9-]+\.(svg|png|ico|txt|webmanifest|xml)$/;

/** Whether a path, with or without the `.data` of its page, is of the public directory. */
export function isPublicPath(path: string): boolean {
  const page = path.replace(/\.data$/, "");
  return page === "/" || page === "/_root" || PUBLIC_FILE.test(page) || PUBLIC.some((one) => page === one || page.startsWith(`${one}/`));
}
