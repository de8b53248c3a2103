// Follow a stream of moments: live where it comes through, by asking every few seconds where a proxy breaks it.
//
//   const stop = follow("/w/ABC/live/?after=12", { part(data, n) {…}, reload() {…}, state(up) {…} });
//
// part: what happened, parsed, each once and in order. reload: too much was missed, or the place is gone: read the page
// anew. What the new page already shows may be told again afterwards. state: whether news comes through. Without `after`
// the stream begins with what happens next. Tabs of one browser share one line to the server: one of them leads and
// tells the others.
import { ask, Line } from "./line.js";
import { Tabs } from "./tabs.js";

const TRY_AGAIN = 3000;
const SPREAD = 2000; // milliseconds, so that a whole hall does not read its pages in the same instant

export function follow(address, told) {
  const follower = new Follower(new URL(address, location.href), told);
  follower.begin();
  return () => follower.end();
}

class Follower {
  constructor(place, told) {
    const known = place.searchParams.get("after");
    place.searchParams.delete("after");
    this.place = place;
    this.last = known === null || known === "" ? null : Number(known);
    this.told = told;
    this.up = null;
    this.over = false;
    this.line = null;
    this.heard = null; // what others told while this tab asks for what it missed
    this.timer = null;
    this.tabs = new Tabs(`${place.pathname}${place.search} ${document.documentElement.lang}`, {
      lead: () => this.lead(),
      yield: () => this.yield(),
      hear: (said) => this.hear(said),
    });
    this.hide = () => this.leave();
    this.show = (event) => { if (event.persisted) this.join(); };
  }

  begin() {
    addEventListener("pagehide", this.hide);
    addEventListener("pageshow", this.show);
    this.join();
  }

  end() {
    this.over = true;
    removeEventListener("pagehide", this.hide);
    removeEventListener("pageshow", this.show);
    this.leave();
  }

  join() {
    if (this.over) return;
    this.tabs.join();
    if (!this.tabs.leads) this.catchUp();
  }

  leave() {
    clearTimeout(this.timer);
    this.heard = null;
    this.tabs.leave();
  }

  // This tab leads: it keeps the line.
  lead() {
    clearTimeout(this.timer);
    this.heard = null;
    this.line = new Line(this.place, () => this.last, {
      moment: (n, texts) => {
        const from = this.last;
        this.moment(n, texts);
        this.tabs.say({ from, n, texts });
      },
      number: (n) => {
        const from = this.last;
        this.moment(n, []);
        this.tabs.say({ from, n, texts: [] });
      },
      reload: (n) => {
        this.readAnew(n);
        this.tabs.say({ reload: true, n });
      },
      gone: () => {
        this.tabs.say({ gone: true });
        this.isGone();
      },
      state: (up) => {
        this.state(up);
        this.tabs.say({ up });
      },
    });
    this.line.open();
  }

  yield() {
    if (this.line) this.line.close();
    this.line = null;
    if (this.tabs.here) this.catchUp();
  }

  // Another tab leads and tells what came.
  hear(said) {
    if (this.over || this.line) return;
    if (said.gone) this.isGone();
    else if (said.reload) this.readAnew(said.n);
    else if ("up" in said) this.state(said.up);
    else if (this.heard) this.heard.push(said);
    else if (said.from !== null && this.last !== null && said.from > this.last) this.catchUp(said);
    else this.moment(said.n, said.texts);
  }

  // Ask once for what this tab has missed; meanwhile keep what is told.
  async catchUp(said) {
    if (this.heard || this.last === null) return;
    const heard = said ? [said] : [];
    this.heard = heard;
    const answer = await ask(this.place, this.last);
    if (this.heard !== heard) return; // left, leading or gone meanwhile
    this.heard = null;
    if (Line.isGone(answer)) {
      this.isGone();
    } else if (!answer.said) {
      this.state(false);
      this.timer = setTimeout(() => this.catchUp(), TRY_AGAIN);
    } else if (answer.said.reload) {
      this.readAnew(answer.said.last);
    } else {
      answer.moments.forEach((texts, n) => this.moment(n, texts));
      this.moment(answer.said.last, []);
      this.state(true);
      heard.forEach((each) => this.hear(each));
    }
  }

  moment(n, texts) {
    if (this.last !== null && n <= this.last) return;
    this.last = n;
    texts.forEach((text) => this.told.part(JSON.parse(text), n));
  }

  readAnew(n) {
    this.last = n;
    setTimeout(() => { if (!this.over) this.told.reload(); }, Math.random() * SPREAD);
  }

  isGone() {
    this.end();
    this.told.reload();
  }

  state(up) {
    if (this.up === up) return;
    this.up = up;
    this.told.state(up);
  }
}
