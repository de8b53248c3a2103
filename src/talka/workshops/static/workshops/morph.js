// Put a newer rendering in place of what stands, node by node: what did not change stays, with its focus, its scroll,
// what is typed or ticked in it, and which details are open. Nodes with an id find each other, cards by theirs; others go
// by their order.
// What bears data-own is the reader's and left as it is.
import { keepFocus } from "./focus.js";
import { steady } from "./steady.js";

export function morph(old, fresh) {
  steady(() => keepFocus(old, () => renew(old, fresh)));
}

function renew(old, fresh) {
  if (old.isEqualNode(fresh) || "own" in old.dataset) return;
  attributes(old, fresh);
  children(old, fresh);
}

function attributes(old, fresh) {
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value && !own(old, name)) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !own(old, name)) old.removeAttribute(name);
  }
}

// What the reader has done to the page stays theirs.
function own(node, name) {
  return name === "open" && node.nodeName === "DETAILS";
}

function name(node) {
  return node.id || (node.dataset && (node.dataset.card || node.dataset.ownCard)) || "";
}

function children(old, fresh) {
  const wanted = new Map();
  for (const node of fresh.children) if (name(node)) wanted.set(name(node), node.nodeName);
  const standing = new Map();
  for (const node of [...old.children]) {
    if (!name(node)) continue;
    // The same name on another element is another thing: what unfolds does not become what always stands open.
    if (wanted.get(name(node)) === node.nodeName) standing.set(name(node), node);
    else node.remove();
  }
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = name(next) ? standing.get(name(next)) : at && !name(at) && kin(at, next) ? at : null;
    if (!match) {
      old.insertBefore(next, at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    if (match.nodeType === Node.ELEMENT_NODE) renew(match, next);
    else if (match.nodeValue !== next.nodeValue) match.nodeValue = next.nodeValue;
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function kin(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && !name(other);
}
