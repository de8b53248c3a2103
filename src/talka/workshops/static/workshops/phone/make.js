// An element with its words. Children are elements or text.
export function make(name, { words = "", ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(key, value === true ? "" : value);
  }
  if (words) made.textContent = words;
  made.append(...children);
  return made;
}

export function empty(place) {
  while (place.firstChild) place.firstChild.remove();
}
