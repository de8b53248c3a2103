// The facilitator's board: it follows what happens, sorts by keys, and by dragging too. Nothing here is needed to sort.
import { follow } from "../live/stream.js";
import { clocks } from "./clock.js";
import { inPlace } from "./inplace.js";

const board = document.getElementById("board");
const group = Number(document.getElementById("bar").dataset.group);
const KEYS = "talka-board-keys";

const { soon, say } = inPlace({
  address: location.pathname,
  parts: ["board", "bar"],
  forms: (form) => board.contains(form) || document.getElementById("bar").contains(form),
  shown: leave,
  done(page, form) {
    if (form.id !== "sort") return;
    choose([]);
    form.elements.namedItem("name").value = "";
  },
});

// A card that somebody else has moved meanwhile is not chosen any more: what they did is not undone by a late press.
let stood = new Map();
function leave(own) {
  const now = new Map(boxes().map((box) => [box.value.split(":")[0], box.value]));
  if (!own) for (const box of chosen()) if (stood.get(box.value.split(":")[0]) !== box.value) box.checked = false;
  stood = now;
  ready();
}

function boxes() {
  return [...board.querySelectorAll("#sort input[name=card]")];
}

function chosen() {
  return boxes().filter((box) => box.checked);
}

function choose(wanted) {
  for (const box of boxes()) box.checked = wanted.includes(box);
}

// A name that is being typed stays, and what it was when typing began stays known: a newer one is not written over.
board.addEventListener("input", (event) => {
  const form = event.target.closest("form.change");
  if (form) form.dataset.own = "";
});

function put(into) {
  const button = board.querySelector(`#sort button[name=into][value="${into}"]`);
  if (button) button.click();
}

// Keys. They can be switched off, and never act while something is typed.
const on = document.getElementById("keys-on");
try { on.checked = localStorage.getItem(KEYS) !== "off"; } catch { /* no storage: they are on */ }
on.addEventListener("change", () => {
  try { localStorage.setItem(KEYS, on.checked ? "on" : "off"); } catch { /* for this page only */ }
  ready();
});

function typing(node) {
  return node.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
}

function step(by) {
  const all = boxes();
  const here = all.indexOf(document.activeElement);
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  if (!next) return;
  next.focus();
  next.closest("label").scrollIntoView({ block: "nearest" });
}

const DEEDS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => { if (boxes().includes(document.activeElement)) document.activeElement.click(); },
  t: () => document.getElementById("theme-name").focus(),
  l: () => put("loose"),
  Escape: () => choose([]),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !on.checked || !document.getElementById("sort")) return;
  if (event.key === "Escape" && event.target.id === "theme-name") {
    const first = chosen()[0] || boxes()[0];
    if (first) first.focus();
    return;
  }
  if (typing(event.target)) return;
  const theme = /^[1-9]$/.test(event.key) && board.querySelectorAll(".theme[id^=theme-]")[Number(event.key) - 1];
  if (theme) put(theme.dataset.theme);
  else if (DEEDS[event.key]) DEEDS[event.key]();
  else return;
  event.preventDefault();
});

// Dragging a card, or all chosen ones with it, onto a theme.
function ready() {
  board.classList.toggle("keys-on", on.checked);
  for (const card of board.querySelectorAll(".board-card")) card.draggable = true;
}

let target = null;
function over(theme) {
  if (target) target.classList.remove("theme-over");
  target = theme;
  if (target) target.classList.add("theme-over");
}

board.addEventListener("dragstart", (event) => {
  const card = event.target.closest && event.target.closest(".board-card");
  if (!card) return;
  const box = card.querySelector("input");
  if (!box.checked) choose([box]);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.textContent.trim());
});
board.addEventListener("dragover", (event) => {
  const theme = event.target.closest(".theme");
  if (!theme) return;
  event.preventDefault();
  over(theme);
});
board.addEventListener("dragend", () => over(null));
board.addEventListener("drop", (event) => {
  const theme = event.target.closest(".theme");
  over(null);
  if (!theme || !chosen().length) return;
  event.preventDefault();
  put(theme.dataset.theme);
});

leave(true);
clocks();
follow(`${location.pathname.replace(/\d+\/$/, "")}live/`, {
  part(news) {
    const where = Object.values(news.what || { all: [] });
    if (where.some((groups) => !groups.length || groups.includes(group))) soon();
  },
  reload: soon,
  state(up) {
    say(up);
    if (up) soon();
  },
});
