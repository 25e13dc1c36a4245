/** Reads the page's main part with the device's own voice, where it has one for the page's language. */
export function startReadingAloud(root: ParentNode): void {
  if (!("speechSynthesis" in window)) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-read-aloud]")) {
    const start = button.textContent;
    const stop = button.dataset.stop ?? start;
    button.hidden = false;
    const show = (isReading: boolean) => {
      button.textContent = isReading ? stop : start;
      button.setAttribute("aria-pressed", String(isReading));
    };
    show(false);
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        show(false);
        return;
      }
      const parts = partsToRead();
      parts.forEach((part, i) => {
        if (i === parts.length - 1) part.addEventListener("end", () => show(false));
        speechSynthesis.speak(part);
      });
      show(parts.length > 0);
    });
  }
  // A voice that goes on after its page has gone cannot be stopped.
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}

/** One piece a heading, paragraph or item: a voice loses its way in one long text. */
function partsToRead(): SpeechSynthesisUtterance[] {
  const blocks = document.querySelectorAll<HTMLElement>("main :is(h1, h2, h3, p, li, dt, dd)");
  return [...blocks]
    .filter((block) => block.checkVisibility() && !block.querySelector("p, li, h3") && !block.closest("aside, nav"))
    .map((block) => {
      const part = new SpeechSynthesisUtterance(block.innerText.trim());
      part.lang = block.closest<HTMLElement>("[lang]")?.lang ?? "en-GB";
      return part;
    })
    .filter(({ text }) => text !== "");
}
