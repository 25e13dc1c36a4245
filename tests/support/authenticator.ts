import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";

/** What a device does for a passkey (WebAuthn Level 3, sections 6 and 7), without a browser: real keys and real signatures. */
export interface Authenticator {
  id: string;
  make(options: PublicKeyCredentialCreationOptionsJSON, as?: Partial<Said>): string;
  give(options: PublicKeyCredentialRequestOptionsJSON, as?: Partial<Said>): string;
}

/** What the browser says it did; what a false page or a meddler would say differs. */
interface Said {
  origin: string;
  rpID: string;
  challenge: string;
  id: string;
  counter: number;
  isPresent: boolean;
}

const PRESENT = 0x01;
const HAS_KEY = 0x40;

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest();
const base64url = (bytes: Buffer | string) => Buffer.from(bytes).toString("base64url");
const clientData = (type: string, { challenge, origin }: Said) => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

function head({ rpID, counter, isPresent }: Said, flags: number): Buffer {
  const rest = Buffer.alloc(5);
  rest.writeUInt8((isPresent ? PRESENT : 0) | flags, 0);
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpID), rest]);
}

/** CBOR of bytes (RFC 8949, major type 2). */
function bytes(value: Buffer): Buffer {
  return Buffer.concat([value.length < 24 ? Buffer.from([0x40 | value.length]) : value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.from([0x59, value.length >> 8, value.length & 0xff]), value]);
}

/** COSE_Key of a P-256 public key: kty EC2, alg ES256, crv P-256, x, y (RFC 9053). */
function cose(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), bytes(Buffer.from(x, "base64url")), Buffer.from([0x22]), bytes(Buffer.from(y, "base64url"))]);
}

export function authenticator(origin = "http://localhost"): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = randomBytes(32).toString("base64url");
  let counter = 0;
  return {
    id: own,
    make: (options, as = {}) => {
      const said: Said = { origin, rpID: options.rp.id ?? "", challenge: options.challenge, id: own, counter, isPresent: true, ...as };
      const id = Buffer.from(said.id, "base64url");
      const authData = Buffer.concat([head(said, HAS_KEY), Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 0xff]), id, cose(publicKey)]);
      // {"fmt": "none", "attStmt": {}, "authData": ...}
      const attestationObject = Buffer.concat([Buffer.from([0xa3, 0x63]), Buffer.from("fmt"), Buffer.from([0x64]), Buffer.from("none"), Buffer.from([0x67]), Buffer.from("attStmt"), Buffer.from([0xa0, 0x68]), Buffer.from("authData"), bytes(authData)]);
      return JSON.stringify({ id: said.id, rawId: said.id, type: "public-key", clientExtensionResults: {}, response: { clientDataJSON: base64url(clientData("webauthn.create", said)), attestationObject: base64url(attestationObject), transports: ["internal"] } });
    },
    give: (options, as = {}) => {
      const said: Said = { origin, rpID: options.rpId ?? "", challenge: options.challenge, id: own, counter: ++counter, isPresent: true, ...as };
      const authenticatorData = head(said, 0);
      const client = clientData("webauthn.get", said);
      const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(client)]), privateKey);
      return JSON.stringify({ id: said.id, rawId: said.id, type: "public-key", clientExtensionResults: {}, response: { clientDataJSON: base64url(client), authenticatorData: base64url(authenticatorData), signature: base64url(signature) } });
    },
  };
}
