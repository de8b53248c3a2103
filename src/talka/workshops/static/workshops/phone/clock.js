// The clock runs by how far the phone's own clock is from the server's, so it may be an hour off. How far is kept, for a
// page that is opened again without a network.
const KEY = "talka-clock";
let apart = Number(remembered()) || 0;

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch (error) {
    return null;
  }
}

// The server has just said what time it is there, in milliseconds.
export function heard(at) {
  if (!Number.isFinite(at)) return;
  apart = at - Date.now();
  try {
    localStorage.setItem(KEY, apart);
  } catch (error) {
    // the browser keeps nothing
  }
}

export function showClock(words, over) {
  for (const place of document.querySelectorAll(".soft-clock[data-ends]")) {
    const seconds = Math.round((Date.parse(place.dataset.ends) - Date.now() - apart) / 1000);
    const text = place.querySelector("[data-clock]");
    const minutes = Math.ceil(seconds / 60);
    const said = seconds <= 0 ? words.over : seconds < 60 ? words.last : words.minutes.replace("%n", minutes);
    if (text && text.textContent !== said) {
      text.textContent = said;
      if (seconds <= 0 && seconds > -5) over();
    }
    place.classList.toggle("soft-clock-over", seconds <= 0);
  }
}
