import { createContext, useContext } from "react";

/** What the document needs of the request that made it. Empty in the browser: the browser hides nonces from scripts anyway. */
export const DocumentContext = createContext<{ nonce: string | undefined; entryModule: string | undefined }>({ nonce: undefined, entryModule: undefined });

export function useDocument(): { nonce: string | undefined; entryModule: string | undefined } {
  return useContext(DocumentContext);
}
