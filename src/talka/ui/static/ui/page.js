// What a page can do beyond plain HTML. Without this module everything still works.
import { menus } from "./menu.js";
import { copies } from "./copy.js";
import { confirms } from "./confirm.js";
import { faults } from "./faults.js";

menus(document);
for (const start of [copies, confirms, faults]) start(document);
document.addEventListener("htmx:load", (event) => {
  for (const start of [copies, confirms, faults]) start(event.detail.elt);
});
