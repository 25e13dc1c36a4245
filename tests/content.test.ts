import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as vocabularyIds from "../app/domain/directory/vocabulary.ts";
import { AGE_BAND_IDS } from "../app/domain/directory/age-range.ts";
import { OWN_TAXONOMIES } from "../app/domain/directory/taxonomies.ts";
import { LANGUAGES } from "../app/i18n/languages.ts";

/** The words as a whole: every language has every key, every slot is filled with what is there, and no key lies idle. */
type Messages = Record<string, string>;

/** For officers, whose pages are in English: docs/decisions/011-calendar-and-officers-language.md. */
const ENGLISH_ONLY = ["officer.json"];

const ALL_FILES = readdirSync("content/locales/en-GB");
const FILES = ALL_FILES.filter((file) => !ENGLISH_ONLY.includes(file));
const PLURALS: Record<string, string[]> = { "en-GB": ["one", "other"], pl: ["one", "few", "many", "other"], ro: ["one", "few", "other"], ur: ["one", "other"] };

function read(language: string, file: string): Messages {
  const flat = (value: object, at: string): [string, string][] =>
    Object.entries(value).flatMap(([key, part]) => (typeof part === "object" && part !== null ? flat(part as object, `${at}${key}.`) : [[at + key, String(part)]]));
  return Object.fromEntries(flat(JSON.parse(readFileSync(join("content/locales", language, file), "utf8")) as object, ""));
}

/** A key without its plural form, where it is one. */
function stem(key: string, english: Messages): string | null {
  const match = /^(.*)_(one|other)$/.exec(key);
  return match?.[1] && `${match[1]}_one` in english && `${match[1]}_other` in english ? match[1] : null;
}

function slots(words: string): string[] {
  return [...new Set(words.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? [])].sort();
}

describe.each(LANGUAGES.map(({ code }) => code).filter((code) => code !== "en-GB"))("the words in %s", (language) => {
  test.each(FILES)("%s has each key and each plural form, and no other", (file) => {
    const english = read("en-GB", file);
    const wanted = new Set(Object.keys(english).flatMap((key) => {
      const plural = stem(key, english);
      return plural ? (PLURALS[language] ?? []).map((form) => `${plural}_${form}`) : [key];
    }));
    const there = Object.keys(read(language, file));
    expect(there.filter((key) => !wanted.has(key))).toEqual([]);
    expect([...wanted].filter((key) => !there.includes(key))).toEqual([]);
  });

  test.each(FILES)("%s fills the same slots as the English", (file) => {
    const english = read("en-GB", file);
    for (const [key, words] of Object.entries(read(language, file))) {
      const original = english[key] ?? english[key.replace(/_(few|many)$/, "_other")] ?? "";
      // A form for one may say "one" in words instead of the number.
      const relevant = (text: string) => slots(text).filter((slot) => !(slot === "{{count}}" && /_(zero|one)$/.test(key)));
      expect(relevant(words), `${file} ${key}`).toEqual(relevant(original));
      expect(words.trim(), `${file} ${key}`).not.toBe("");
    }
  });

  test.each(readdirSync("content/pages/en-GB"))("the page %s is there, with the same slots and links", (file) => {
    const marks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|\]\([^)]*\)/g) ?? [])].sort();
    expect(marks(readFileSync(join("content/pages", language, file), "utf8"))).toEqual(marks(readFileSync(join("content/pages/en-GB", file), "utf8")));
  });
});

test.each(["pl", "ro", "ur"])("in %s one thing has one word, and its English name stands in brackets: docs/decisions/011", (language) => {
  const written = [...FILES.map((file) => [file, read(language, file)] as const), ...readdirSync(`content/pages/${language}`).map((file) => [file, { page: readFileSync(join("content/pages", language, file), "utf8") }] as const)];
  const english = written.flatMap(([file, messages]) => Object.entries(messages).filter(([, words]) => /\b(council|short breaks?|(needs )?assessments?|annual reviews?|mediation|appeals?)/iu.test(words.replace(/\{\{\w+\}\}|\([^()]*\)|\]\([^)]*\)|„[^”]*”|“[^”]*”/gu, ""))).map(([key, words]) => `${file} ${key}: ${words}`));
  expect(english).toEqual([]);
});

test.each(LANGUAGES.map(({ code }) => code))("the page on privacy in %s names every cookie that the site sets, and no other", (language) => {
  const code = readdirSync("app", { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name)).map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
  const set = code.flatMap((words) => [...words.matchAll(/createCookie\("([\w.]+)"/g)].map(([, name]) => name as string));
  const table = readFileSync(`content/pages/${language}/privacy.md`, "utf8").split("\n").filter((line) => /^\| [a-z.]+_?\w* \|/.test(line)).map((line) => line.split(" | ")[0]?.slice(2));
  // better-auth sets the one of the session: app/accounts/auth.server.ts.
  expect(table.sort()).toEqual([...set, "send.session_token"].sort());
});

test("in words that are read from the right a phone number keeps its order", () => {
  const bare = FILES.flatMap((file) => Object.entries(read("ur", file)).filter(([, words]) => /(?<!\u2066)(\{\{phone\}\}|\b0\d{4} \d{6}\b)(?!\u2069)/.test(words)).map(([key]) => `${file} ${key}`));
  expect(bare).toEqual([]);
});

test("every id of the vocabulary has its words", () => {
  const words = read("en-GB", "vocabulary.json");
  const ids: Record<string, readonly string[]> = {
    need: [...vocabularyIds.NEED_IDS, "any"],
    category: vocabularyIds.CATEGORIES,
    "category-about": vocabularyIds.CATEGORIES,
    support: vocabularyIds.CAPABILITIES,
    answer: [...vocabularyIds.CAPABILITY_ANSWERS, "unknown"],
    access: vocabularyIds.ACCESS_FEATURES,
    day: vocabularyIds.DAYS,
    days: vocabularyIds.DAYS,
    time: vocabularyIds.TIMES_OF_DAY,
    holiday: vocabularyIds.HOLIDAYS,
    cost: vocabularyIds.FUNDING_ROUTES,
    language: vocabularyIds.LANGUAGES,
    age: AGE_BAND_IDS,
    spaces: vocabularyIds.SPACES,
    level: vocabularyIds.POST_16_LEVELS,
    question: vocabularyIds.SEND_QUESTIONS,
    duty: vocabularyIds.SCHEDULE_2_PARAGRAPHS,
    weeks: ["term", "holidays", "all"],
    taxonomy: OWN_TAXONOMIES.map(({ name }) => name),
  };
  const wanted = Object.entries(ids).flatMap(([group, list]) => list.map((id) => `${group}.${id}`));
  expect(Object.keys(words).sort()).toEqual([...new Set(wanted)].sort());
});

test("no key lies idle", () => {
  const sources = ["app", "search-index"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes(".test."))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  );
  const code = sources.join("\n");
  // A key may be made of parts in code, as in t(`tasks.${task}.title`): then its fixed beginning must be there.
  const used = (key: string) => {
    const parts = key.split(".");
    return code.includes(`"${key}"`) || code.includes(`:${key}"`) || code.includes(`\`${key}\``) || parts.some((_part, i) => i > 0 && new RegExp(`[\`:"]${parts.slice(0, i).join("\\.")}\\.\\$\\{`).test(code)) || /\$\{kind\}/.test(code) && /^(notFound|unavailable|signedOut|badRequest|error)\./.test(key);
  };
  const idle = ALL_FILES.filter((file) => file !== "vocabulary.json").flatMap((file) => {
    const english = read("en-GB", file);
    const keys = [...new Set(Object.keys(english).map((key) => stem(key, english) ?? key.replace(/_zero$/, "")))];
    return keys.filter((key) => !used(key)).map((key) => `${file} ${key}`);
  });
  expect(idle).toEqual([]);
});

test("a language says so where no translator has checked it", () => {
  expect(LANGUAGES.filter(({ reviewed }) => reviewed).map(({ code }) => code)).toEqual(["en-GB"]);
});
