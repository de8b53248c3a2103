// The phone's page, alive: what is done here is kept until it is sent, what others do stands here at once.
import { follow } from "../../live/stream.js";
import { afterPress, pressOver } from "../press.js";
import { steady } from "../steady.js";
import { count, dropLocal, putOwn } from "./board.js";
import { heard, showClock } from "./clock.js";
import { draftsOf, forgetAll, restore } from "./drafts.js";
import { forms } from "./forms.js";
import { keepOffline, forgetOffline } from "./keep.js";
import { leaving } from "./leave.js";
import { showMine } from "./mine.js";
import { Outbox } from "./outbox.js";
import { Own } from "./own.js";
import { Parts, show } from "./parts.js";
import { say } from "./say.js";
import { showStatus } from "./status.js";
import { showVotes } from "./votes.js";

const table = (id, page = document) => JSON.parse(page.getElementById(id).textContent);
const words = table("words");
const fromKept = document.documentElement.hasAttribute("data-kept");

let live = table("live");
let own = new Own(table("own"));
let state = { own: [], foreign: [], refused: [], outside: false, lasting: true };
let up = true;
let stops = null;
// For each reading of the page under way what was done since it began: the page that comes may not know it yet.
const reads = new Set();

const outbox = new Outbox(live.code, live.deeds, own.table.seat, {
  done(deed, result) {
    own.did(deed, result);
    for (const meanwhile of reads) meanwhile.push([deed, result]);
    if (result.words) say(result.words);
  },
  refused(row) {
    say(`${words.refused}. ${row.words}`);
  },
  changed(now) {
    state = now;
    afterPress(draw);
  },
  at: heard,
});

const seen = () => own.with(state.own);

const parts = new Parts(seen, words, { after: draw, refresh, gone: () => refresh(0) });

const change = {
  correct(id, text) {
    const card = seen().cards.find((each) => each.id === id);
    outbox.put({ deed: "correct", card: id, lane: card.lane, text }, (other) => other.deed === "correct" && other.card === id);
  },
  withdraw(id) {
    outbox.put({ deed: "withdraw", card: id });
  },
};

function draw() {
  steady(drawn);
}

function drawn() {
  const now = seen();
  dropLocal(new Set(now.cards.map((card) => card.id)));
  for (const card of now.cards) putOwn(card, (live.lanes[card.lane] || {}).kind, words);
  showMine(now, live, words, change);
  showVotes(now, words);
  showStatus(state, up, words, live.page, outbox);
  count();
  tick();
}

const tick = () => showClock(words, () => say(words.over));

// Read the page anew, at some time within so many seconds, so that a hall does not ask in the same moment.
let reading = 0;
function refresh(within) {
  clearTimeout(reading);
  reading = setTimeout(read, Math.random() * within * 1000);
}

async function read() {
  const meanwhile = [];
  reads.add(meanwhile);
  try {
    const answer = await fetch(live.page, { credentials: "same-origin", cache: "no-store", headers: { Accept: "text/html" } });
    const html = await answer.text();
    if (!answer.ok) throw new Error(String(answer.status));
    await pressOver();
    take(new DOMParser().parseFromString(html, "text/html"), meanwhile);
  } catch (error) {
    refresh(4);
  } finally {
    reads.delete(meanwhile);
  }
}

function take(page, meanwhile) {
  const same = page.getElementById("own") && table("own", page);
  if (!same || same.seat !== own.table.seat || String(same.group || "") !== document.getElementById("shared").dataset.group) {
    location.reload(); // another place, or none: what is not sent is kept
    return;
  }
  own = new Own(same);
  for (const [deed, result] of meanwhile) own.did(deed, result);
  live = table("live", page);
  heard(live.at);
  parts.now(page.getElementById("shared"));
  for (const id of ["guest", "called"]) {
    if (document.getElementById(id) && page.getElementById(id)) show(id, page.getElementById(id));
  }
  parts.personal(page.getElementById("personal").innerHTML);
  tokens(page);
  document.documentElement.removeAttribute("data-kept");
  draw();
  listen();
}

// Forms that came without a token, or with an old one, get the page's.
function tokens(page) {
  const fresh = page.querySelector("input[name=csrfmiddlewaretoken]");
  for (const form of fresh ? document.querySelectorAll("form[method=post]") : []) {
    const old = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (old) old.value = fresh.value;
    else form.prepend(document.importNode(fresh, true));
  }
}

function listen() {
  if (stops) stops();
  stops = follow(live.stream, {
    part: (part) => afterPress(() => parts.take(part)),
    reload: () => refresh(2),
    state(now) {
      if (up === now) return;
      up = now;
      if (up) outbox.now();
      afterPress(draw);
    },
  });
}

draftsOf(live.code);
restore();
if (!fromKept) heard(live.at);
forms({
  put: (deed, same) => outbox.put(deed, same).finally(() => parts.finished()),
  own: seen,
  said: say,
  words,
});
// A page opened without a network has no tokens until it has been read anew: what is pressed before that waits for it.
const token = (form) => form.querySelector("input[name=csrfmiddlewaretoken]");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || token(form)) return;
  event.preventDefault();
  read().then(() => { if (token(form)) form.requestSubmit(); });
});
leaving(() => state.own.length, words, () => {
  forgetAll();
  forgetOffline();
});
document.querySelectorAll("[data-reload]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    refresh(0);
  });
});
setInterval(() => (state.own.length ? afterPress(draw) : tick()), 1000);
outbox.open().then(() => {
  listen();
  if (fromKept) refresh(1);
  keepOffline(live.worker, live.page);
});
