import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.server.ts";

test("with nothing set, a demo of Essex on port 3000 with an embedded database", () => {
  expect(readConfig({})).toMatchObject({ port: 3000, host: "127.0.0.1", area: "essex", databaseUrl: undefined, meiliUrl: undefined, demo: true });
});

test("an empty variable counts as unset", () => {
  expect(readConfig({ PORT: "", AREA: "", DATABASE_URL: "" })).toMatchObject({ port: 3000, area: "essex", databaseUrl: undefined });
});

test.each([
  [{ PORT: "eighty" }, "PORT must be a port number"],
  [{ AREA: "../secrets" }, "AREA must be the name of a file"],
  [{ DATABASE_URL: "mysql://x" }, "DATABASE_URL must be a PostgreSQL address"],
  [{ MEILI_URL: "meili" }, "MEILI_URL must be an http or https address"],
  [{ TRUST_PROXY: "yes" }, "TRUST_PROXY must be the number of proxies"],
])("%j stops the start and is named", (env, message) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(message);
});
