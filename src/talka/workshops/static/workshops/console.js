// The facilitator's console: all groups at a glance, as it happens.
import { follow } from "../live/stream.js";
import { clocks } from "./clock.js";
import { inPlace } from "./inplace.js";

const HELD = 1200;
const glance = document.getElementById("glance");
const title = document.title;
let seen = step();
let asked = "";
let moved = 0;

function step() {
  const field = glance.querySelector("input[name=seen]");
  return field ? field.value : "";
}

const { soon, say } = inPlace({
  address: "glance/",
  parts: ["glance", "steps", "told", "gathering"],
  forms: (form) => glance.contains(form) || form.id === "tell" || form.matches("#gathering form[data-stays]"),
  shown(own) {
    if (!own && step() !== seen && step() !== asked) moved = Date.now();
    seen = step();
    const calls = Number(glance.dataset.calls);
    document.title = calls ? `(${calls}) ${title}` : title;
  },
  done(page, form) {
    if (form.id !== "tell") return;
    form.elements.namedItem("name").value = page.querySelector("#tell [name=name]").value;
    form.elements.namedItem("text").value = "";
  },
});

// The step that is asked for here may come by the news before the answer does: nobody else has moved then.
glance.addEventListener("submit", (event) => {
  const { submitter, target } = event;
  const field = submitter && submitter.name === "step" ? submitter : target.elements.namedItem("step");
  if (field && field.value) asked = field.value;
});

// Somebody else has just moved all groups: a press meant for the step before does nothing.
glance.addEventListener("click", (event) => {
  if (event.target.closest("button[name=step]") && Date.now() - moved < HELD) event.preventDefault();
});

// "Message" of a group leads to the form and chooses the group.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-to]");
  if (!link) return;
  event.preventDefault();
  document.getElementById("message-to").value = link.dataset.to;
  document.getElementById("message-text").focus();
});

clocks();
follow("live/", {
  part: soon,
  reload: soon,
  state(up) {
    say(up);
    if (up) soon();
  },
});
