/** The process runs. Says nothing of what it needs: see /readyz. */
export function loader(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
