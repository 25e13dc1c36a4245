import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { marked } from "marked";
import type { LanguageCode } from "./i18n/languages.ts";

/**
 * A page of `content/pages/<language>/<name>.md` as HTML. `{{slot}}` is filled from `slots`, as text: what fills it
 * cannot become markup.
 * @throws RangeError for a slot that nothing fills
 */
export async function readPage(contentDir: string, language: LanguageCode, name: string, slots: Readonly<Record<string, string>>): Promise<string> {
  const markdown = await readFile(join(contentDir, "pages", language, `${name}.md`), "utf8");
  const filled = markdown.replace(/\{\{(\w+)\}\}/g, (_whole, slot: string) => {
    const value = slots[slot];
    if (value === undefined) throw new RangeError(`Nothing fills {{${slot}}} in content/pages/${language}/${name}.md.`);
    return value.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  });
  return marked.parse(filled, { async: false });
}
