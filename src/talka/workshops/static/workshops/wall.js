// The wall follows what the facilitator puts on it: live where the stream comes through, else by looking again.
// Dark is dark, frozen keeps what stands there; where the net fails, what stands there stays.
import { follow } from "../live/stream.js";

const LEAST = 500;
const LOOK_ANYWAY = 15000;
const place = () => document.getElementById("wall");
let asked = false;
let waiting = null;
let loadedAt = performance.now();

function state() {
  const here = place();
  document.documentElement.classList.toggle("wall-dark", here.dataset.wall === "blank");
}

async function look() {
  waiting = null;
  asked = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch (error) {
    // no network: what stands there stays
  }
  asked = false;
}

function take(page) {
  const now = page.getElementById("wall");
  const here = place();
  if (!now || !here) return;
  if (now.dataset.wall === "frozen" && here.dataset.wall !== "blank") {
    here.dataset.wall = "frozen";
    state();
    return;
  }
  const inside = page.getElementById("content");
  const stands = document.getElementById("content");
  if (inside && stands && inside.innerHTML !== stands.innerHTML) {
    stands.innerHTML = inside.innerHTML;
    document.title = page.title;
    loadedAt = performance.now();
  }
  state();
}

function soon() {
  if (waiting || asked) {
    if (asked && !waiting) waiting = setTimeout(look, LEAST);
    return;
  }
  waiting = setTimeout(look, LEAST);
}

function tick() {
  document.querySelectorAll("#wall [data-left]").forEach((clock) => {
    if ("stands" in clock.dataset) return;
    const left = Number(clock.dataset.left) - (performance.now() - loadedAt) / 1000;
    const words = clock.querySelector("[data-clock]");
    if (left <= 0) {
      if (!clock.classList.contains("wall-clock-over")) soon();
      return;
    }
    const whole = Math.ceil(left);
    words.textContent = Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  });
}

state();
setInterval(tick, 1000);
setInterval(soon, LOOK_ANYWAY);
follow(place().dataset.live, { part: soon, reload: soon, state: () => {} });
