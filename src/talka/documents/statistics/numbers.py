"""Numbers as people and statisticians write them, and which sign parts their decimals.

“1.234” alone tells nothing: it is one and a bit or a thousand and more. So the file as a whole is asked: a number that
can be read only one way (“1.234.567”, “0,5”, “1 234,5”) decides for all. Where none does, whole numbers beside them do:
grouped thousands never stand beside “1234”, and where the sign is not the one customary in such a file, plain numbers
below a thousand beside it say that it groups. What stays open is told (`Decimals.sure` is False).
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

BLANK = " \t\u00a0\u2007\u2009\u202f\u205f\u3000"
GROUPING = re.compile(rf"(?<=\d)[{BLANK}'’ʼ`](?=\d{{3}}(?!\d))")
PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
MARKED = re.compile(
    r"(?P<number>[-+−–]?[0-9](?:[0-9.,'’ʼ`\s]*[0-9])?(?:[eE][+-]?[0-9]{1,3})?)"
    r"[\s]*(?P<mark>%|\*{1,4}|[†‡§¹²³⁰⁴⁵⁶⁷⁸⁹]{1,4}\)?|(?<=\s)[0-9]{1,2}\)|\([A-Za-z0-9]{1,3}\)|\[[A-Za-z0-9]{1,3}\]|[A-Za-z]{1,4})"
)
LONGEST = 60


@dataclass(frozen=True)
class Decimals:
    """sign: what parts the decimals in this file, "." or ","; sure: something in the file says so."""

    sign: str = "."
    sure: bool = True


def parse_number(text: str, decimal: str = ".") -> float | None:
    """A finite number, or None. Thousands may be parted by blanks of any width, apostrophes or the other sign.

    Groups must have three digits: “1 23” is no number. A minus may be a hyphen, U+2212 or a dash.
    """
    if PLAIN.fullmatch(text) and (decimal == "." or "." not in text):
        return _finite(text)
    text = text.strip().strip(BLANK)
    if not text or len(text) > LONGEST or "\n" in text:
        return None
    if text[0] in "−–":
        text = "-" + text[1:].lstrip(BLANK)
    elif text[0] == "+":
        text = text[1:]
    text = GROUPING.sub("", text)
    other = "," if decimal == "." else "."
    if other in text:
        whole, part, rest = text.partition(decimal)
        if not re.fullmatch(rf"-?[0-9]{{1,3}}(?:{re.escape(other)}[0-9]{{3}})+", whole):
            return None
        text = whole.replace(other, "") + part + rest
    text = text.replace(decimal, ".") if decimal != "." else text
    if text.startswith((".", "-.")):
        text = text.replace(".", "0.", 1)
    return _finite(text) if PLAIN.fullmatch(text) else None


def parted(text: str) -> tuple[str, str] | None:
    """The number and the mark that stands after it: “1 234 p” is “1 234” and “p”. None where it is not so."""
    found = MARKED.fullmatch(text.strip()) if len(text) <= LONGEST else None
    return (found["number"].strip(), found["mark"].strip("()[] ")) if found else None


def decimals_of(texts: Iterable[str], custom: str = "") -> Decimals:
    """Which sign parts the decimals in these numbers. custom: what to take where they do not tell ("," or ".")."""
    votes = {".": 0, ",": 0}
    open_signs: set[str] = set()
    below, above = False, False
    for text in texts:
        dots, commas = text.count("."), text.count(",")
        if not dots and not commas:
            digits = text.strip().lstrip("-−–+")
            if digits.isdecimal():
                below, above = below or len(digits) <= 3, above or len(digits) > 3
            continue
        vote = _vote(text, dots, commas)
        if vote in votes:
            votes[vote] += 1
        elif vote:
            open_signs.add(vote[0])
    if votes["."] != votes[","]:
        return Decimals("." if votes["."] > votes[","] else ",")
    if len(open_signs) != 1:
        return Decimals(custom or ".", not open_signs)
    sign = open_signs.pop()
    if above:
        return Decimals(sign)
    if sign == custom:
        return Decimals(sign, sure=not below)
    return Decimals(("," if sign == "." else ".") if below else custom or sign, sure=below)


OPEN = re.compile(r"[-−–+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
SIGNED = re.compile(rf"[-−–+]?[0-9][0-9.,'’ʼ`{BLANK}]*")


def _vote(text: str, dots: int, commas: int) -> str:
    """The sign that surely parts decimals here; ".?" or ",?" where this one may do either; "" where it is no number."""
    found = SIGNED.match(text.strip())
    if found is None:
        return ""
    text = found[0].rstrip(" ,." + BLANK)
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        last = "." if text.rfind(".") > text.rfind(",") else ","
        return last if text.count(last) == 1 else ("," if last == "." else ".")
    sign = "." if dots else ","
    if dots + commas == 0:
        return ""
    if dots + commas > 1:
        return "," if sign == "." else "."
    return f"{sign}?" if OPEN.fullmatch(text) else sign


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None
