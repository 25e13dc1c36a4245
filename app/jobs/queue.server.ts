import { PgBoss } from "pg-boss";
import { v5 as uuidv5 } from "uuid";
import { findUnqueued, giveUp, markQueued } from "../db/notice-queue.server.ts";
import { logError, logWarning } from "../log.server.ts";
import { recoverAbandoned, sendNotice, USUAL_PATIENCE, type Patience } from "../notices/send.server.ts";
import { wayOf } from "../notices/ways.ts";
import type { Site } from "../site.server.ts";
import type { ScheduledJob } from "./registry.ts";

/** The background of a running site: messages that wait are sent, and jobs are run by the clock. */
export interface Queue {
  /** Looks now, rather than at the next look, for messages that wait and for what a dead process left. */
  look(): Promise<void>;
  /** Runs a job now. */
  runNow(name: string): Promise<void>;
  /** Lets what has begun come to its end. */
  stop(): Promise<void>;
}

export interface QueueSettings extends Patience {
  /** How often it looks for messages that wait. */
  lookEveryMs: number;
  pollSeconds: number;
  /** After a try that failed; it doubles each time, up to `longestDelaySeconds`. */
  firstDelaySeconds: number;
  longestDelaySeconds: number;
  tries: number;
}

/** A mail server that is away over a weekend costs nothing but the wait: 80 tries are more than three days. */
export const USUAL_SETTINGS: QueueSettings = { ...USUAL_PATIENCE, lookEveryMs: 1000, pollSeconds: 1, firstDelaySeconds: 30, longestDelaySeconds: 60 * 60, tries: 80 };

const NOTICES = "notices";
const JOB_IDS = "4a6c0c2e-6c0f-5f53-9a55-0d3f5b8d1c77";
const AT_ONCE = 500;
/** How many are handed on side by side: mail servers do not like more from one sender. */
const SIDE_BY_SIDE = 5;
const TRY_SECONDS = 10 * 60;
const JOB_SECONDS = 60 * 60;
const STOP_MS = 10_000;
const DAY_SECONDS = 24 * 60 * 60;

const START_AGAIN_MS = 10_000;

/** Starts the background beside the site, which need not wait for it; tries again where it cannot start. @returns how to stop it */
export function keepQueue(site: Site, jobs: readonly ScheduledJob[]): () => Promise<void> {
  let stopping = false;
  let wake: () => void = () => {};
  const start = async (): Promise<Queue | null> => {
    while (!stopping) {
      try {
        return await startQueue(site, jobs);
      } catch (error) {
        logError("queue", null, error);
        await new Promise<void>((done) => {
          wake = done;
          setTimeout(done, START_AGAIN_MS).unref();
        });
      }
    }
    return null;
  };
  const started = start();
  return async () => {
    stopping = true;
    wake();
    await (await started)?.stop();
  };
}

/** Starts the background of a site in this process. Several processes on one database share its work. */
export async function startQueue(site: Site, jobs: readonly ScheduledJob[], settings: QueueSettings = USUAL_SETTINGS): Promise<Queue> {
  const boss = new PgBoss({ ...site.database.queue, warningQueueSize: 10_000, monitorVacuum: false, reindex: false, openTelemetry: { enabled: false } });
  const say = sayOnce();
  boss.on("error", (error: Error) => say(error));
  await boss.start();
  const queue = { expireInSeconds: TRY_SECONDS, retryLimit: settings.tries - 1, retryDelay: settings.firstDelaySeconds, retryBackoff: true, retryDelayMax: settings.longestDelaySeconds, deleteAfterSeconds: DAY_SECONDS, retentionSeconds: 30 * DAY_SECONDS };
  await makeQueue(boss, NOTICES, queue);
  for (const job of jobs) await makeQueue(boss, job.name, { policy: "singleton", expireInSeconds: JOB_SECONDS, retryLimit: 3, retryDelay: 60, retryBackoff: true, deleteAfterSeconds: DAY_SECONDS });

  const canSend = wayOf(site.config, "email") !== "none";
  // With one connection there is one process: whatever was being sent when this one started, nobody is sending.
  if (site.database.kind === "embedded") await recoverAbandoned(site, { ...settings, leaseMs: 0 }).catch((error: unknown) => say(error));
  if (canSend) {
    await boss.work<{ notice: string }, unknown, { batchSize: number; includeMetadata: true; perJobResults: true; pollingIntervalSeconds: number; burstWhenBatchFull: boolean }>(
      NOTICES,
      { batchSize: SIDE_BY_SIDE, includeMetadata: true, perJobResults: true, pollingIntervalSeconds: settings.pollSeconds, burstWhenBatchFull: true },
      async (batch) => Promise.all(batch.map(async ({ id, data, retryCount, retryLimit }) => ({ id, status: await sendOne(data.notice, retryCount >= retryLimit) }))),
    );
  }
  for (const job of jobs) {
    await boss.work(job.name, { pollingIntervalSeconds: settings.pollSeconds }, async () => runJob(site, job));
    await boss.schedule(job.name, job.cron, null, { tz: "Europe/London", missed: "once" });
  }

  async function sendOne(id: string, isLast: boolean): Promise<"completed" | "failed"> {
    const sent = await sendNotice(site, id);
    say(sent.became === "again" ? new Error(`A message was not taken: ${sent.fault}`) : null);
    if (sent.became !== "again") return "completed";
    if (isLast) await giveUp(site.database.prisma, id);
    return "failed";
  }

  async function look(): Promise<void> {
    await recoverAbandoned(site, settings);
    if (!canSend) return;
    for (;;) {
      const waiting = await findUnqueued(site.database.prisma, AT_ONCE);
      // Ids made from the notice and its round: however many processes do this at once, it is one job.
      if (waiting.length > 0) await boss.insert(NOTICES, waiting.map(({ id, round, notBefore }) => ({ id: uuidv5(`${id}.${round}`, JOB_IDS), data: { notice: id }, ...(notBefore ? { startAfter: notBefore } : {}) })));
      await markQueued(site.database.prisma, waiting);
      if (waiting.length < AT_ONCE) return;
    }
  }

  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const keepLooking = (): void => {
    looking = look().then(() => say(null), (error: unknown) => say(error)).then(() => {
      if (!stopping) timer = setTimeout(keepLooking, settings.lookEveryMs);
    });
  };
  keepLooking();

  return {
    look,
    runNow: async (name) => {
      const job = jobs.find((one) => one.name === name);
      if (!job) throw new RangeError(`There is no job "${name}".`);
      await runJob(site, job);
    },
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await looking;
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
}

/** Makes a queue, or brings one up to date that an earlier version made. */
async function makeQueue(boss: PgBoss, name: string, options: Parameters<PgBoss["createQueue"]>[1]): Promise<void> {
  await boss.createQueue(name, options);
  const { policy: _policy, ...changeable } = options ?? {};
  await boss.updateQueue(name, changeable);
}

async function runJob(site: Site, { name, run }: ScheduledJob): Promise<void> {
  const { prisma } = site.database;
  const now = new Date();
  const last = await prisma.jobRun.findUnique({ where: { name } });
  try {
    await run(site, { now, since: last?.ranAt ?? null });
  } catch (error) {
    logError(`job ${name}`, null, error);
    throw error;
  }
  await prisma.jobRun.upsert({ where: { name }, create: { name, ranAt: now }, update: { ranAt: now } });
}

/** Only the first of a run of faults is worth a line. */
function sayOnce(): (fault: unknown) => void {
  let failing = false;
  return (fault) => {
    if (fault !== null && !failing) logWarning("queue", fault instanceof Error ? (fault.message.split("\n").at(-1) ?? "").slice(0, 300) : "a fault without words");
    failing = fault !== null;
  };
}
