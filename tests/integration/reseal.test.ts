import { readFileSync } from "node:fs";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { describe, expect, test } from "vitest";
import { AUTH_SECRETS } from "../../app/accounts/auth.server.ts";
import { resealAccounts } from "../../app/accounts/reseal-accounts.server.ts";
import { resealAll, SEALED_TABLES, sealedColumn } from "../../app/db/reseal.server.ts";
import { openSealer, type Sealer } from "../../app/db/sealing.server.ts";
import { freshDatabase, KINDS } from "../support/databases.ts";
import { fillDatabase } from "../support/full-database.ts";

const OLD = `old:${Buffer.alloc(32, 1).toString("base64")}`;
const NEW = `new:${Buffer.alloc(32, 2).toString("base64")}`;

test("the list of what is sealed has every sealed column of the schema, with the key of its table", () => {
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  const promised = [...schema.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].flatMap(([, body]) => {
    const columnOf = (field: string) => new RegExp(`^ {2}${field}\\s.*@map\\("(\\w+)"\\)`, "m").exec(body as string)?.[1] ?? field;
    const fields = [...(body as string).matchAll(/^ {2}(\w+)Sealed\s/gm)].map(([, field]) => field as string);
    const key = (/@@id\(\[([^\]]+)\]\)/.exec(body as string)?.[1] ?? /^ {2}(\w+)\s.*@id\b/m.exec(body as string)?.[1] ?? "").split(", ");
    const table = /@@map\("(\w+)"\)/.exec(body as string)?.[1] as string;
    expect(fields.map((field) => columnOf(`${field}Sealed`)), table).toEqual(fields.map(sealedColumn));
    return fields.length > 0 ? [{ table, key: key.map(columnOf), fields }] : [];
  });
  const sorted = (tables: readonly { table: string; fields: readonly string[] }[]) => [...tables].sort((a, b) => (a.table < b.table ? -1 : 1)).map((one) => ({ ...one, fields: [...one.fields].sort() }));
  expect(sorted(SEALED_TABLES)).toEqual(sorted(promised));
});

describe.each(KINDS)("on %s", (kind) => {
  async function opened(prisma: Awaited<ReturnType<typeof freshDatabase>>["prisma"], sealer: Sealer): Promise<string[]> {
    const words: string[] = [];
    for (const { table, key, fields } of SEALED_TABLES) {
      const rows = await prisma.$queryRawUnsafe<Record<string, string | null>[]>(`SELECT ${[...key.map((part) => `"${part}"::text`), ...fields.map((field) => `"${sealedColumn(field)}"`)].join(", ")} FROM "${table}"`);
      for (const row of rows) {
        for (const field of fields) {
          const sealed = row[sealedColumn(field)];
          if (sealed) words.push(sealer.open(sealed, `${table}.${field}.${key.map((part) => row[part]).join(".")}`));
        }
      }
    }
    return words.sort();
  }

  test("a change of keys seals every sealed column anew, and then the old key may go", async () => {
    const { prisma, ...database } = await freshDatabase(kind);
    await fillDatabase({ prisma, ...database }, openSealer(OLD));
    const before = await opened(prisma, openSealer(OLD));
    for (const { table, fields } of SEALED_TABLES) for (const field of fields) expect(before, "the filled database has it").toContain(`${table} ${field} 0`);
    const both = openSealer(`${NEW},${OLD}`);
    expect(await resealAll(prisma, both)).toBe(before.length);
    expect(await resealAll(prisma, both)).toBe(0);
    expect(await opened(prisma, openSealer(NEW))).toEqual(before);
    await expect(opened(prisma, openSealer(OLD))).rejects.toThrow("The key new is not in DATA_KEYS.");
  });

  test("more rows than are done at once, and a value that does not open is said and left", async () => {
    const { prisma } = await freshDatabase(kind);
    const old = openSealer(OLD);
    await prisma.draft.createMany({ data: Array.from({ length: 1201 }, (_, i) => ({ owner: `u${i}`, subject: "message", contentSealed: old.seal("x", `draft.content.u${i}.message`) })) });
    const both = openSealer(`${NEW},${OLD}`);
    expect(await resealAll(prisma, both)).toBe(1201);
    await prisma.draft.create({ data: { owner: "u", subject: "message", contentSealed: old.seal("x", "draft.content.somebody-else.message") } });
    await expect(resealAll(prisma, both)).rejects.toThrow("A sealed value of draft.content.u.message was altered, or belongs elsewhere.");
  });

  test("authenticators' secrets are sealed anew too", async () => {
    const { prisma } = await freshDatabase(kind);
    const secretsOf = (sealer: Sealer) => {
      const secrets = sealer.derive(AUTH_SECRETS);
      return { keys: new Map(secrets.map(({ version, value }) => [version, value])), currentVersion: (secrets[0] as { version: number }).version };
    };
    await prisma.user.create({ data: { id: "u1", name: "", email: "a@example.org" } });
    const seal = (data: string) => symmetricEncrypt({ key: secretsOf(openSealer(OLD)), data });
    await prisma.twoFactor.create({ data: { id: "t1", userId: "u1", secret: await seal("the secret"), backupCodes: await seal("the codes") } });
    const both = openSealer(`${NEW},${OLD}`);
    expect(await resealAccounts(prisma, both)).toBe(2);
    expect(await resealAccounts(prisma, both)).toBe(0);
    const { secret, backupCodes } = await prisma.twoFactor.findUniqueOrThrow({ where: { id: "t1" } });
    const opened = await Promise.all([secret, backupCodes].map((data) => symmetricDecrypt({ key: secretsOf(openSealer(NEW)), data })));
    expect(opened).toEqual(["the secret", "the codes"]);
  });
});
