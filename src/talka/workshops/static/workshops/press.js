// While a press is under way nothing changes: what it began on, it ends on.
const LONGEST = 10000; // who holds on for longer is not pressing
const CLICKS = 300; // milliseconds after a finger has left until the click comes of it
let pressing = false;
let over = 0;
let later = [];

document.addEventListener("pointerdown", (event) => {
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
