// Buttons that print the page appear where the browser can print.
export function printing(root) {
  for (const button of root.querySelectorAll("button[data-print]")) {
    if (!window.print || !button.hidden) continue;
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
