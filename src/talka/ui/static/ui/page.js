// What a page can do beyond plain HTML. Without this module everything still works.
import { menus } from "./menu.js";
import { copies } from "./copy.js";
import { confirms } from "./confirm.js";
import { faults } from "./faults.js";
import { printing } from "./printing.js";

menus(document);
for (const start of [copies, confirms, faults, printing]) start(document);
document.addEventListener("htmx:load", (event) => {
  for (const start of [copies, confirms, faults, printing]) start(event.detail.elt);
});
