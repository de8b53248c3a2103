// The line to the server: a stream, or questions where none comes through.
const SILENCE = 25000;
const POLL = 3000;
const STREAM_AGAIN = 120000;
const PATIENCE = 3;
const GONE = [401, 403, 404, 410];

// told: moment(n, texts), number(n): nothing else up to there, reload(n), gone(), state(up)
export class Line {
  constructor(place, last, told) {
    this.place = place;
    this.last = last;
    this.told = told;
    this.source = null;
    this.timer = null;
    this.watch = null;
    this.closed = false;
    this.failures = 0;
    this.asking = 0; // until when only questions are asked; 0 where the stream works
  }

  static isGone(answer) {
    return GONE.includes(answer.status);
  }

  open() {
    if (this.closed) return;
    const source = new EventSource(numbered(this.place, this.last()));
    this.source = source;
    this.listen();
    source.onmessage = (event) => {
      this.works();
      this.told.moment(Number(event.lastEventId), event.data.split("\n"));
    };
    source.addEventListener("beat", (event) => {
      this.works();
      this.told.number(Number(event.data));
    });
    source.addEventListener("reload", (event) => {
      this.drop();
      this.told.reload(Number(event.data));
      this.later(1000);
    });
    source.addEventListener("again", () => {
      this.drop();
      this.later(0);
    });
    source.onerror = () => this.fail(source.readyState === EventSource.CLOSED);
  }

  close() {
    this.closed = true;
    this.drop();
  }

  works() {
    clearTimeout(this.timer);
    this.failures = 0;
    this.asking = 0;
    this.listen();
    this.told.state(true);
  }

  listen() {
    clearTimeout(this.watch);
    this.watch = setTimeout(() => {
      this.failures = PATIENCE; // something holds the bytes back: it will go on doing so
      this.fail(true);
    }, SILENCE);
  }

  // The stream ended: it is opened again. Where it was refused or does not come through, a question tells why.
  fail(refused) {
    this.drop();
    this.failures += 1;
    if (this.failures >= PATIENCE) this.asking = Date.now() + STREAM_AGAIN;
    if (this.failures > 1 || !navigator.onLine) this.told.state(false);
    if (refused || this.asking) this.timer = setTimeout(() => this.poll(), spread(1000));
    else this.later(1000);
  }

  async poll() {
    const answer = await ask(this.place, this.last());
    if (this.closed) return;
    if (Line.isGone(answer)) {
      this.close();
      this.told.gone();
      return;
    }
    if (answer.said && answer.said.reload) {
      this.told.reload(answer.said.last);
    } else if (answer.said) {
      answer.moments.forEach((texts, n) => this.told.moment(n, texts));
      this.told.number(answer.said.last);
    }
    this.told.state(Boolean(answer.said));
    if (this.closed) return;
    if (answer.said && !this.source && Date.now() >= this.asking) this.open();
    // also beside a stream that is being tried again and has not said a word yet
    if (this.asking || !this.source) this.timer = setTimeout(() => this.poll(), spread(POLL));
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), spread(pause));
  }

  drop() {
    clearTimeout(this.watch);
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }
}

// One question: { status, said, moments }, status 0 without network; moments: number → texts of its parts.
export async function ask(place, last) {
  try {
    const answer = await fetch(numbered(place, last), { headers: { Accept: "application/json" }, cache: "no-store" });
    const said = answer.ok ? await answer.json() : null;
    const moments = new Map();
    if (said) said.parts.forEach(({ n, text }) => moments.set(n, (moments.get(n) || []).concat(text)));
    return { status: answer.status, said, moments };
  } catch (error) {
    return { status: 0, said: null, moments: new Map() };
  }
}

function numbered(place, last) {
  const address = new URL(place.href);
  if (last !== null) address.searchParams.set("after", last);
  return address.href;
}

function spread(pause) {
  return pause * (0.5 + Math.random());
}
