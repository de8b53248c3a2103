// Cards on the board: put where they belong, in the order in which they were written, however they arrive.
const board = () => document.getElementById("shared");

export function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

function list(card, group, lane, about) {
  const root = board();
  if (about) return root.querySelector(`[data-about="${about}"][data-lane="${CSS.escape(lane)}"]`);
  if (group === root.dataset.group) return root.querySelector(`#board ul[data-lane="${CSS.escape(lane)}"]`);
  return root.querySelector(`[data-others="${group}"]`);
}

const find = (card) => board().querySelector(`li[data-card="${CSS.escape(card)}"]`);
const at = (item) => Number(item.dataset.at) || Infinity;

// A card as everybody sees it. Where it stands already it is renewed in its place. True where it is new here.
export function put({ card, group, lane, about, html }) {
  const item = fragment(html).querySelector("li");
  const place = list(card, String(group || ""), lane, about);
  const known = find(card);
  if (!item || (!place && !known)) return false;
  if (known && (known.closest("ul") === place || !place || !place.matches("[data-lane]") || inTheme(known))) {
    known.replaceWith(item);
  } else {
    if (known) known.remove();
    insert(place, item);
  }
  count();
  return !known;
}

const inTheme = (item) => !item.closest("ul").dataset.lane && !item.closest("ul").dataset.others;

function insert(place, item) {
  const newest = "others" in place.dataset;
  const after = [...place.children].find((each) => (newest ? at(each) < at(item) : at(each) > at(item)));
  place.insertBefore(item, after || null);
}

// One's own card before the server has it, or with words that it has not got yet.
export function putOwn(card, kind, words) {
  const known = find(card.id);
  if (known) {
    const text = known.querySelector("span[lang]");
    if (text && card.unsent && text.textContent !== card.text) text.textContent = card.text;
    mark(known, "unsent", card.unsent ? words.unsent : "");
    mark(known, "own", words.mine);
    return;
  }
  const place = card.unsent && list(card.id, board().dataset.group, card.lane, card.about);
  if (!place) return;
  const item = document.createElement("li");
  item.className = `mini mini-${kind}`;
  item.dataset.card = card.id;
  item.dataset.local = "";
  const text = document.createElement("span");
  text.lang = document.documentElement.lang;
  text.textContent = card.text;
  item.append(text);
  mark(item, "own", words.mine);
  mark(item, "unsent", words.unsent);
  insert(place, item);
}

export function mark(item, what, words) {
  let badge = item.querySelector(`[data-mark="${what}"]`);
  if (!words) {
    if (badge) badge.remove();
  } else if (!badge && !(what === "own" && item.querySelector(".badge-info"))) {
    badge = document.createElement("span");
    badge.className = `badge badge-${what === "own" ? "info" : "warning"}`;
    badge.dataset.mark = what;
    badge.textContent = words;
    item.append(" ", badge);
  }
}

export function remove(card) {
  const known = find(card);
  if (known) known.remove();
  count();
}

// Cards that stood here before the server had them, and never got there, or were withdrawn.
export function dropLocal(stands) {
  for (const item of board().querySelectorAll("li[data-local]")) if (!stands.has(item.dataset.card)) item.remove();
}

export function count() {
  for (const place of document.querySelectorAll("[data-count]")) {
    const whole = document.querySelector(place.dataset.count);
    if (!whole) continue;
    const cards = whole.querySelectorAll("li[data-card], li[data-own-card]").length;
    place.textContent = `(${cards})`;
    whole.hidden = !cards;
  }
  for (const place of board().querySelectorAll("[data-others]")) {
    place.parentElement.hidden = !place.children.length;
  }
  const others = document.getElementById("others");
  if (others) others.hidden = !others.querySelector("li");
}
