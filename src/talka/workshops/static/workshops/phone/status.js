// What is not sent yet, said honestly and all the time; and what was refused, with the words to copy.
import { keepFocus } from "../focus.js";
import { empty, make } from "./make.js";

const SOON = 3000;
let bar = null;
let refusals = null;
let known = "";

function places() {
  if (bar) return;
  refusals = make("div", { id: "refused", role: "alert" });
  document.getElementById("shared").before(refusals);
  bar = make("div", { id: "unsent", class: "unsent", role: "status", hidden: true });
  document.getElementById("content").append(bar);
}

// state: {own, foreign, refused, outside, lasting} of the outbox, and whether there is a connection.
export function showStatus(state, up, words, page, outbox) {
  places();
  const slow = state.own.some((row) => Date.now() - madeAt(row) > SOON);
  const told = JSON.stringify([state.own.length, state.foreign.length, state.outside, state.lasting, up, slow]);
  if (told !== known) {
    known = told;
    keepFocus(document.getElementById("content"), () => {
      empty(bar);
      for (const line of lines(state, up, slow, words, page, outbox)) bar.append(line);
      bar.hidden = !bar.firstChild;
    });
  }
  showRefused(state.refused, words, outbox);
}

function lines(state, up, slow, words, page, outbox) {
  const found = [];
  const line = (text, ...more) => found.push(make("p", {}, text, ...more));
  const unsent = state.own.length;
  if (state.outside) {
    line(`${words.outside} `, make("a", { href: page, words: words.join }), ".");
  } else if (unsent && (!up || slow)) {
    line(words.waiting.replace("%n", unsent));
  } else if (!up) {
    line(words.down);
  }
  if (unsent && !state.lasting) line(words.memory);
  if (state.foreign.length) {
    const seqs = state.foreign.map((row) => row.seq);
    line(
      `${words.foreign.replace("%n", seqs.length)} `,
      button(words.adopt, () => outbox.adoptForeign()),
      " ",
      button(words.forget, () => outbox.forget(seqs)),
    );
  }
  return found;
}

// When a deed was made, as its name says.
const madeAt = (row) => parseInt(row.id.replace(/-/g, "").slice(0, 12), 16);

function button(words, onclick) {
  return make("button", { type: "button", class: "button button-secondary", words, onclick });
}

function showRefused(rows, words, outbox) {
  for (const row of rows) {
    if (refusals.querySelector(`[data-row="${row.id}"]`)) continue;
    const text = row.deed.text || Object.values(row.deed.answers || {}).filter(Boolean).join("\n");
    const notice = make("div", { class: "notice notice-warning", "data-row": row.id });
    notice.append(make("p", { class: "notice-title", words: words.refused }), make("p", { words: row.words }));
    if (text) {
      const field = make("textarea", { readonly: true, rows: 3, id: `copy-${row.id}` });
      field.value = text;
      notice.append(make("label", { for: field.id, words: words.copy }), field);
      field.addEventListener("focus", () => field.select());
    }
    notice.append(button(words.done, async () => {
      await outbox.forget([row.seq]);
      keepFocus(document.getElementById("content"), () => notice.remove());
    }));
    refusals.append(notice);
  }
}
