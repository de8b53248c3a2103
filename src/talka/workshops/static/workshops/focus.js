// Who goes through a page by keys is not thrown back to its top when what they stand on is renewed, moved or taken away.
// Fields for words only where they are the same thing: nobody's keyboard is to come up by itself.
const DOES = "a[href], button:not([disabled]), summary, select, input[type=checkbox], input[type=radio]";
const CAN = `${DOES}, input:not([type=hidden]):not([disabled]), textarea`;

// Do `change` below `root`. Where the thing that held the focus is gone after it, the same thing anew gets the focus, or
// what can be done nearest to it.
export function keepFocus(root, change) {
  const held = document.activeElement;
  if (!held || held === document.body || !root.contains(held)) return change();
  const way = [];
  for (let node = held; node; node = node === root ? null : node.parentElement) way.push(named(node));
  const done = change();
  if (document.activeElement === held && held.isConnected) return done;
  for (const find of way) {
    const goal = first(find());
    if (goal) {
      goal.focus({ preventScroll: true });
      break;
    }
  }
  return done;
}

// How to find a thing again: itself, or what bears its name by then.
function named(node) {
  const { id } = node;
  const { card, ownCard } = node.dataset;
  const names = Object.entries({ "data-card": card, "data-own-card": ownCard }).filter(([, name]) => name);
  return () => {
    if (node.isConnected) return node;
    if (id) return document.getElementById(id);
    return names.length ? document.querySelector(`[${names[0][0]}="${CSS.escape(names[0][1])}"]`) : null;
  };
}

function first(place) {
  if (!place) return null;
  const all = place.matches(CAN) ? [place] : [...place.querySelectorAll(DOES)];
  return all.find((node) => node.tabIndex >= 0 && node.getClientRects().length) || null;
}
