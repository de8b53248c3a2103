// What one is about to press does not move away from under the thumb when something is put in above it. Browsers do this
// only for a page that is scrolled, and some not at all, so it is done here for all of them.
const TOUCHED = 10000;
let touched = null;
let at = 0;

document.documentElement.style.overflowAnchor = "none";
document.addEventListener("pointerdown", (event) => {
  touched = event.target;
  at = Date.now();
}, { capture: true, passive: true });

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
