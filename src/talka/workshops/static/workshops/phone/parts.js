// What others do arrives in parts, and is put into the page without taking the focus or what is being written.
import { morph } from "../morph.js";
import { steady } from "../steady.js";
import { count, fragment, put, remove } from "./board.js";
import { writing } from "./drafts.js";
import { make } from "./make.js";
import { say, sayCard } from "./say.js";

const WITHIN = 3;

// after(): the page has changed; refresh(seconds): read it anew, some time within them; gone(): the seat is elsewhere.
export class Parts {
  constructor(own, words, { after, refresh, gone }) {
    this.own = own;
    this.words = words;
    this.after = after;
    this.refresh = refresh;
    this.gone = gone;
    this.forms = null;
  }

  take(part) {
    steady(() => this.put(part));
  }

  put(part) {
    const shared = document.getElementById("shared");
    const here = part.group === undefined || String(part.group || "") === shared.dataset.group;
    switch (part.kind) {
      case "card":
        if (put(part) && !this.own().cards.some((card) => card.id === part.card)) sayCard(this.words.cards);
        break;
      case "gone":
        remove(part.card);
        break;
      case "shared":
        if (here) this.shared(part);
        break;
      case "told":
        this.told(part, shared);
        break;
      case "clock":
        if (here) this.clock(part);
        break;
      case "reload":
        this.refresh(part.within);
        return;
      case "left":
        this.gone();
        return;
      default:
        return;
    }
    this.after();
  }

  shared({ html, personal, within }) {
    const heard = messages();
    this.now(html);
    for (const [id, text] of messages()) if (!heard.has(id)) say(this.words.message.replace("%s", text));
    const { people, role } = this.own();
    if (within || (personal && (people > 1 || role !== "participant"))) this.refresh(within || WITHIN);
    else if (personal) this.personal(personal);
  }

  // What everybody sees. A new step is said, and shown from its beginning unless somebody is writing.
  now(html) {
    const before = step();
    show("shared", html);
    if (step() === before) return;
    say(this.words.step.replace("%s", step()));
    if (!writing()) window.scrollTo({ top: 0, behavior: "instant" });
  }

  // New forms wait while somebody is in the middle of a sentence: it still goes where it was meant to go.
  personal(html) {
    this.forms = html;
    const notice = document.getElementById("earlier");
    if (!writing(fragment(html))) {
      this.showForms();
    } else if (!notice) {
      const go = make("button", { type: "button", class: "button button-secondary", words: this.words.go });
      go.addEventListener("click", () => this.showForms());
      document.getElementById("personal").prepend(
        make("div", { id: "earlier", class: "notice notice-info" }, make("p", { words: this.words.earlier }), go),
      );
    }
  }

  // After a sentence was finished, unless the next one is begun.
  finished() {
    if (!writing()) this.showForms();
  }

  // Also when somebody does not want to finish it.
  showForms() {
    if (this.forms === null) return;
    const html = this.forms;
    this.forms = null;
    show("personal", html);
    this.after();
  }

  told({ group, stage, html, results }, shared) {
    if (group !== null && String(group) !== shared.dataset.group) return;
    const place = shared.querySelector(".told");
    const fresh = fragment(html).firstElementChild;
    const shown = shared.querySelector(`[data-told][data-stage="${stage}"]`);
    if (place && fresh && shown) place.replaceWith(fresh);
    for (const [thing, badge] of Object.entries(results)) {
      const name = shared.querySelector(`#${CSS.escape(thing.replace(":", "-"))} .ballot-name`);
      if (!name) continue;
      const old = name.querySelector("[data-result]");
      const made = fragment(badge).firstElementChild;
      if (old && made) old.replaceWith(made);
      else if (made) name.append(" ", made);
    }
  }

  clock({ html, word }) {
    let place = document.getElementById("clock");
    if (!place && html) {
      place = make("p", { id: "clock" });
      document.querySelector(".now").append(place);
    }
    if (place) place.innerHTML = html;
    const other = document.getElementById("word-clock");
    if (other) other.innerHTML = word;
  }
}

// The part of the page by this id as `html` says it; what the reader has opened, ticked or typed stays.
export function show(id, html) {
  const place = document.getElementById(id);
  const fresh = place.cloneNode(false);
  fresh.innerHTML = typeof html === "string" ? html : html.innerHTML;
  morph(place, fresh);
  count();
}

const step = () => document.querySelector(".now-step").lastChild.textContent.trim();
const messages = () =>
  new Map([...document.querySelectorAll("[data-message]")].map((item) => [item.dataset.message, item.lastChild.textContent.trim()]));
