"""What may be kept as an answer: plain data by the key of its question, the same whether a form or a file brought it.

line, text, choice, yes_no, date, number, money, legal_form, partner are texts ("yes", "2026-03-01", "1200.50", the
key of an organisation); many is a list of keys; answer is {"said": "yes" | "partly" | "no" | "unknown", "words": text};
a table is a list of rows, each with texts by the key of the column. What is empty is not kept.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .legal import form_names
from .register import Column, Question

SAID = ("yes", "partly", "no", "unknown")
LONGEST_LINE = 300
LONGEST = 10_000
MOST_ROWS = 60
MOST_MONEY = Decimal("1000000000000")

Answers = dict[str, Any]


class Unfit(ValueError):
    """An answer that cannot be kept; `key` says of which question."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def checked(questions: Iterable[Question], given: Mapping[str, Any], partners: Iterable[str]) -> Answers:
    """The answers that are not empty, as they are kept. partners: keys of the organisations a cell may name.
    Raises Unfit for what is not asked or does not fit its question."""
    asked = {question.key: question for question in questions}
    known = frozenset(partners)
    found: Answers = {}
    for key, value in given.items():
        if key not in asked:
            raise Unfit(key)
        kept = _value(asked[key], value, known)
        if kept:
            found[key] = kept
    return found


def _value(question: Question, value: Any, partners: frozenset[str]) -> Any:
    if value is None or value == "":
        return ""
    if question.kind == "many":
        if not isinstance(value, list):
            raise Unfit(question.key)
        return [_text(question, each, partners) for each in dict.fromkeys(value)]
    if question.kind == "answer":
        return _answer(question, value)
    if question.kind == "table":
        if not isinstance(value, list) or len(value) > MOST_ROWS:
            raise Unfit(question.key)
        rows = [_row(question, row, partners) for row in value]
        return [row for row in rows if row]
    return _text(question, value, partners)


def _answer(question: Question, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) - {"said", "words"}:
        raise Unfit(question.key)
    said, words = value.get("said", ""), value.get("words", "")
    if said not in ("", *SAID) or not isinstance(words, str) or len(words) > LONGEST:
        raise Unfit(question.key)
    return {name: each for name, each in (("said", said), ("words", words.strip())) if each}


def _row(question: Question, row: Any, partners: frozenset[str]) -> dict[str, str]:
    columns = {column.key: column for column in question.columns}
    if not isinstance(row, Mapping) or set(row) - set(columns):
        raise Unfit(question.key)
    cells = {key: _cell(question, columns[key], value, partners) for key, value in row.items()}
    return {key: value for key, value in cells.items() if value}


def _cell(question: Question, column: Column, value: Any, partners: frozenset[str]) -> str:
    try:
        return _text(column, value, partners)
    except Unfit:
        raise Unfit(question.key) from None


def _text(asked: Question | Column, value: Any, partners: frozenset[str]) -> str:
    if not isinstance(value, str):
        raise Unfit(asked.key)
    said = value.strip()
    if said and not _fits(asked, said, partners):
        raise Unfit(asked.key)
    return said


def _fits(asked: Question | Column, said: str, partners: frozenset[str]) -> bool:
    if asked.kind in ("choice", "many"):
        return any(choice.key == said for choice in asked.choices)
    if asked.kind == "text":
        return len(said) <= LONGEST
    if asked.kind == "partner":
        return said in partners
    return FITS[asked.kind](said)


def _is_day(said: str) -> bool:
    try:
        return len(said) == 10 and bool(dt.date.fromisoformat(said))
    except ValueError:
        return False


def amount(said: str) -> Decimal | None:
    """A number as it is kept; None for what is none."""
    try:
        found = Decimal(said)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _is_number(said: str) -> bool:
    found = amount(said)
    return found is not None and abs(found) < MOST_MONEY


def _is_money(said: str) -> bool:
    """Not below nothing, in whole cents."""
    found = amount(said)
    return found is not None and 0 <= found < MOST_MONEY and found == round(found, 2)


FITS: Mapping[str, Callable[[str], bool]] = {
    "line": lambda said: len(said) <= LONGEST_LINE and "\n" not in said,
    "yes_no": lambda said: said in ("yes", "no"),
    "date": _is_day,
    "number": _is_number,
    "money": _is_money,
    "legal_form": lambda said: said in form_names(),
}
