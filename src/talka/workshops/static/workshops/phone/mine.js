// One's own cards: listed as they stand here, also before they are sent; corrected and withdrawn on the spot.
import { keepFocus } from "../focus.js";
import { empty, make } from "./make.js";

export function showMine(own, live, words, change) {
  const list = document.querySelector("#mine [data-own]");
  if (list) keepFocus(document.getElementById("personal"), () => showCards(list, own, live, words, change));
}

function showCards(list, own, live, words, change) {
  const wanted = new Set(own.cards.map((card) => card.id));
  for (const item of [...list.children]) if (!wanted.has(item.dataset.ownCard)) item.remove();
  let before = null;
  for (const card of own.cards) {
    let item = list.querySelector(`[data-own-card="${card.id}"]`);
    const text = item && item.querySelector("p");
    if (!item || (text && text.textContent !== card.text)) {
      const fresh = row(card, live, words, change);
      if (item) item.replaceWith(fresh);
      item = fresh;
    }
    const after = before ? before.nextSibling : list.firstChild;
    if (item !== after) list.insertBefore(item, after);
    unsent(item, card.unsent ? words.unsent : "");
    enhance(item, card, live, words, change);
    before = item;
  }
  const written = document.querySelector("[data-written]");
  const limit = document.getElementById("limit");
  if (written && limit) {
    written.textContent = own.cards.filter((card) => card.stage === limit.dataset.stage).length;
  }
}

function row(card, live, words, change) {
  const lane = live.lanes[card.lane] || { words: "", kind: "note" };
  const foot = make("div", { class: "mini-foot" });
  foot.append(make("span", { class: "small quiet", words: card.late ? `${lane.words} · ${words.late}` : lane.words }));
  if (!live.closed) foot.append(make("a", { href: `${live.page}card/${card.id}/`, words: words.correct }));
  const text = make("p", { lang: document.documentElement.lang, words: card.text });
  const item = make("li", { class: `mini mini-${lane.kind}`, "data-own-card": card.id }, text, foot);
  enhance(item, card, live, words, change);
  return item;
}

function unsent(item, words) {
  let badge = item.querySelector("[data-mark=unsent]");
  if (!words && badge) badge.remove();
  if (words && !badge) item.append(make("span", { class: "badge badge-warning", "data-mark": "unsent", words }));
}

// The link opens the words in their place; without a network it still works.
function enhance(item, card, live, words, change) {
  const link = item.querySelector(".mini-foot a");
  if (!link || link.dataset.ready) return;
  link.dataset.ready = "1";
  link.addEventListener("click", (event) => {
    event.preventDefault();
    edit(item, card.id, live, words, change);
  });
}

function edit(item, id, live, words, change) {
  if (item.querySelector("textarea")) return;
  const text = item.querySelector("p");
  const foot = item.querySelector(".mini-foot");
  const field = make("textarea", { rows: 4, maxlength: 500, "aria-label": words.correct });
  field.value = text.textContent;
  const close = () => {
    form.remove();
    text.hidden = foot.hidden = false;
    foot.querySelector("a").focus();
  };
  const deeds = make("div", { class: "deeds" });
  const press = (label, kind, onclick) => make("button", { type: "button", class: `button button-${kind}`, words: label, onclick });
  const first = () => {
    empty(deeds);
    deeds.append(
      make("button", { type: "submit", class: "button button-primary", words: words.save }),
      press(words.withdraw, "quiet", ask),
      press(words.cancel, "quiet", close),
    );
  };
  const ask = () => {
    empty(deeds);
    const yes = press(words.withdraw, "danger", () => change.withdraw(id));
    deeds.append(make("p", { words: words.sure }), yes, press(words.cancel, "quiet", () => { first(); field.focus(); }));
    yes.focus();
  };
  const form = make("form", {}, field, deeds);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = field.value.trim();
    if (!wanted) return;
    close();
    if (wanted !== text.textContent) change.correct(id, wanted);
  });
  first();
  text.hidden = foot.hidden = true;
  item.append(form);
  field.focus();
}
