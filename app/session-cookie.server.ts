/** Whether the browser says that somebody is signed in: enough for a menu, and no question to the database. */
export function hasSessionCookie(request: Request): boolean {
  return /(^|;\s*)(__Secure-)?send\.session_token=/.test(request.headers.get("Cookie") ?? "");
}
