/** Buttons that only a script can make work, shown where one runs: print, and the device's own way to send a page. */
export function startSharing(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  if (!("share" in navigator)) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>("button[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      // Refusing the device's dialogue is an answer, not a fault.
      void navigator.share({ title: document.title, url: button.dataset.share || location.href }).catch(() => {});
    });
  }
}
