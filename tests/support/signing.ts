import { signature } from "../../app/cases/signature.server.ts";

/** The headers that prove who sends a request. */
export function signed(sender: string, secret: string, request: { method: string; path: string; body?: string; at?: Date }): Record<string, string> {
  const timestamp = String(Math.floor((request.at ?? new Date()).getTime() / 1000));
  const body = Buffer.from(request.body ?? "");
  return { "X-Sender": sender, "X-Timestamp": timestamp, "X-Signature": `sha256=${signature(secret, { timestamp, method: request.method, path: request.path, body })}` };
}
