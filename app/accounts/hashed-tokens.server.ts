import { createHash } from "node:crypto";
import type { BetterAuthOptions, DBAdapter, DBTransactionAdapter, Where } from "better-auth";

/** What is kept of a session's token, which is 32 letters and figures of chance: enough to find it by, and nothing that signs anybody in. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

type OpenAdapter = (options: BetterAuthOptions) => DBAdapter;
type Row = Record<string, unknown>;
interface Asked {
  model: string;
  where?: Where[];
  data?: Row;
  update?: Row;
}

/**
 * better-auth's way to the database, with only a hash of each session's token kept there. better-auth itself goes on with the
 * tokens that it asked for or made: rows that it finds by anything else come with the hash, which finds nothing.
 */
export function hashedTokens(open: OpenAdapter): OpenAdapter {
  return (options) => hashed(open(options));
}

function hashed<Adapter extends DBTransactionAdapter>(adapter: Adapter): Adapter {
  return new Proxy(adapter, {
    get(target, name, receiver) {
      const own: unknown = Reflect.get(target, name, receiver);
      if (typeof own !== "function") return own;
      if (name === "transaction") return (act: (within: DBTransactionAdapter) => unknown) => (own as (act: (within: DBTransactionAdapter) => unknown) => unknown).call(target, (within) => act(hashed(within)));
      return (asked: Asked, ...more: unknown[]) => (asked.model === "session" ? askHashed(asked, (one) => own.call(target, one, ...more) as Promise<unknown>) : (own.call(target, asked, ...more) as unknown));
    },
  });
}

async function askHashed(asked: Asked, ask: (one: Asked) => Promise<unknown>): Promise<unknown> {
  const tokens = new Map<string, string>();
  const hash = (value: unknown) => {
    if (typeof value !== "string") return value;
    const made = tokenHash(value);
    tokens.set(made, value);
    return made;
  };
  const inRow = (row: Row) => ("token" in row ? { ...row, token: hash(row.token) } : row);
  const inWhere = (one: Where): Where => (one.field === "token" ? { ...one, value: (Array.isArray(one.value) ? one.value.map(hash) : hash(one.value)) as Where["value"] } : one);
  const back = (row: unknown): unknown => (isRow(row) && typeof row.token === "string" ? { ...row, token: tokens.get(row.token) ?? row.token } : row);
  const answer = await ask({
    ...asked,
    ...(asked.where ? { where: asked.where.map(inWhere) } : {}),
    ...(asked.data ? { data: inRow(asked.data) } : {}),
    ...(asked.update ? { update: inRow(asked.update) } : {}),
  });
  return Array.isArray(answer) ? answer.map(back) : back(answer);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null;
}
