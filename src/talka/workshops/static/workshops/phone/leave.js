// Whoever leaves on this phone is told first what would be lost.
import { make } from "./make.js";

export function leaving(unsent, words, forget) {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.action.endsWith("/leave/") || event.defaultPrevented) return;
    if (!unsent() || form.dataset.sure) {
      forget();
      return;
    }
    event.preventDefault();
    if (form.querySelector("[data-sure]")) return;
    const stay = make("button", { type: "button", class: "button button-primary", words: words.stay });
    const go = make("button", { type: "submit", class: "button button-quiet", words: words.go_anyway });
    const asked = make("div", { class: "notice notice-warning", "data-sure": true, role: "alert" });
    asked.append(make("p", { words: words.leave.replace("%n", unsent()) }), stay, go);
    stay.addEventListener("click", () => asked.remove());
    go.addEventListener("click", () => { form.dataset.sure = "1"; });
    form.append(asked);
    stay.focus();
  });
}
