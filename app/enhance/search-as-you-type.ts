import { Idiomorph } from "idiomorph";

/** Long enough that a word typed at an ordinary speed is one search. */
const TYPING_PAUSE_MS = 250;
/** Screen readers hear the count once typing has stopped, not at every letter. */
const ANNOUNCE_AFTER_MS = 800;

/**
 * Results follow the search form: each change fetches the page that sending the form would give, and what differs in
 * the main part is put in place. What somebody is typing, has opened or stands on stays as it is.
 */
export function startSearchAsYouType(form: HTMLFormElement): void {
  let timer = 0;
  let request: AbortController | null = null;
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.className = "visually-hidden";
  document.body.append(status);
  openFiltersBesideResults();

  const update = async () => {
    request?.abort();
    request = new AbortController();
    const url = addressOf(form);
    try {
      const response = await fetch(url, { headers: { Accept: "text/html", "X-As-You-Type": "1" }, signal: request.signal });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      show(page);
      history.replaceState(history.state, "", url);
      announce(status, page);
    } catch (error) {
      // A newer search took its place, or the network is away: the button still works.
      if ((error as Error).name !== "AbortError") status.textContent = "";
    }
  };

  // Controls stand beside the form and belong to it by `form=`, so their events are caught on the document.
  document.addEventListener("input", (event) => {
    const control = controlOf(event, form);
    if (!control) return;
    clearTimeout(timer);
    if (control instanceof HTMLInputElement && control.type === "radio" && control.name === "age") clearAgeInYears(form);
    timer = window.setTimeout(() => void update(), control.matches("[type=text], [type=search]") ? TYPING_PAUSE_MS : 0);
  });
}

function controlOf(event: Event, form: HTMLFormElement): HTMLInputElement | HTMLSelectElement | null {
  const { target } = event;
  return (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) && target.form === form ? target : null;
}

/** A band chosen after an age was typed is meant instead of it. */
function clearAgeInYears(form: HTMLFormElement): void {
  const years = form.elements.namedItem("age");
  const fields = years instanceof RadioNodeList ? [...years] : [years];
  for (const field of fields) if (field instanceof HTMLInputElement && field.type === "text") field.value = "";
}

function addressOf(form: HTMLFormElement): string {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") params.append(name, value);
  const query = params.toString();
  return `${location.pathname}${query ? `?${query}` : ""}`;
}

function show(page: Document): void {
  const main = document.querySelector("main");
  const next = page.querySelector("main");
  if (!main || !next) return;
  document.title = page.title;
  void Idiomorph.morph(main, next, {
    ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (name: string, node: Element) => !(name === "open" && node instanceof HTMLDetailsElement),
    },
  });
}

let announcing = 0;

function announce(status: HTMLElement, page: Document): void {
  const heading = page.querySelector("#results-title")?.textContent ?? "";
  clearTimeout(announcing);
  announcing = window.setTimeout(() => (status.textContent = heading), ANNOUNCE_AFTER_MS);
}

/** Beside the results the filters stand open, also where the browser cannot open them by style alone. */
function openFiltersBesideResults(): void {
  const filters = document.querySelector<HTMLDetailsElement>("details.filters");
  if (filters && matchMedia("(min-width: 56rem)").matches) filters.open = true;
}
