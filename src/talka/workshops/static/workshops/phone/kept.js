// On the page where a phone joins: what it wrote before and could not send is not lost.
import { openStore } from "./store.js";

const place = document.getElementById("kept");

openStore(place.dataset.code).then((store) => store.rows()).then((rows) => {
  const waiting = rows.filter((row) => row.state === "waiting").length;
  if (!waiting) return;
  place.textContent = place.dataset.words.replace("%n", waiting);
  place.hidden = false;
});
