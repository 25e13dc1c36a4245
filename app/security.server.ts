/** What a page may load and do. React Aria's visually hidden inputs carry inline styles, hence `style-src-attr`. */
export function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === "development" && process.env.VITE_DEV === "1";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    // Vite's development styles carry no nonce, and a nonce would cancel 'unsafe-inline'.
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    development ? "connect-src 'self' ws:" : "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
