// Lets clocks run. A clock is <… class="clock" data-seconds="240">: seconds left when the page was made, below 0 since
// it ran out; with data-stands it stands. Only durations are reckoned with, so a phone's own hour may be wrong.
const begun = new WeakMap();

function tick() {
  const now = performance.now();
  for (const clock of document.querySelectorAll(".clock[data-seconds]")) {
    let known = begun.get(clock);
    if (!known || known.said !== clock.dataset.seconds) {
      known = { said: clock.dataset.seconds, at: now };
      begun.set(clock, known);
    }
    if ("stands" in clock.dataset) continue;
    const left = Math.round(Number(known.said) - (now - known.at) / 1000);
    const digits = clock.querySelector("[data-digits]") || clock;
    const minutes = Math.floor(Math.abs(left) / 60);
    const words = `${left < 0 ? "−" : ""}${minutes}:${String(Math.abs(left) % 60).padStart(2, "0")}`;
    if (digits.textContent !== words) digits.textContent = words;
    clock.classList.toggle("clock-over", left <= 0);
    clock.classList.toggle("clock-runs", left > 0);
  }
}

export function clocks() {
  tick();
  setInterval(tick, 250);
}
