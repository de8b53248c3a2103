// What is one's own: as the server knew it, with what was done on this phone since then.
export class Own {
  constructor(table) {
    this.table = table;
  }

  // A deed is done: it is part of what the server knows.
  did(deed, result) {
    this.table = applied(this.table, deed, false, result);
  }

  // With what still waits to be sent, marked so.
  with(waiting) {
    let seen = { ...this.table, unsentVotes: new Set(), unsentAnswers: false };
    for (const { deed } of waiting) seen = applied(seen, deed, true, null);
    return seen;
  }
}

export function voteKey(stage, thing, criterion) {
  return `${stage}|${thing}|${criterion || ""}`;
}

function applied(table, deed, unsent, result) {
  switch (deed.deed) {
    case "card": {
      const { id, stage, lane, text } = deed;
      const about = deed.about || null;
      const late = Boolean(result && result.late);
      const rest = table.cards.filter((card) => card.id !== id);
      return { ...table, cards: [{ id, stage, lane, text, about, late, unsent }, ...rest] };
    }
    case "correct":
      return cards(table, deed, (card) => ({ ...card, text: deed.text, lane: deed.lane, words: "", unsent }));
    case "withdraw":
      return { ...table, cards: table.cards.filter((card) => card.id !== deed.card) };
    case "vote": {
      const key = voteKey(deed.stage, deed.thing, deed.criterion);
      if (unsent) table.unsentVotes.add(key);
      return { ...table, votes: { ...table.votes, [key]: deed.value } };
    }
    case "answer": {
      const given = Object.entries(deed.answers).map(([question, words]) => [`${deed.stage}|${question}`, words]);
      return { ...table, answers: { ...table.answers, ...Object.fromEntries(given) }, unsentAnswers: unsent };
    }
    default:
      return table;
  }
}

function cards(table, deed, change) {
  return { ...table, cards: table.cards.map((card) => (card.id === deed.card ? change(card) : card)) };
}
