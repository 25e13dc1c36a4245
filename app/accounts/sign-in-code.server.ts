import type { SendCode } from "./auth.server.ts";

/** Hands a sign-in code to whatever sends messages. */
export const sendSignInCode: SendCode = async () => {
  throw new Error("Nothing sends codes yet.");
};
