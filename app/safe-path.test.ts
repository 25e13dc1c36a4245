import { expect, test } from "vitest";
import { safePath } from "./safe-path.ts";

test.each([
  ["/services?q=swim", "/services?q=swim"],
  ["/", "/"],
  ["//evil.example", "/home"],
  ["/\\evil.example", "/home"],
  ["/\t/evil.example", "/home"],
  ["https://evil.example/", "/home"],
  ["javascript:alert(1)", "/home"],
  ["", "/home"],
  [null, "/home"],
  [`/${"x".repeat(3000)}`, "/home"],
])("going back to %j leads to %j", (value, path) => {
  expect(safePath(value, "/home")).toBe(path);
});
