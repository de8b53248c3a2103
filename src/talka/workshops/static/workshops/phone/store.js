// What is not sent yet, kept by the browser: IndexedDB, or the open page's memory where the browser refuses it. A row is
// {seq, id, seat, deed, tries, later, lease, by, state: "waiting" | "refused", words}. Tabs claim rows in one transaction,
// with a lease, so that one of them sends.
const LEASE = 30000;
const ASIDE = 60000;
const MOST_BYTES = 100000;

export async function openStore(code) {
  try {
    return new Kept(await opened(`talka-${code}`));
  } catch (error) {
    return new Memory();
  }
}

function opened(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("deeds", { keyPath: "seq", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
    setTimeout(() => reject(new Error("late")), 4000);
  });
}

class Kept {
  constructor(base) {
    this.base = base;
    this.lasting = true;
    base.onversionchange = () => base.close();
  }

  // Everything in one transaction: `work` gets the rows in order and says which to put, add and delete.
  change(work) {
    return new Promise((resolve, reject) => {
      const all = this.base.transaction("deeds", "readwrite", { durability: "strict" });
      const table = all.objectStore("deeds");
      let said;
      const asked = table.getAll();
      asked.onsuccess = () => {
        said = work(asked.result);
        for (const row of said.put || []) table.put(row);
        for (const row of said.add || []) table.add(row);
        for (const seq of said.drop || []) table.delete(seq);
      };
      all.oncomplete = () => resolve(said.value);
      all.onerror = all.onabort = () => reject(all.error);
    });
  }

  rows() {
    return new Promise((resolve, reject) => {
      const asked = this.base.transaction("deeds").objectStore("deeds").getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }
}

export class Memory {
  constructor() {
    this.lasting = false;
    this.kept = [];
    this.next = 1;
  }

  async change(work) {
    const said = work(this.kept.map((row) => ({ ...row })));
    const changed = new Map((said.put || []).map((row) => [row.seq, row]));
    const gone = new Set(said.drop || []);
    this.kept = this.kept.filter((row) => !gone.has(row.seq)).map((row) => changed.get(row.seq) || row);
    for (const row of said.add || []) this.kept.push({ ...row, seq: this.next++ });
    return said.value;
  }

  async rows() {
    return this.kept.map((row) => ({ ...row }));
  }
}

export function row(deed, seat) {
  return { id: deed.id, seat, deed, tries: 0, later: 0, lease: 0, by: "", state: "waiting", words: "" };
}

// Put a deed behind all others. A vote that still waits for the same thing is overtaken by it.
export function add(store, fresh, same) {
  return store.change((rows) => {
    const now = Date.now();
    const overtaken = same ? rows.filter((each) => each.state === "waiting" && !held(each, now) && same(each.deed)) : [];
    return { add: [fresh], drop: overtaken.map((each) => each.seq) };
  });
}

// The next rows that this tab may send: {rows} in their order, or {wait}: milliseconds until it is worth asking again.
export function claim(store, seat, by, most) {
  return store.change((rows) => {
    const now = Date.now();
    const aside = new Set();
    const chosen = [];
    let bytes = 0;
    let wait = 0;
    for (const each of rows) {
      if (each.state !== "waiting" || each.seat !== seat) continue;
      if (held(each, now) && each.by !== by) return { value: { rows: [], wait: each.lease - now + 100 } };
      const about = each.deed.card || each.id;
      if (each.later > now && each.later < now + 2 * ASIDE) {
        aside.add(about);
        wait = wait ? Math.min(wait, each.later - now) : each.later - now;
        continue;
      }
      if (aside.has(about)) continue;
      const size = JSON.stringify(each.deed).length;
      if (chosen.length && (chosen.length >= most || bytes + size > MOST_BYTES)) break;
      bytes += size;
      chosen.push({ ...each, by, lease: now + LEASE });
    }
    return { put: chosen, value: { rows: chosen, wait: chosen.length ? 0 : wait } };
  });
}

// A lease of another hour than ours is none: the phone's clock was set meanwhile.
function held(each, now) {
  return each.lease > now && each.lease < now + 2 * LEASE;
}

// After an answer. done: seqs; refused: words by seq; failed: seqs of deeds that our side could not do, which are put
// aside after a few times so that they do not keep the others waiting. All other rows of this tab are let go.
export function settle(store, by, { done = [], refused = new Map(), failed = [] }) {
  return store.change((rows) => {
    const mine = rows.filter((each) => each.by === by && each.lease);
    const put = [];
    for (const each of mine) {
      if (done.includes(each.seq)) continue;
      const next = { ...each, lease: 0, by: "" };
      if (refused.has(each.seq)) Object.assign(next, { state: "refused", words: refused.get(each.seq) });
      if (failed.includes(each.seq)) {
        next.tries += 1;
        if (next.tries >= 3) next.later = Date.now() + ASIDE;
      }
      put.push(next);
    }
    return { put, drop: done };
  });
}

export function drop(store, seqs) {
  return store.change(() => ({ drop: seqs }));
}

// Words of an earlier place on this phone become this place's, under names of their own.
export function adopt(store, seat, newId) {
  return store.change((rows) => {
    const foreign = rows.filter((each) => each.seat !== seat && each.state === "waiting");
    const names = new Map(foreign.map((each) => [each.id, newId()]));
    const put = foreign.map((each) => {
      const deed = { ...each.deed, id: names.get(each.id) };
      if (names.has(deed.card)) deed.card = names.get(deed.card);
      return { ...each, id: deed.id, deed, seat, lease: 0, by: "" };
    });
    return { put };
  });
}
