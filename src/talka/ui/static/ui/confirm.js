// A question before a deed is a <details data-confirm>; with this module it opens as a dialog.
export function confirms(root) {
  if (!window.HTMLDialogElement) return;
  for (const details of root.querySelectorAll("details[data-confirm]")) {
    if (details.dataset.ready) continue;
    details.dataset.ready = "1";
    const summary = details.querySelector("summary");
    const body = details.querySelector(".confirm-body");
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const title = body.querySelector(".confirm-title");
    if (title) dialog.setAttribute("aria-label", title.textContent);
    dialog.append(...body.childNodes);
    body.remove();
    details.after(dialog);
    const close = dialog.querySelector("[data-close]");
    if (close) {
      close.hidden = false;
      close.addEventListener("click", () => dialog.close());
    }
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("close", () => summary.focus());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }
}
