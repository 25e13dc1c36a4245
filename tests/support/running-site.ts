import { startCommand, type Ended } from "./command.ts";
import { until } from "./until.ts";

/** The built site, running as it does in production: `node server.js` on a free port. */
export interface RunningSite {
  url: string;
  pid: number;
  stderr(): string;
  /** Ends it in the orderly way, and waits until it has gone. */
  stop(): Promise<Ended>;
}

/** On a machine that does much else as well. */
const START_MS = 90_000;

/** @param env its settings, such as DATA_DIR or DATABASE_URL */
export async function startRunningSite(env: Readonly<Record<string, string>>): Promise<RunningSite> {
  const command = startCommand("server.js", [], { PORT: "0", ...env });
  const { child, ended } = command;
  const said = () => /^The site is at (http\S+)$/m.exec(command.stdout())?.[1];
  await until("the site's start", START_MS, async () => {
    if (child.exitCode !== null) throw new Error(`The site did not start:\n${command.stderr()}`);
    return said() !== undefined;
  });
  return {
    url: (said() as string).replace("localhost", "127.0.0.1"),
    pid: child.pid as number,
    stderr: () => command.stderr(),
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
