// What the page says by itself: politely, and not too often.
const PAUSE = 1200;
let waiting = [];
let timer = 0;
let cards = 0;
let cardsTimer = 0;

function place() {
  let here = document.getElementById("said");
  if (!here) {
    here = document.createElement("p");
    here.id = "said";
    here.className = "visually-hidden";
    here.setAttribute("role", "status");
    document.getElementById("content").append(here);
  }
  return here;
}

export function say(words) {
  place();
  if (words) waiting.push(words);
  if (!timer) timer = setTimeout(speak, 150);
}

function speak() {
  place().textContent = waiting.join(" ");
  waiting = [];
  timer = setTimeout(() => { timer = 0; if (waiting.length) speak(); }, PAUSE);
}

// Cards come one after the other: they are counted for a while.
export function sayCard(words) {
  cards += 1;
  if (cardsTimer) return;
  cardsTimer = setTimeout(() => {
    say(words.replace("%n", cards));
    cards = 0;
    cardsTimer = 0;
  }, 15000);
}
