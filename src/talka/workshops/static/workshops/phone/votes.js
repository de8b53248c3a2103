// Votes: the numbers beside each thing are one's own, and change at once.
import { voteKey } from "./own.js";

// The row of buttons or scores that a press belongs to, as what a deed says of it.
export function thingOf(row) {
  const { thing, stage, criterion } = row.dataset;
  return { stage, thing, criterion: criterion || "" };
}

export function wanted(row, step, own) {
  const { stage, thing, criterion } = thingOf(row);
  const mine = own.votes[voteKey(stage, thing, criterion)] || 0;
  return /^[+-]/.test(step) ? mine + Number(step) : Number(step);
}

// What is left to give in the voting that is shown; null without a limit.
export function left(own) {
  const place = document.getElementById("left");
  const inAll = place ? Number(place.dataset.inAll) * own.people : 0;
  const first = document.querySelector("#shared [data-thing][data-stage]");
  if (!inAll || !first) return null;
  const stage = `${first.dataset.stage}|`;
  const given = Object.entries(own.votes).filter(([key]) => key.startsWith(stage));
  return inAll - given.reduce((sum, [, value]) => sum + value, 0);
}

export function showVotes(own, words) {
  const rest = left(own);
  for (const row of document.querySelectorAll("#shared [data-thing][data-stage]")) {
    const { stage, thing, criterion } = thingOf(row);
    const key = voteKey(stage, thing, criterion);
    const mine = own.votes[key] || 0;
    const number = row.querySelector("[data-mine]");
    if (number && number.textContent !== String(mine)) number.textContent = mine;
    for (const radio of row.querySelectorAll("input[data-give]")) radio.checked = Number(radio.value) === mine;
    const room = mine < Number(row.dataset.most || 0) * own.people && (rest === null || rest > 0);
    able(row.querySelector("button[data-give='-1']"), mine > 0);
    able(row.querySelector("button[data-give='+1']"), room);
    unsent(row, own.unsentVotes.has(key) ? words.unsent : "");
  }
  for (const button of document.querySelectorAll("#shared [data-save]")) button.hidden = true;
  const place = document.querySelector("#left [data-left]");
  if (place && rest !== null) place.textContent = Math.max(0, rest);
}

// A button that holds the focus keeps it: it says that it does nothing, and does nothing.
function able(button, can) {
  if (!button) return;
  button.disabled = false;
  if (can) button.removeAttribute("aria-disabled");
  else button.setAttribute("aria-disabled", "true");
}

function unsent(row, words) {
  let badge = row.querySelector("[data-mark=unsent]");
  if (!words && badge) badge.remove();
  if (words && !badge) {
    badge = document.createElement("span");
    badge.className = "badge badge-warning";
    badge.dataset.mark = "unsent";
    badge.textContent = words;
    row.append(badge);
  }
}
