// What one is about to press does not move away from under the thumb when something is put in above it. Browsers do this
// only for a page that is scrolled, and some not at all, so it is done here for all of them.
// And while a press is under way nothing changes at all: what it began on, it ends on.
const TOUCHED = 10000;
const LONGEST = 10000; // who holds on for longer is not pressing
const CLICKS = 300; // milliseconds after a finger has left until the click comes of it
let touched = null;
let at = 0;
let pressing = false;
let over = 0;
let later = [];

document.documentElement.style.overflowAnchor = "none";
document.addEventListener("pointerdown", (event) => {
  touched = event.target;
  at = Date.now();
  if (!event.isPrimary || event.button !== 0) return;
  pressing = true;
  endsIn(LONGEST);
}, { capture: true, passive: true });
document.addEventListener("pointerup", (event) => {
  if (pressing && event.isPrimary) endsIn(event.pointerType === "mouse" ? 0 : CLICKS);
}, { capture: true, passive: true });
document.addEventListener("pointercancel", () => { if (pressing) endsIn(0); }, { capture: true, passive: true });
// What the click itself does is seen at once.
document.addEventListener("click", () => {
  if (!pressing) return;
  pressing = false;
  endsIn(0);
}, { capture: true, passive: true });

function endsIn(pause) {
  clearTimeout(over);
  over = setTimeout(end, pause);
}

function end() {
  pressing = false;
  const changes = later;
  later = [];
  for (const change of changes) queueMicrotask(change);
}

// Do `change` when no press is under way, after those that wait already.
export function afterPress(change) {
  if (pressing || later.length) later.push(change);
  else change();
}

// The same for what goes on by itself: `await pressOver()`.
export const pressOver = () => new Promise((resolve) => afterPress(resolve));

// Do `change`, and scroll by as much as it moved what holds the eye: what has the focus, was touched just now, or stands
// in the middle of a page that is scrolled.
export function steady(change) {
  const held = [document.activeElement, Date.now() - at < TOUCHED ? touched : null].find(inSight) || middle();
  const before = held && held.getBoundingClientRect().top;
  const done = change();
  if (held && held.isConnected && held.getClientRects().length) {
    const moved = held.getBoundingClientRect().top - before;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: "instant" });
  }
  return done;
}

function inSight(node) {
  if (!node || node === document.body || !node.isConnected || !node.getClientRects().length) return false;
  const { top, bottom } = node.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

const middle = () =>
  window.scrollY > 0 ? document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2) : null;
