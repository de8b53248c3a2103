// Forms and buttons of the page become deeds. Without this module they are sent as forms.
import { giveBack, sent, take } from "./drafts.js";
import { voteKey } from "./own.js";
import { thingOf, wanted } from "./votes.js";

export function forms({ put, own, said, words }) {
  let pressed = null;
  document.addEventListener("click", (event) => { pressed = event.target.closest("button"); }, true);

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const deed = form.dataset.deed;
    const button = event.submitter || (pressed && pressed.form === form ? pressed : null);
    const make = { card, vote, answer, call }[deed];
    if (!make || event.defaultPrevented) return;
    event.preventDefault();
    make(form, button);
  });

  document.addEventListener("change", (event) => {
    const radio = event.target.closest("input[data-give]");
    if (radio) give(radio.closest("[data-thing]"), radio.dataset.give);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-react]");
    const choice = link && document.querySelector("#write [name=about]");
    if (!choice) return;
    event.preventDefault();
    choice.value = link.dataset.react;
    document.querySelector("#write textarea").focus();
  });

  async function card(form) {
    const given = new FormData(form);
    const field = form.elements.namedItem("text");
    const text = field.value.trim();
    if (!text && field.required) return field.focus();
    const deed = { deed: "card", stage: given.get("stage"), lane: given.get("lane"), text };
    if (given.get("about")) deed.about = Number(given.get("about"));
    deed.language = document.documentElement.lang.split("-")[0];
    // At once: what is typed while the browser is still keeping this is the next card.
    take(field);
    field.focus();
    try {
      await put(deed);
    } catch (error) {
      giveBack(field, text);
      throw error;
    }
    sent(field);
    said(words.kept);
  }

  function vote(form, button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const row = button.closest("[data-thing]");
    if (row && button.dataset.give) give(row, button.dataset.give);
  }

  function give(row, step) {
    const deed = { deed: "vote", ...thingOf(row), value: Math.max(0, wanted(row, step, own())) };
    const key = voteKey(deed.stage, deed.thing, deed.criterion);
    put(deed, (other) => other.deed === "vote" && voteKey(other.stage, other.thing, other.criterion) === key);
  }

  async function answer(form) {
    const given = new FormData(form);
    const answers = {};
    for (const place of form.querySelectorAll("[data-question]")) {
      const key = place.dataset.question;
      answers[key] = given.get(`q-${key}`) || "";
    }
    const stage = given.get("stage");
    await put({ deed: "answer", stage, answers }, (other) => other.deed === "answer" && other.stage === stage);
    for (const field of form.querySelectorAll("textarea")) {
      field.defaultValue = field.value;
    }
    said(words.answers);
  }

  async function call(form, button) {
    await put({ deed: "call", call: button && button.value === "back" ? "back" : "help" });
    said(words.called);
  }
}
