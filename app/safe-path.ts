/** A path of this site to go back to, from a form or an address; anything that could lead elsewhere is `otherwise`. */
export function safePath(value: unknown, otherwise: string): string {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value) || value.length > 2000) return otherwise;
  // Resolved as a browser would: a path that ends up on another host was never a path.
  const url = URL.parse(value, "http://here.invalid");
  return url?.host === "here.invalid" ? url.pathname + url.search + url.hash : otherwise;
}
