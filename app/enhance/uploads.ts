import { Upload, type DetailedError, type PreviousUpload, type UrlStorage } from "tus-js-client";

/** What a lost connection costs at most: small enough for a slow phone, large enough that a film is not a thousand requests. */
const PART_BYTES = 2 * 1024 * 1024;
const RETRY_AFTER_MS = [0, 1000, 3000, 6000, 12_000, 20_000];
const STORED = "upload:";
const STORED_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Answers after which the same file is not tried again: too large, no room, sent before (app/documents/resumable.server.ts). */
const REFUSING = { 413: true, 422: true, 410: true };

type Words = Record<"waiting" | "sending" | "checking" | "done" | "failed" | "signedOut" | "signIn" | "refused" | "full" | "tooOften" | "again" | "remove" | "offline", string>;

interface Chosen {
  file: File;
  state: "waiting" | "sending" | "done" | "failed" | "refused";
  percent: number;
  upload: Upload | null;
  /** The document's id, once it is sent. */
  id: string | null;
  row: HTMLLIElement;
  status: HTMLElement;
  bar: HTMLProgressElement;
  buttons: HTMLElement;
}

/**
 * Sends the files of a form before the form itself: a part at a time, going on after a lost connection, each kept until
 * it is sent or taken off the list. When all have come the form is posted with their ids. The same file chosen again
 * after the page was closed goes on where it stood.
 */
export function startUploads(part: HTMLElement): void {
  const form = part.closest("form");
  const endpoint = part.dataset.upload;
  const list = part.querySelector<HTMLUListElement>(".upload-list");
  const said = part.querySelector<HTMLElement>("[data-upload-said]");
  if (!form || !endpoint || !list || !said) return;
  const words = JSON.parse(part.dataset.words ?? "{}") as Words;
  const most = Number(part.dataset.most);
  const mostBytes = Number(part.dataset.mostBytes);
  part.classList.add("upload-live");
  const inputs = [...part.querySelectorAll<HTMLInputElement>("input[type=file]")];
  const chosen: Chosen[] = [];
  let isSending = false;
  /** The button that was pressed, for the form to be posted with it. */
  let pressed: HTMLElement | null = null;

  const show = (one: Chosen, text: string) => {
    one.status.textContent = text;
    one.bar.hidden = one.state !== "sending";
    one.bar.value = one.percent;
    one.row.dataset.state = one.state;
    one.buttons.replaceChildren();
    if (one.state === "failed") button(one, words.again, () => void sendAll());
    if (one.state !== "done" && one.state !== "sending") button(one, words.remove, () => remove(one));
  };
  const button = (one: Chosen, text: string, act: () => void) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button-link";
    made.textContent = text;
    made.setAttribute("aria-label", `${text}: ${one.file.name}`);
    made.addEventListener("click", act);
    one.buttons.append(made);
  };
  const remove = (one: Chosen) => {
    chosen.splice(chosen.indexOf(one), 1);
    if (one.upload?.url) void one.upload.abort(true).catch(() => {});
    one.row.remove();
    list.hidden = chosen.length === 0;
    inputs[0]?.focus();
  };

  const add = (file: File) => {
    if (chosen.length >= most || chosen.some((one) => one.file.name === file.name && one.file.size === file.size && one.file.lastModified === file.lastModified)) return;
    const row = document.createElement("li");
    const name = document.createElement("strong");
    const shownName = document.createElement("bdi");
    shownName.textContent = file.name;
    name.append(shownName);
    const status = document.createElement("span");
    status.className = "upload-status";
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.setAttribute("aria-label", file.name);
    const buttons = document.createElement("span");
    row.append(name, status, bar, buttons);
    list.append(row);
    list.hidden = false;
    const one: Chosen = { file, state: file.size > mostBytes ? "refused" : "waiting", percent: 0, upload: null, id: null, row, status, bar, buttons };
    chosen.push(one);
    show(one, one.state === "refused" ? words.refused : words.waiting);
    if (one.state === "refused") said.textContent = `${file.name}: ${words.refused}`;
  };
  for (const input of inputs) {
    // One photo after the other: each choice adds to the list, and the input is free again.
    const take = () => {
      for (const file of input.files ?? []) add(file);
      input.value = "";
    };
    input.addEventListener("change", take);
    // On a slow phone somebody has chosen before the script was there.
    take();
  }

  const send = async (one: Chosen): Promise<void> => {
    one.state = "sending";
    show(one, words.sending.replace("%p", String(one.percent)));
    const outcome = await sendFile(one, endpoint, detailsOf(form), () => {
      show(one, one.percent >= 100 ? words.checking : words.sending.replace("%p", String(one.percent)));
    });
    if (typeof outcome === "string") {
      one.state = "done";
      one.id = outcome;
      show(one, words.done);
    } else {
      one.state = outcome.status in REFUSING ? "refused" : "failed";
      // What it was to go with was sent meanwhile, from another window: the page says so.
      if (outcome.status === 410) location.assign(`${location.pathname}?late=1`);
      const why = { 401: words.signedOut, 413: words.refused, 422: words.full, 429: words.tooOften }[outcome.status];
      show(one, why ?? (navigator.onLine ? words.failed.replace("%p", String(one.percent)) : words.offline));
      if (outcome.status === 401) signInLink(one, part.dataset.signIn ?? "/sign-in", words.signIn);
    }
    said.textContent = `${one.file.name}: ${one.status.innerText}`;
  };

  const sendAll = async () => {
    if (isSending) return;
    isSending = true;
    for (const one of [...chosen]) {
      if (one.state === "waiting" || one.state === "failed") await send(one);
    }
    isSending = false;
    if (chosen.length > 0 && chosen.every(({ state }) => state === "done")) post();
  };
  const post = () => {
    for (const { id } of chosen) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "document";
      field.value = id ?? "";
      form.append(field);
    }
    chosen.splice(0);
    form.requestSubmit(pressed);
  };

  form.addEventListener(
    "submit",
    (event) => {
      if (chosen.length === 0) return;
      event.preventDefault();
      // It is not sent yet: until the files have come, what is typed is still kept as a draft.
      event.stopImmediatePropagation();
      pressed = event.submitter;
      void sendAll();
    },
    { capture: true },
  );
  window.addEventListener("online", () => {
    if (chosen.some(({ state }) => state === "failed")) void sendAll();
  });
  window.addEventListener("beforeunload", (event) => {
    if (chosen.some(({ state }) => state === "sending" || state === "failed")) event.preventDefault();
  });
}

function signInLink(one: Chosen, path: string, text: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = text;
  one.buttons.prepend(link, " ");
}

/** What the form says of all its files. */
function detailsOf(form: HTMLFormElement): Record<string, string> {
  const details: Record<string, string> = {};
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-detail], [data-detail-fields] :is(input, select)")) {
    const isChosen = !(field instanceof HTMLInputElement) || !["checkbox", "radio"].includes(field.type) || field.checked;
    if (isChosen) details[field.name] = field.value;
  }
  return details;
}

/** @returns the document's id, or with which status it failed (0 for a lost connection) */
function sendFile(one: Chosen, endpoint: string, details: Record<string, string>, progress: () => void): Promise<string | { status: number }> {
  return new Promise((done) => {
    const ended = (error: Error | DetailedError) => done({ status: "originalResponse" in error ? (error.originalResponse?.getStatus() ?? 0) : 0 });
    one.upload ??= new Upload(one.file, {
      endpoint,
      chunkSize: PART_BYTES,
      retryDelays: RETRY_AFTER_MS,
      metadata: { filename: one.file.name, ...details },
      fingerprint: (file) => fingerprint(endpoint, file, details),
      urlStorage: storage(),
      removeFingerprintOnSuccess: true,
    });
    const { upload } = one;
    upload.options.onProgress = (sent, total) => {
      one.percent = total === 0 ? 100 : Math.floor((sent / total) * 100);
      progress();
    };
    upload.options.onSuccess = () => done(upload.url?.split("/").at(-1) ?? "");
    upload.options.onError = ended;
    void (upload.url ? Promise.resolve([]) : upload.findPreviousUploads().catch((): PreviousUpload[] => [])).then(([previous]) => {
      if (previous) upload.resumeFromPreviousUpload(previous);
      upload.start();
    });
  });
}

/** Names a file without saying its name: others may use the same phone. Empty, and so never stored, where the browser cannot. */
async function fingerprint(endpoint: string, file: File, details: Record<string, string>): Promise<string> {
  if (!("subtle" in crypto)) return "";
  const text = JSON.stringify([endpoint, file.name, file.size, file.lastModified, details]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where uploads that were begun stand, on the device: an address that only its owner can use, and when it was made. */
function storage(): UrlStorage {
  const read = (key: string): PreviousUpload[] => {
    const [url, at] = (localStorage.getItem(key) ?? "").split(" ");
    if (!url || !at) return [];
    if (Date.now() - Number(at) > STORED_DAYS * DAY_MS) {
      localStorage.removeItem(key);
      return [];
    }
    return [{ size: null, metadata: {}, creationTime: new Date(Number(at)).toISOString(), urlStorageKey: key, uploadUrl: url, parallelUploadUrls: null }];
  };
  return {
    findAllUploads: () => Promise.resolve([]),
    findUploadsByFingerprint: (name) => Promise.resolve(name === "" ? [] : read(STORED + name)),
    removeUpload: (key) => {
      localStorage.removeItem(key);
      return Promise.resolve();
    },
    addUpload: (name, { uploadUrl }) => {
      if (name !== "" && uploadUrl) localStorage.setItem(STORED + name, `${uploadUrl} ${Date.now()}`);
      return Promise.resolve(STORED + name);
    },
  };
}
