// Tabs of one browser that follow the same: one leads, whose name stands in the browser's storage and is renewed each
// second. Without storage or without a way to tell each other, every tab leads itself.
const BEAT = 1000;
const STALE = 3500;

export class Tabs {
  // told: lead(), yield(), hear(said)
  constructor(name, told) {
    this.key = `talka-live:${name}`;
    this.id = `${Date.now()}-${Math.random()}`;
    this.told = told;
    this.here = false;
    this.leads = false;
    this.timer = null;
    this.air = null;
    this.renewed = 0;
  }

  join() {
    if (this.here) return;
    this.here = true;
    if (window.BroadcastChannel) {
      this.air = new BroadcastChannel(this.key);
      this.air.onmessage = ({ data }) => (data.bye ? this.soon() : this.told.hear(data));
    }
    this.timer = setInterval(() => this.beat(), BEAT);
    this.beat();
  }

  leave() {
    if (!this.here) return;
    this.here = false;
    clearInterval(this.timer);
    if (this.leads) {
      this.leads = false;
      this.told.yield();
      const leader = read(this.key);
      if (leader && leader.id === this.id) forget(this.key);
      this.say({ bye: true });
    }
    if (this.air) this.air.close();
    this.air = null;
  }

  // The leader says goodbye: whoever is quickest takes over.
  soon() {
    setTimeout(() => this.beat(), Math.random() * 300);
  }

  beat() {
    if (!this.here) return;
    const leader = this.air ? read(this.key) : null;
    const now = Date.now();
    if (leader && leader.id !== this.id && leader.at <= now && now - leader.at < STALE) {
      if (this.leads) {
        this.leads = false;
        this.told.yield();
      }
      return;
    }
    write(this.key, { id: this.id, at: now });
    this.renewed = now;
    if (this.leads) return;
    this.leads = true;
    this.told.lead();
  }

  say(words) {
    // Timers of a hidden tab sleep; what comes from the network wakes it.
    if (this.leads && Date.now() - this.renewed > BEAT) this.beat();
    if (this.air) this.air.postMessage(words);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch (error) {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // every tab leads itself
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch (error) {
    // nothing stood there
  }
}
