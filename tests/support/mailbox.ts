import type { AddressInfo } from "node:net";
import { simpleParser, type ParsedMail } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { atEnd } from "./at-end.ts";

/** What a mail server does at a step of a message; an Error refuses it (`responseCode`), and a promise holds it up. */
export interface MailRules {
  onRecipient?: (address: string) => Error | null;
  /** Asked when the whole message is here, before the answer that says so. */
  onMessage?: () => Promise<Error | null>;
  onConnect?: () => Promise<Error | null>;
}

export interface ReceivedMail {
  messageId: string;
  to: string[];
  mail: ParsedMail;
}

/** A real mail server on this machine, that keeps what it takes. */
export interface Mailbox {
  url: string;
  port: number;
  received: ReceivedMail[];
  rules: MailRules;
  close(): Promise<void>;
}

/** An answer of a mail server that is not yes. */
export function smtpAnswer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** Starts a mail server. What it took before it was asked to refuse or to wait counts as received. */
export async function startMailbox(port = 0): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const rules: MailRules = {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onConnect: (_session, done) => void Promise.resolve(rules.onConnect?.() ?? null).then((fault) => done(fault)),
    onRcptTo: ({ address }, _session: SMTPServerSession, done) => done(rules.onRecipient?.(address) ?? null),
    onData: (stream, session, done) => {
      void simpleParser(stream).then(async (mail) => {
        const fault = (await rules.onMessage?.()) ?? null;
        if (!fault) received.push({ messageId: mail.messageId ?? "", to: session.envelope.rcptTo.map(({ address }) => address), mail });
        done(fault);
      }, (error: unknown) => done(error as Error));
    },
  });
  // A client that is killed is no fault of the server's.
  server.on("error", () => {});
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", () => done()));
  const taken = (server.server.address() as AddressInfo).port;
  const close = () => new Promise<void>((done) => server.close(() => done()));
  atEnd(close);
  return { url: `smtp://127.0.0.1:${taken}`, port: taken, received, rules, close };
}
