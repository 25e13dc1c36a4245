import { writeFileSync } from "node:fs";
import { request, type FullConfig } from "@playwright/test";
import { PEOPLE, sessionsFile, signIn } from "./people.ts";

/** Signs in everybody whom the tests are, one after another. */
export default async function setup(config: FullConfig): Promise<void> {
  const sessions: Record<string, unknown> = {};
  for (const email of PEOPLE) {
    const one = await request.newContext({ baseURL: config.projects[0]?.use.baseURL ?? "" });
    await signIn(one, email);
    sessions[email] = (await one.storageState()).cookies;
    await one.dispose();
  }
  writeFileSync(sessionsFile(), JSON.stringify(sessions));
}
