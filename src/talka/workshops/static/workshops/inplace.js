// A page whose parts are fetched anew when something happened, at most twice a second, and whose forms are done without
// leaving it. Without this file the same page works by forms and reloading.
//
//   inPlace({ address: "glance/", parts: ["glance"], forms: (form) => …, shown(own) {…}, done(page, form) {…} })
//
// parts: ids of what changes by itself; forms: whether a form is done in place; shown: a newer rendering stands (own:
// it came of a deed done here); done: a deed was done, with the page that answered. Gives { soon, say }.
import { morph } from "./morph.js";
import { pressOver } from "./press.js";
import { steady } from "./steady.js";

const PAUSE = 500;
const EVERY = 20000;

export function inPlace({ address, parts, forms, shown = () => {}, done = () => {} }) {
  const state = document.getElementById("live-state");
  const notices = document.getElementById("notices");
  let last = 0;
  let waiting = 0;
  let asking = false;
  let again = false;
  let doing = 0;
  let pressed = null;

  function show(page, own) {
    for (const part of parts) {
      const old = document.getElementById(part);
      const fresh = page.getElementById(part);
      if (old && fresh) morph(old, document.importNode(fresh, true));
    }
    shown(own);
  }

  function soon() {
    if (asking) again = true;
    else if (!waiting) waiting = setTimeout(refresh, Math.max(0, last + PAUSE - Date.now()));
  }

  async function refresh() {
    waiting = 0;
    asking = true;
    again = false;
    last = Date.now();
    const before = doing;
    try {
      const answer = await fetch(address, { cache: "no-store", headers: { "HX-Request": "true" } });
      const words = await answer.text();
      await pressOver();
      // What was asked before a deed that was done meanwhile is older than what its answer has shown.
      if (before !== doing) again = true;
      else if (answer.ok && !answer.redirected) show(parsed(words), false);
      say(answer.ok);
    } catch {
      say(false);
    }
    asking = false;
    if (again) soon();
  }

  function say(up) {
    write(up ? state.dataset.live : state.dataset.lost, !up);
  }

  function write(words, lost) {
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("lost", lost);
  }

  function told(...nodes) {
    while (notices.firstChild) notices.firstChild.remove();
    notices.append(...nodes);
  }

  async function send(form, button) {
    const given = new URLSearchParams(new FormData(form));
    if (button && button.name) given.append(button.name, button.value);
    const to = button && button.hasAttribute("formaction") ? button.formAction : form.action;
    doing += 1;
    if (button) busy(button, true);
    try {
      const answer = await fetch(to, { method: "POST", body: given, headers: { "HX-Request": "true" } });
      const page = parsed(await answer.text());
      await pressOver();
      doing += 1;
      if (button) busy(button, false);
      delete form.dataset.own;
      if (!answer.ok) {
        told(page.querySelector(".notice") || page.querySelector("h1") || "");
        notices.scrollIntoView({ block: "nearest" });
        soon();
      } else if (!page.getElementById(parts[0])) {
        location.assign(answer.url);
      } else {
        steady(() => {
          show(page, true);
          told(...page.getElementById("notices").childNodes);
        });
        done(page, form);
      }
    } catch {
      write(state.dataset.unsent, true);
      if (button) busy(button, false);
    }
  }

  // A button does one thing at a time, also where the page is renewed meanwhile.
  function busy(button, now) {
    if (now) {
      button.setAttribute("aria-disabled", "true");
      button.dataset.own = "";
    } else {
      button.removeAttribute("aria-disabled");
      delete button.dataset.own;
    }
  }

  document.addEventListener("click", (event) => {
    pressed = event.target.closest("button[type=submit]");
    if (pressed && pressed.getAttribute("aria-disabled") === "true") event.preventDefault();
  }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !forms(form)) return;
    event.preventDefault();
    send(form, event.submitter || (pressed && pressed.form === form ? pressed : null));
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  setInterval(soon, EVERY);
  return { soon, say };
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
