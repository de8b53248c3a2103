// Sends what waits, in order, until it is done or refused with a reason. A lost answer, a wrong place, a full server or
// a wall of somebody else's login page keep it; only words that say why take it out.
import { newId } from "./ids.js";
import { Memory, add, adopt, claim, drop, openStore, row, settle } from "./store.js";

const LONGEST = 30000;
const PATIENCE = 20000;
const MOST = 20;

export class Outbox {
  // heard: {done(deed, result), refused(row), changed(counts), at(milliseconds)}
  constructor(code, address, seat, heard) {
    this.code = code;
    this.address = address;
    this.seat = seat;
    this.heard = heard;
    this.by = newId();
    this.kept = [];
    this.taking = [];
    this.failures = 0;
    this.most = MOST;
    this.outside = false;
    this.running = false;
    this.again = false;
    this.timer = 0;
  }

  async open() {
    this.store = await openStore(this.code);
    this.lasting = this.store.lasting;
    window.addEventListener("online", () => this.now());
    if (window.BroadcastChannel) {
      this.air = new BroadcastChannel(`talka-outbox-${this.code}`);
      this.air.onmessage = ({ data }) => this.hear(data);
    }
    window.addEventListener("pagehide", () => settle(this.store, this.by, {}).catch(() => {}));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.now(); });
    await this.tell();
    this.now();
  }

  // Shown at once, so that the next press builds on it; resolves when it is kept. `same` says which waiting deeds it
  // overtakes.
  async put(deed, same) {
    const fresh = row({ id: newId(), ...deed }, this.seat);
    this.taking.push(fresh);
    this.show();
    try {
      await this.keep(fresh, same);
      await this.tell();
    } finally {
      this.taking = this.taking.filter((each) => each !== fresh);
      this.show();
    }
    this.sayToTabs([]);
    this.now();
  }

  async keep(fresh, same) {
    try {
      await add(this.store, fresh, same);
    } catch (error) {
      // the browser has stopped keeping: no room, or its data was cleared; the open page goes on
      this.store = await openStore(this.code).then((store) => add(store, fresh, same).then(() => store))
        .catch(() => { const memory = new Memory(); return add(memory, fresh, same).then(() => memory); });
      this.lasting = this.store.lasting;
    }
  }

  rows() {
    return this.store.rows();
  }

  async forget(seqs) {
    await drop(this.store, seqs);
    this.sayToTabs([]);
    await this.tell();
  }

  async adoptForeign() {
    await adopt(this.store, this.seat, newId);
    await this.tell();
    this.now();
  }

  // Something says that it may work now.
  now() {
    this.failures = Math.min(this.failures, 1);
    this.outside = false;
    this.soon(0);
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), pause);
  }

  async run() {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      let pause = 0;
      while (!pause && !this.outside) pause = await this.step();
      if (pause > 0) this.soon(pause);
    } catch (error) {
      this.soon(this.backOff());
    }
    this.running = false;
    if (this.again) {
      this.again = false;
      this.soon(0);
    }
    await this.tell();
  }

  // Send once. Milliseconds until the next time; 0 for at once, below 0 for when somebody puts something.
  async step() {
    const { rows, wait } = await claim(this.store, this.seat, this.by, this.most);
    if (!rows.length) return wait || -1;
    const answer = await this.post(rows);
    if (answer.outside) {
      this.outside = true;
      await settle(this.store, this.by, {});
      return -1;
    }
    if (answer.whole) {
      if (rows.length > 1) {
        this.most = 1;
        await settle(this.store, this.by, {});
        return 0;
      }
      await this.settled(rows, new Map([[rows[0].id, { status: 400, words: answer.whole }]]));
      return 0;
    }
    if (!answer.results) {
      await settle(this.store, this.by, {});
      return this.backOff();
    }
    return this.settled(rows, answer.results);
  }

  async settled(rows, results) {
    const done = [];
    const refused = new Map();
    const failed = [];
    let waits = false;
    for (const each of rows) {
      const result = results.get(each.id);
      const status = result ? result.status : 0;
      if (status === 200) done.push(each);
      else if (status === 401 || status === 403) waits = true;
      else if (status >= 400 && status < 500) refused.set(each.seq, result.words);
      else if (status >= 500) failed.push(each.seq);
    }
    await settle(this.store, this.by, { done: done.map((each) => each.seq), refused, failed });
    const told = done.map((each) => [each.deed, results.get(each.id)]);
    for (const [deed, result] of told) this.heard.done(deed, result);
    this.sayToTabs(told);
    for (const each of rows) if (refused.has(each.seq)) this.heard.refused({ ...each, words: refused.get(each.seq) });
    if (done.length || refused.size) {
      this.failures = 0;
      await this.tell();
    }
    if (waits || failed.length) return this.backOff();
    return 0;
  }

  async post(rows) {
    const breaks = new AbortController();
    const late = setTimeout(() => breaks.abort(), PATIENCE);
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ deeds: rows.map((each) => each.deed) }),
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        signal: breaks.signal,
      });
      if (answer.status === 401) return { outside: true };
      const said = await answer.json();
      if (answer.ok && Array.isArray(said.results)) {
        this.heard.at(said.at);
        return { results: new Map(said.results.map((result) => [result.id, result])) };
      }
      if ([400, 413, 415, 422].includes(answer.status) && said.refusal) {
        const { what, meaning, advice } = said.refusal;
        return { whole: [what, meaning, advice].filter(Boolean).join(" ") };
      }
      return {};
    } catch (error) {
      return {};
    } finally {
      clearTimeout(late);
    }
  }

  // Other tabs of this browser show the same place.
  sayToTabs(told) {
    if (this.air) this.air.postMessage(told);
  }

  hear(told) {
    for (const [deed, result] of told) this.heard.done(deed, { ...result, words: "" });
    this.tell();
  }

  backOff() {
    const pause = Math.min(LONGEST, 1000 * 2 ** this.failures);
    this.failures += 1;
    return pause * (0.5 + Math.random());
  }

  async tell() {
    this.kept = await this.rows();
    this.show();
  }

  show() {
    const known = new Set(this.kept.map((each) => each.id));
    const rows = [...this.kept, ...this.taking.filter((each) => !known.has(each.id))];
    const waiting = rows.filter((each) => each.state === "waiting");
    this.heard.changed({
      rows,
      own: waiting.filter((each) => each.seat === this.seat),
      foreign: waiting.filter((each) => each.seat !== this.seat),
      refused: rows.filter((each) => each.state === "refused"),
      outside: this.outside,
      lasting: this.lasting,
    });
  }
}
