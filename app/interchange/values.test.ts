import { expect, test } from "vitest";
import { boolean, date, email, instant, line, link, notNegative, number, text, uri, uuid } from "./values.ts";

test.each([
  ["<p>Hello <b>you</b></p><script>alert(1)</script>", "Hello you"],
  ["<ul><li>one</li><li>two</li></ul>", "* one\n * two"],
  ['<a href="https://example.org/x">book</a>', "book (https://example.org/x)"],
  ['<a href="javascript:alert(1)">book</a>', "book"],
  ['<img src=x onerror="alert(1)">Hi', "Hi"],
  ["Tom &amp; Jo", "Tom & Jo"],
  ["ages 5 < 10 and > 3", "ages 5 < 10 and > 3"],
  ["two\r\nlines", "two\nlines"],
  ["a\u0000b\u202ec", "abc"],
])("the text %j is taken as %j", (given, taken) => {
  expect(text(given).value).toBe(taken);
});

test("markup that hides nothing but a script leaves nothing", () => {
  expect(text("<script>alert(1)</script>")).toEqual({ note: "markup taken out" });
});

test("a text of a megabyte is cut, and says so", () => {
  const { value, note } = text("long ".repeat(200_000));
  expect(value?.length).toBe(20_000);
  expect(note).toMatch(/cut to/);
});

test.each([
  [link, "www.example.org/x", "https://www.example.org/x"],
  [link, "http://example.org", "http://example.org"],
  [link, "javascript:alert(1)", undefined],
  [link, "not an address", undefined],
  [uri, "urn:x:y", "urn:x:y"],
  [uri, "nothing", undefined],
  [email, "a@example.org", "a@example.org"],
  [email, "a@b", undefined],
  [number, "5", 5],
  [number, "£6.50", 6.5],
  [number, "five", undefined],
  [notNegative, -3, undefined],
  [boolean, "Yes", true],
  [boolean, "FALSE", false],
  [boolean, "perhaps", undefined],
  [date, "2026-02-28", "2026-02-28"],
  [date, "2026-02-30", undefined],
  [date, "2026-02-28T10:00:00Z", "2026-02-28"],
  [instant, "2026-02-28", "2026-02-28T00:00:00.000Z"],
  [instant, "yesterday", undefined],
  [uuid, "AC148810-D857-441C-9679-408F346DE14B", "ac148810-d857-441c-9679-408f346de14b"],
  [uuid, "12", undefined],
  [line, "one\ntwo", "one two"],
  [line, { a: 1 }, undefined],
  [line, "   ", undefined],
])("%o takes %j as %j", (read, given, value) => {
  expect(read(given).value).toEqual(value);
});
