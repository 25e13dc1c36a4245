import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/**
 * Encryption of personal data at rest: AES-256-GCM from Node's crypto, with a new nonce for each value, and the key's id
 * beside it so that keys can change. What the value belongs to (its table, column and row) is authenticated with it: a
 * value copied to another person's row does not open.
 */
export interface Sealer {
  /** The id of the key that new values are sealed with. */
  readonly currentKey: string;
  seal(words: string, belongsTo: string): string;
  /** @throws SealingError when the key is not here, or the value was altered or belongs elsewhere */
  open(sealed: string, belongsTo: string): string;
  /** A secret for another use made of each key (HKDF, RFC 5869), the current key's first. `version` tells which key, and stays. */
  derive(purpose: string): { version: number; value: string }[];
  /** The same for the same words and purpose, and nothing to whoever lacks the key. Another current key makes another one. */
  fingerprint(words: string, purpose: string): string;
  /**
   * A key of 32 bytes for one purpose, made from a data key (the current one unless named); never the data key itself.
   * @throws SealingError when the data key is not here
   */
  keyFor(purpose: string, keyId?: string): Buffer;
}

/** Keys are missing or unusable, or a value does not open; the message never holds a key or a value. */
export class SealingError extends Error {
  override name = "SealingError";
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Reads `DATA_KEYS`: `id:key` pairs, the current one first, each key 32 bytes in base64 (`openssl rand -base64 32`).
 * @throws SealingError saying which part cannot be used
 */
export function openSealer(keys: string): Sealer {
  const known = new Map<string, Buffer>();
  for (const pair of keys.split(",").map((part) => part.trim()).filter(Boolean)) {
    const [, id, base64] = /^([a-z0-9-]{1,20}):([A-Za-z0-9+/=]+)$/.exec(pair) ?? [];
    if (!id || !base64) throw new SealingError("DATA_KEYS must be id:key pairs with commas between, such as k1:(32 bytes in base64).");
    const key = Buffer.from(base64, "base64");
    if (key.length !== KEY_BYTES) throw new SealingError(`The key ${id} in DATA_KEYS has ${key.length} bytes instead of ${KEY_BYTES}.`);
    if (known.has(id)) throw new SealingError(`DATA_KEYS names the key ${id} twice.`);
    known.set(id, key);
  }
  const [currentKey] = known.keys();
  if (!currentKey) throw new SealingError("DATA_KEYS holds no key.");
  const current = known.get(currentKey) as Buffer;
  const keyFor = (purpose: string, keyId = currentKey): Buffer => {
    const key = known.get(keyId);
    if (!key) throw new SealingError(`The key ${keyId} is not in DATA_KEYS.`);
    return derivedKey(key, purpose);
  };
  return {
    currentKey,
    keyFor,
    fingerprint: (words, purpose) => createHmac("sha256", keyFor(purpose)).update(words).digest("base64url"),
    seal: (words, belongsTo) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", current, nonce).setAAD(Buffer.from(belongsTo));
      const sealed = Buffer.concat([nonce, cipher.update(words, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${currentKey}.${sealed.toString("base64url")}`;
    },
    open: (sealed, belongsTo) => {
      const key = known.get(keyOf(sealed));
      if (!key) throw new SealingError(`The key ${keyOf(sealed)} is not in DATA_KEYS.`);
      const bytes = Buffer.from(sealed.slice(keyOf(sealed).length + 1), "base64url");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealingError(`A sealed value of ${belongsTo} is too short.`);
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(belongsTo)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
      } catch {
        throw new SealingError(`A sealed value of ${belongsTo} was altered, or belongs elsewhere.`);
      }
    },
    derive: (purpose) =>
      [...known].map(([id, key]) => ({
        version: createHash("sha256").update(id).digest().readUIntBE(0, 4),
        value: derivedKey(key, purpose).toString("base64"),
      })),
  };
}

function derivedKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "", purpose, KEY_BYTES));
}

/** The id of the key that a value was sealed with. */
export function keyOf(sealed: string): string {
  return sealed.slice(0, sealed.indexOf("."));
}
