import { parseEnvelope, symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import type { PrismaClient } from "../../prisma/generated/client.ts";
import type { Sealer } from "../db/sealing.server.ts";
import { AUTH_SECRETS } from "./auth.server.ts";

/**
 * Seals anew the authenticators' secrets, which better-auth keeps sealed in a way of its own, with what is made of the
 * current data key. What changes meanwhile is left as it then is.
 * @returns how many values were sealed anew
 */
export async function resealAccounts(prisma: PrismaClient, sealer: Sealer): Promise<number> {
  const secrets = sealer.derive(AUTH_SECRETS);
  const currentVersion = (secrets[0] as (typeof secrets)[number]).version;
  const key = { keys: new Map(secrets.map(({ version, value }) => [version, value])), currentVersion };
  const anew = async (sealed: string) => (parseEnvelope(sealed)?.version === currentVersion ? sealed : symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data: sealed }) }));
  let count = 0;
  for (const { id, secret, backupCodes } of await prisma.twoFactor.findMany({ select: { id: true, secret: true, backupCodes: true } })) {
    const next = { secret: await anew(secret), backupCodes: await anew(backupCodes) };
    if (next.secret === secret && next.backupCodes === backupCodes) continue;
    await prisma.twoFactor.updateMany({ where: { id, secret, backupCodes }, data: next });
    count += Number(next.secret !== secret) + Number(next.backupCodes !== backupCodes);
  }
  return count;
}
