import { Readable } from "node:stream";
import { NotifyClient } from "notifications-node-client";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Config } from "../config.server.ts";
import type { Channel } from "../domain/notices/channel.ts";
import type { NoticeKind } from "../domain/notices/kinds.ts";
import { siteAddress } from "./ways.ts";
import { asHtml, asPlainText, asText, canBeStopped, type WrittenNotice } from "./words.server.ts";

/** A notice on its way to one address. */
export interface Post {
  /** The same for the same notice however often it is tried: receivers and Notify know it by this. */
  id: string;
  kind: NoticeKind;
  channel: Exclude<Channel, "letter">;
  to: string;
  written: WrittenNotice;
}

/**
 * What became of a try. `again`: the other side did not take it. `refused`: it never will. `uncertain`: it was handed
 * over and nobody answered. A fault is codes only: what a server says may hold the address.
 */
export type Outcome = { became: "sent"; ref: string | null } | { became: "again" | "refused" | "uncertain"; fault: string };

/** Asked just before the last of a message leaves: false when somebody else has it by now, and it must not go. */
export type MayGo = () => Promise<boolean>;

const CONNECT_MS = 10_000;
const ANSWER_MS = 60_000;

/** Sends an email to the council's mail server. */
export async function sendBySmtp(config: Config, post: Post, mayGo: MayGo): Promise<Outcome> {
  if (!config.smtp) return { became: "again", fault: "no mail server" };
  const { url, from } = config.smtp;
  const message = await composeMail(config, from, post);
  const { connection, auth } = connectionTo(url);
  let handed = false;
  let fault: (error: Error) => void = () => {};
  // For as long as the connection lives: an error that nobody hears would end the process.
  connection.on("error", (error: Error) => fault(error));
  try {
    await new Promise<void>((done, fail) => {
      fault = fail;
      connection.connect((error) => (error ? fail(error) : done()));
    });
    if (auth) {
      await new Promise<void>((done, fail) => {
        fault = fail;
        connection.login(auth, (error) => (error ? fail(error) : done()));
      });
    }
    // Read only when the server has asked for the message: what went before is known not to have arrived.
    const body = Readable.from((async function* () {
      if (!(await mayGo())) throw new LostError();
      handed = true;
      yield message;
    })());
    const response = await new Promise<string>((done, fail) => {
      fault = fail;
      connection.send({ from, to: [post.to] }, body, (error, info) => (error ? fail(error) : done(info.response)));
    });
    connection.quit();
    return { became: "sent", ref: /\b[2-5]\d\d\b/.exec(response)?.[0] ?? null };
  } catch (error) {
    connection.close();
    return smtpFault(error as SmtpError, handed);
  }
}

type SmtpError = Error & { code?: string; command?: string; responseCode?: number };

/** Another process took the message over. */
class LostError extends Error {
  override name = "LostError";
}

function smtpFault({ code = "", command = "", responseCode, name }: SmtpError, handed: boolean): Outcome {
  const fault = ["smtp", code || name, command, responseCode ?? ""].join(" ").replace(/\s+/g, " ").trim();
  const answered = responseCode !== undefined && responseCode >= 400;
  if (answered && responseCode >= 500 && /^(RCPT TO|DATA)/.test(command)) return { became: "refused", fault };
  if (handed && !answered) return { became: "uncertain", fault };
  return { became: "again", fault };
}

function connectionTo(address: string): { connection: SMTPConnection; auth: { user: string; pass: string } | null } {
  const url = new URL(address);
  const secure = url.protocol === "smtps:";
  const isHere = /^(localhost|127\.|\[::1\])/.test(url.hostname);
  const connection = new SMTPConnection({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    // What leaves the machine is encrypted, unless whoever runs the site says otherwise with ?tls=off.
    requireTLS: !secure && !isHere && url.searchParams.get("tls") !== "off",
    ignoreTLS: url.searchParams.get("tls") === "off",
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    dnsTimeout: CONNECT_MS,
  });
  return { connection, auth: url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : null };
}

/** The bytes of an email: plain text and simple HTML, with headers that keep machines from answering it. */
async function composeMail(config: Config, from: string, { id, kind, to, written }: Post): Promise<Buffer> {
  const mail = new MailComposer({
    from: { name: written.from, address: from },
    to,
    subject: written.subject,
    text: asPlainText(written),
    html: asHtml(written),
    messageId: `<${id}@${from.slice(from.lastIndexOf("@") + 1)}>`,
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": written.language,
      ...(canBeStopped(kind) ? { "List-Unsubscribe": `<${siteAddress(config)}/account/contact>` } : {}),
    },
    // No file and no address is ever read for a message.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return new Promise((done, fail) => mail.compile().build((error, message) => (error ? fail(error) : done(message))));
}

/**
 * Sends an email or a text through GOV.UK Notify. Whoever tries again asks first, by our reference, whether Notify has it.
 * @param asked whether a try may have got through before
 */
export async function sendByNotify(config: Config, post: Post, mayGo: MayGo, asked: boolean): Promise<Outcome> {
  const template = post.channel === "email" ? config.notify?.emailTemplate : config.notify?.textTemplate;
  if (!config.notify || !template) return { became: "again", fault: "no template of Notify" };
  const client = notifyClient(config.notify);
  try {
    if (asked) {
      const known = await findAtNotify(config, post.id);
      if (known !== null) return { became: "sent", ref: known };
    }
    if (!(await mayGo())) return { became: "again", fault: "notify lost" };
    const { written } = post;
    const answer = await inTime<{ data: { id: string } }>(post.channel === "email"
      ? client.sendEmail(template, post.to, { reference: post.id, personalisation: { subject: written.subject, body: asPlainText(written) } })
      : client.sendSms(template, post.to, { reference: post.id, personalisation: { body: asText(written) } }));
    return { became: "sent", ref: answer.data.id };
  } catch (error) {
    const status = (error as { response?: { status?: number } }).response?.status;
    const fault = ["notify", status ?? (error as { code?: string }).code ?? (error as Error).name].join(" ");
    // 400 is about this message; 403 is about our key, and 429 about how many we send.
    return { became: status === 400 ? "refused" : "again", fault };
  }
}

/** Notify's own id of a message with our reference; null when it has none, or none that it might still deliver. */
export async function findAtNotify(config: Config, reference: string): Promise<string | null> {
  if (!config.notify) return null;
  const { data } = await inTime(notifyClient(config.notify).getNotifications(undefined, undefined, reference));
  return data.notifications.find(({ status }) => !/failure/.test(status))?.id ?? null;
}

/** A message that Notify took and could not deliver. */
export interface BouncedAtNotify {
  /** Notify's own id. */
  id: string;
  /** Ours. */
  reference: string;
  /** `permanent-failure`, `temporary-failure` or `technical-failure`. */
  status: string;
}

/** As many pages of 250 as Notify is asked for at a time. */
const MOST_PAGES = 40;

/** What Notify could not deliver of the days that it keeps, the newest first. */
export async function bouncedAtNotify(config: Config): Promise<BouncedAtNotify[]> {
  const found: BouncedAtNotify[] = [];
  if (!config.notify) return found;
  const client = notifyClient(config.notify);
  for (let page = 0; page < MOST_PAGES; page++) {
    const { data } = await inTime(client.getNotifications(undefined, "failed", undefined, found.at(-1)?.id));
    if (data.notifications.length === 0) break;
    for (const { id, reference, status } of data.notifications) found.push({ id, reference: reference ?? "", status: status });
  }
  return found;
}

function notifyClient({ url, key }: NonNullable<Config["notify"]>): NotifyClient {
  return url ? new NotifyClient(url, key) : new NotifyClient(key);
}

/** Notify's client waits for ever. */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => fail(Object.assign(new Error("Notify did not answer."), { code: "ETIMEDOUT" })), ANSWER_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
