import { recordActs } from "../db/audit.server.ts";
import { CONTACT_CHANNELS, NEEDS, TIMES, type ContactChannel, type Need, type Time } from "../domain/accounts/contact-choice.ts";
import { DEFAULT_LANGUAGE, isLanguage, type LanguageCode } from "../i18n/languages.ts";
import type { Site } from "../site.server.ts";

/** How somebody wants to be told of things. */
export interface ContactChoice {
  channel: ContactChannel;
  /** "+447700900123". */
  phone: string | null;
  /** The lines of a postal address, the postcode last. */
  address: readonly string[] | null;
  /** In which language messages and letters are. */
  language: LanguageCode;
}

/** What somebody needs of every contact with them, in person, by phone or in writing (product.md row 93). */
export interface Adjustments {
  needs: readonly Need[];
  /** When they can be reached; none: at any time. */
  times: readonly Time[];
  /** In which language an interpreter is wanted, in their own words; empty where none is. */
  interpreterLanguage: string;
  /** What else helps, in their own words; empty where there is nothing. */
  note: string;
}

type Sealing = Pick<Site, "database" | "sealer">;
type Field = "address" | "interpreter" | "note" | "phone";

function belongsTo(field: Field, userId: string): string {
  return `contact_choice.${field}.${userId}`;
}

/** All that somebody chose; what most people want where they chose nothing. */
export async function choicesOf({ database, sealer }: Sealing, userId: string): Promise<ContactChoice & Adjustments> {
  const row = await database.prisma.contactChoice.findUnique({ where: { userId } });
  const open = (field: Field, sealed: string | null | undefined) => (sealed ? sealer.open(sealed, belongsTo(field, userId)) : null);
  return {
    channel: CONTACT_CHANNELS.find((channel) => channel === row?.channel) ?? "email",
    phone: open("phone", row?.phoneSealed),
    address: open("address", row?.addressSealed)?.split(/\n|,\s+/) ?? null,
    language: isLanguage(row?.language) ? row.language : DEFAULT_LANGUAGE,
    needs: NEEDS.filter((need) => row?.adjustments.includes(need)),
    times: TIMES.filter((time) => row?.adjustments.includes(time)),
    interpreterLanguage: open("interpreter", row?.interpreterSealed) ?? "",
    note: open("note", row?.noteSealed) ?? "",
  };
}

/** What the council's staff and letters must keep to with somebody. */
export async function adjustmentsOf(site: Sealing, userId: string): Promise<Adjustments> {
  const { needs, times, interpreterLanguage, note } = await choicesOf(site, userId);
  return { needs, times, interpreterLanguage, note };
}

/** Whether what somebody reads or prints as a letter is set in large letters, as they asked for of every contact. */
export async function needsLargePrint({ site, viewer }: { site: Sealing; viewer: { userId: string } }): Promise<boolean> {
  return (await adjustmentsOf(site, viewer.userId)).needs.includes("large-print");
}

export async function saveContact({ database, sealer }: Sealing, userId: string, { channel, phone, address, language }: ContactChoice): Promise<void> {
  const row = {
    channel,
    language,
    phoneSealed: phone === null ? null : sealer.seal(phone, belongsTo("phone", userId)),
    addressSealed: address === null ? null : sealer.seal(address.join("\n"), belongsTo("address", userId)),
    updatedAt: new Date(),
  };
  await database.prisma.$transaction(async (tx) => {
    await tx.contactChoice.upsert({ where: { userId }, create: { userId, ...row }, update: row });
    await recordActs(tx, [{ actor: `user:${userId}`, action: "contact-chosen", caseId: null, detail: { channel, language } }]);
  });
}

export async function saveAdjustments({ database, sealer }: Sealing, userId: string, { needs, times, interpreterLanguage, note }: Adjustments): Promise<void> {
  const row = {
    adjustments: [...needs, ...times],
    interpreterSealed: interpreterLanguage === "" ? null : sealer.seal(interpreterLanguage, belongsTo("interpreter", userId)),
    noteSealed: note === "" ? null : sealer.seal(note, belongsTo("note", userId)),
    updatedAt: new Date(),
  };
  await database.prisma.$transaction(async (tx) => {
    await tx.contactChoice.upsert({ where: { userId }, create: { userId, ...row }, update: row });
    await recordActs(tx, [{ actor: `user:${userId}`, action: "adjustments-chosen", caseId: null, detail: {} }]);
  });
}
