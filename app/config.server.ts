import { join, resolve } from "node:path";
import { z } from "zod";
import { readStaffRoles, type StaffRoleNames } from "./domain/access/staff-claims.ts";

const onOff = z.enum(["on", "off"]).transform((value) => value === "on");
/** An empty variable counts as unset, as in `PORT= npm start`. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema);

const environment = z.object({
  NODE_ENV: optional(z.enum(["development", "production", "test"]).default("development")),
  PORT: optional(z.coerce.number({ error: "must be a port number" }).int().min(0).max(65535).default(3000)),
  HOST: optional(z.string().default("127.0.0.1")),
  AREA: optional(z.string().regex(/^[a-z][a-z0-9-]*$/, "must be the name of a file in content/areas, such as essex").default("essex")),
  DATA_DIR: optional(z.string().optional()),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, "must be a PostgreSQL address: postgresql://user:password@host:5432/name").optional()),
  MEILI_URL: optional(z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional()),
  MEILI_KEY: optional(z.string().optional()),
  MEILI_INDEX: optional(z.string().regex(/^[a-zA-Z0-9_-]{1,100}$/, "may hold letters, digits, - and _").default("services")),
  SITE_URL: optional(z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional()),
  TRUST_PROXY: optional(z.coerce.number({ error: "must be the number of proxies in front of the site" }).int().min(0).max(5).default(0)),
  DATA_KEYS: optional(z.string().optional()),
  EVENT_SENDERS: optional(z.string().optional()),
  STAFF_ISSUER: optional(z.url({ protocol: /^https?$/, error: "must be the https address of the council's OpenID Connect provider" }).optional()),
  STAFF_CLIENT_ID: optional(z.string().optional()),
  STAFF_CLIENT_SECRET: optional(z.string().optional()),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\/[^/]+/, "must be the address of a mail server: smtp://user:password@host:587 or smtps://...").optional()),
  MAIL_FROM: optional(z.email({ error: "must be the email address that messages come from" }).optional()),
  NOTIFY_KEY: optional(z.string().regex(/^.{1,200}[0-9a-f-]{36}-[0-9a-f-]{36}$/, "must be an API key of GOV.UK Notify").optional()),
  NOTIFY_EMAIL_TEMPLATE: optional(z.uuid({ error: "must be the id of a template of GOV.UK Notify" }).optional()),
  NOTIFY_TEXT_TEMPLATE: optional(z.uuid({ error: "must be the id of a template of GOV.UK Notify" }).optional()),
  NOTIFY_URL: optional(z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional()),
  STAFF_ROLE_CLAIM: optional(z.string().default("roles")),
  STAFF_ROLES: optional(z.string().default("caseworker=send-caseworker,manager=send-manager")),
  STAFF_OFFICER_CLAIM: optional(z.string().optional()),
  DOCUMENTS_DIR: optional(z.string().optional()),
  DOCUMENTS_S3_URL: optional(z.url({ protocol: /^https?$/, error: "must be the http or https address of an S3-compatible service" }).optional()),
  DOCUMENTS_S3_BUCKET: optional(z.string().optional()),
  DOCUMENTS_S3_KEY: optional(z.string().optional()),
  DOCUMENTS_S3_SECRET: optional(z.string().optional()),
  DOCUMENTS_S3_REGION: optional(z.string().default("eu-west-2")),
  CLAMD_URL: optional(z.string().regex(/^(tcp:\/\/[^/:]+:\d{1,5}|unix:\/.+)$/, "must be tcp://host:3310 or unix:/path/to/clamd.socket").optional()),
  SCAN_WITHOUT: optional(z.enum(["accept", "quarantine", "refuse"], { error: "must be accept, quarantine or refuse" }).optional()),
  DEMO: optional(onOff.default(true)),
  CONTENT_DIR: optional(z.string().default("content")),
});

export interface Config {
  mode: "development" | "production" | "test";
  port: number;
  host: string;
  area: string;
  /** Absolute. Holds the embedded database and, in the demo, Meilisearch's own data. */
  dataDir: string;
  /** Unset: the embedded database in `dataDir`. */
  databaseUrl: string | undefined;
  /** Unset: the site searches with PostgreSQL's own text search only. */
  meiliUrl: string | undefined;
  meiliKey: string | undefined;
  meiliIndex: string;
  /** The public address, when the site cannot tell it from the request. No trailing slash. */
  siteUrl: string | undefined;
  trustProxy: number;
  /** Keys of personal data (app/db/sealing.server.ts). Unset outside production: the data folder's own. */
  dataKeys: string | undefined;
  /** Who may send events of cases (app/cases/signature.server.ts). */
  eventSenders: string | undefined;
  /** The council's OpenID Connect provider, through which staff sign in. Unset: no staff, but the demo's own. */
  staffProvider: { issuer: string; clientId: string; clientSecret: string } | undefined;
  /** How email goes out, and from whom. */
  smtp: { url: string; from: string } | undefined;
  /** GOV.UK Notify: for text messages, and for email where there is no mail server. `url` only where it is not Notify's own. */
  notify: { key: string; emailTemplate: string | undefined; textTemplate: string | undefined; url: string | undefined } | undefined;
  /** The claim of the provider that holds roles, which of them are ours, and the claim that names the officer of the case system. */
  staffRoles: { roleClaim: string; roles: StaffRoleNames; officerClaim: string | undefined };
  /** Where documents are kept: a folder (absolute), or an S3-compatible service. */
  documents: { folder: string } | { url: string; bucket: string; key: string; secret: string; region: string };
  /** The clamd that looks documents over; unset: nothing does. */
  clamdUrl: string | undefined;
  /** What becomes of a document that nothing could look over. */
  scanWithout: "accept" | "quarantine" | "refuse";
  /** Whether every page says that the listings are invented. On unless a council turns it off. */
  demo: boolean;
  contentDir: string;
}

/** A setting that cannot be used; the message names the variable. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** @throws ConfigError naming each variable that is wrong */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const result = environment.safeParse(env);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join(" "));
  }
  const value = result.data;
  if (value.NODE_ENV === "production" && !value.DATA_KEYS) {
    throw new ConfigError("DATA_KEYS must hold the key that personal data is encrypted with, as in DATA_KEYS=k1:$(openssl rand -base64 32). Keep it apart from the data.");
  }
  const staff = [value.STAFF_ISSUER, value.STAFF_CLIENT_ID, value.STAFF_CLIENT_SECRET];
  if (staff.some(Boolean) && !staff.every(Boolean)) throw new ConfigError("STAFF_ISSUER, STAFF_CLIENT_ID and STAFF_CLIENT_SECRET must be set together.");
  checkMessages(value);
  const roles = readStaffRoles(value.STAFF_ROLES);
  if (!roles) throw new ConfigError("STAFF_ROLES must say which of the provider's roles are which here, as in STAFF_ROLES=caseworker=send-caseworker,manager=send-manager.");
  const { DOCUMENTS_S3_URL: url, DOCUMENTS_S3_BUCKET: bucket, DOCUMENTS_S3_KEY: key, DOCUMENTS_S3_SECRET: secret } = value;
  if ([url, bucket, key, secret].some(Boolean) && !(url && bucket && key && secret)) throw new ConfigError("DOCUMENTS_S3_URL, DOCUMENTS_S3_BUCKET, DOCUMENTS_S3_KEY and DOCUMENTS_S3_SECRET must be set together.");
  const dataDir = resolve(value.DATA_DIR ?? `.data/${value.AREA}`);
  return {
    mode: value.NODE_ENV,
    port: value.PORT,
    host: value.HOST,
    area: value.AREA,
    dataDir,
    databaseUrl: value.DATABASE_URL,
    meiliUrl: value.MEILI_URL,
    meiliKey: value.MEILI_KEY,
    meiliIndex: value.MEILI_INDEX,
    siteUrl: value.SITE_URL?.replace(/\/$/, ""),
    trustProxy: value.TRUST_PROXY,
    dataKeys: value.DATA_KEYS,
    eventSenders: value.EVENT_SENDERS,
    staffProvider: value.STAFF_ISSUER ? { issuer: value.STAFF_ISSUER.replace(/\/$/, ""), clientId: value.STAFF_CLIENT_ID as string, clientSecret: value.STAFF_CLIENT_SECRET as string } : undefined,
    smtp: value.SMTP_URL ? { url: value.SMTP_URL, from: value.MAIL_FROM as string } : undefined,
    notify: value.NOTIFY_KEY ? { key: value.NOTIFY_KEY, emailTemplate: value.NOTIFY_EMAIL_TEMPLATE, textTemplate: value.NOTIFY_TEXT_TEMPLATE, url: value.NOTIFY_URL?.replace(/\/$/, "") } : undefined,
    staffRoles: { roleClaim: value.STAFF_ROLE_CLAIM, roles, officerClaim: value.STAFF_OFFICER_CLAIM },
    documents: url && bucket && key && secret ? { url, bucket, key, secret, region: value.DOCUMENTS_S3_REGION } : { folder: resolve(value.DOCUMENTS_DIR ?? join(dataDir, "documents")) },
    clamdUrl: value.CLAMD_URL,
    scanWithout: value.SCAN_WITHOUT ?? (value.DEMO ? "accept" : "quarantine"),
    demo: value.DEMO,
    contentDir: resolve(value.CONTENT_DIR),
  };
}

/** @throws ConfigError where messages could go out wrong, or in part */
function checkMessages(value: z.infer<typeof environment>): void {
  if (value.SMTP_URL && !value.MAIL_FROM) throw new ConfigError("MAIL_FROM must be set with SMTP_URL: it is the address that messages come from.");
  if (value.NOTIFY_KEY && !value.NOTIFY_EMAIL_TEMPLATE && !value.NOTIFY_TEXT_TEMPLATE) throw new ConfigError("NOTIFY_KEY needs NOTIFY_EMAIL_TEMPLATE, NOTIFY_TEXT_TEMPLATE or both: see docs/notices.md.");
  if (value.NOTIFY_KEY && !value.NOTIFY_EMAIL_TEMPLATE && !value.SMTP_URL) throw new ConfigError("NOTIFY_EMAIL_TEMPLATE or SMTP_URL must be set: without email nobody gets a code to sign in with.");
  if ((value.SMTP_URL || value.NOTIFY_KEY) && !value.SITE_URL) throw new ConfigError("SITE_URL must be set, as in SITE_URL=https://send.example.gov.uk: messages hold a link to it.");
}
