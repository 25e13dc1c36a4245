/** Long enough that a sentence typed at an ordinary speed is one save, short enough that little is lost. */
const TYPING_PAUSE_MS = 1200;
const DOUBLE_PRESS_MS = 3000;
/** Browsers let no more than 64 KiB outlive a page. */
const MOST_TO_OUTLIVE_PAGE = 60_000;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Keeps what is typed as it is typed, in the account of whoever types it, and says so. A form takes part when it has a
 * `DraftNote`, and then with all its fields, or else with those fields that have `data-draft="NAME"`. What was typed
 * when the session ended is kept too: the form carries a key that can do only that.
 */
export function startDrafts(root: Document): void {
  const page = /^\/my-child\/[^/]+/.exec(location.pathname)?.[0];
  if (!page) return;
  for (const form of root.forms) {
    const note = form.querySelector<HTMLElement>("[data-draft-note]");
    const name = note?.dataset.draftNote ?? form.querySelector<HTMLElement>("[data-draft]")?.dataset.draft;
    if (name) keepDraft(form, name, note, `${page}/draft`);
  }
}

function keepDraft(form: HTMLFormElement, name: string, note: HTMLElement | null, address: string): void {
  let timer = 0;
  let isSent = false;
  let sentAt = 0;
  let request: AbortController | null = null;
  let unsaved = false;
  /** One save after the other, so that an older text never overwrites a newer one. */
  let last: Promise<void> = Promise.resolve();

  const save = async () => {
    if (isSent) return;
    unsaved = false;
    const body = new FormData();
    body.set("subject", name);
    const fields = JSON.stringify(fieldsOf(form, note === null));
    body.set("fields", fields);
    body.set("draft-key", form.querySelector<HTMLInputElement>("[name=draft-key]")?.value ?? "");
    request = new AbortController();
    try {
      const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, signal: request.signal, keepalive: fields.length < MOST_TO_OUTLIVE_PAGE });
      const { saved, signedIn } = (await response.json()) as { saved: boolean; signedIn: boolean };
      say(note, !signedIn ? "signedOut" : saved ? "saved" : "failed");
    } catch (error) {
      // It was sent instead.
      if ((error as Error).name === "AbortError") return;
      // The network is away: the text is still on the page, and the next save takes it along.
      unsaved = true;
      say(note, "failed");
    }
  };
  const saveSoon = () => {
    unsaved = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      last = last.then(save);
    }, TYPING_PAUSE_MS);
  };
  const saveNow = () => {
    if (!unsaved) return;
    clearTimeout(timer);
    last = last.then(save);
  };

  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  form.addEventListener("submit", (event) => {
    // The second press of a double click: files would come twice.
    if (isSent && event.timeStamp - sentAt < DOUBLE_PRESS_MS) {
      event.preventDefault();
      return;
    }
    isSent = true;
    sentAt = event.timeStamp;
    clearTimeout(timer);
    // What is sent is no draft any more.
    request?.abort();
  });
  // The screen is put out, or another page is opened: nothing may come after this.
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveNow());
  window.addEventListener("online", saveNow);
  // Back from the page that the form was sent to, the form is as it was and can be sent anew.
  window.addEventListener("pageshow", () => (isSent = false));
}

function fieldsOf(form: HTMLFormElement, onlyMarked: boolean): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const element of form.elements) {
    if (!isControl(element) || element.name === "" || (onlyMarked && element.dataset.draft === undefined)) continue;
    if (element instanceof HTMLInputElement && ["hidden", "file", "password", "submit", "button", "image", "reset"].includes(element.type)) continue;
    if (element instanceof HTMLInputElement && ["checkbox", "radio"].includes(element.type) && !element.checked) continue;
    fields[element.name] = element.name in fields ? `${fields[element.name]},${element.value}` : element.value;
  }
  return fields;
}

function isControl(element: Element): element is Control {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/** The same words again are not said again. */
function say(note: HTMLElement | null, what: "saved" | "signedOut" | "failed"): void {
  const status = note?.querySelector("[role=status]");
  const words = note?.dataset[what];
  if (status && words && status.textContent !== words) status.textContent = words;
}
