import { expect, type Locator } from "@playwright/test";

/** How somebody uses a page: with a finger and no script, or with the keys alone. */
export interface Hand {
  name: string;
  hasScript: boolean;
  /** Follows a link or presses a button. */
  press(what: Locator): Promise<void>;
  write(field: Locator, words: string): Promise<void>;
  /** Chooses one of a group, or ticks a box. */
  pick(choice: Locator): Promise<void>;
}

const FINGER: Hand = {
  name: "by finger, without JavaScript",
  hasScript: false,
  press: (what) => what.click(),
  write: (field, words) => field.fill(words),
  pick: (choice) => choice.check(),
};

/** As many things as a page may have on the way before somebody gives up. */
const MOST_TABS = 120;

async function reach(what: Locator): Promise<void> {
  await expect(what).toBeVisible();
  const page = what.page();
  for (let i = 0; i < MOST_TABS; i++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The Tab key does not lead to ${String(what)}.`);
}

/** One of a group is reached by Tab, the others by the arrows. */
async function reachInGroup(choice: Locator): Promise<void> {
  const group = await choice.getAttribute("name");
  const page = choice.page();
  const isIn = () => page.evaluate((name) => document.activeElement?.getAttribute("name") === name, group);
  for (let i = 0; i < MOST_TABS && !(await isIn()); i++) await page.keyboard.press("Tab");
  for (let i = 0; i < MOST_TABS && !(await choice.isChecked()); i++) await page.keyboard.press(i === 0 ? "Space" : "ArrowDown");
  expect(await choice.isChecked()).toBe(true);
}

const KEYS: Hand = {
  name: "by the keys alone",
  hasScript: true,
  press: async (what) => {
    await reach(what);
    await what.page().keyboard.press("Enter");
  },
  write: async (field, words) => {
    await reach(field);
    await field.page().keyboard.press("ControlOrMeta+A");
    await field.page().keyboard.type(words);
  },
  pick: async (choice) => {
    if ((await choice.getAttribute("type")) === "radio") return reachInGroup(choice);
    await reach(choice);
    await choice.page().keyboard.press("Space");
  },
};

export const HANDS: readonly Hand[] = [FINGER, KEYS];
