"""The title of a PxWeb export names the dimensions at its end: “… by Sex, Territorial unit and Time period”."""

import re
from itertools import combinations

JOINTS = (
    (" by ", " and "),
    (" pēc ", " un "),
    (" pa ", " un "),
    (" - ", " un "),
    (" по ", " и "),
    (" efter ", " och "),
    (" efter ", " og "),
    (" etter ", " og "),
    (" nach ", " und "),
    (" muuttujina ", " ja "),
    (" par ", " et "),
    (" pagal ", " ir "),
)
MOST_TRIED = 500
MOST_PARTS = 40
MOST_ENDS = 20
LONGEST = 2_000
"""Characters at the end of a title in which the names are looked for."""


def names_in(title: str, count: int, known: frozenset[str] = frozenset()) -> list[str]:
    """The `count` names at the end of the title, in its order; none where they cannot be told.

    known: names that the notes give. A name may hold a comma or an “and” itself: then the parts are joined so that as
    many known names as possible come out, and else so that the last ones stay short.
    """
    title = title[-LONGEST:]
    for by, joint in JOINTS:
        at = title.rfind(by)
        for _tried in range(MOST_ENDS):
            if at <= 0:
                break
            found = _parted(title[at + len(by) :], count, joint, known)
            if found:
                return found
            at = title.rfind(by, 0, at)
    return []


def _parted(rest: str, count: int, joint: str, known: frozenset[str]) -> list[str]:
    if count == 1:
        return [rest.strip()] if rest.strip() and (rest.strip() in known or ", " not in rest) else []
    parts = re.split(f"(, |{re.escape(joint)})", rest)
    words, signs = parts[0::2], parts[1::2]
    if not (count <= len(words) <= MOST_PARTS):
        return []
    best: list[str] = []
    most = -1
    cuts = combinations(range(len(signs) - 1), count - 2)
    for _tried, inner in zip(range(MOST_TRIED), cuts, strict=False):
        last = max((at for at, sign in enumerate(signs) if sign == joint), default=len(signs) - 1)
        if last in inner:
            continue
        chosen = sorted({*inner, last})
        if len(chosen) != count - 1:
            continue
        names = _joined(words, signs, chosen)
        worth = sum(name in known for name in names) * 100 - max(map(len, names[1:]))
        if all(names) and worth > most - 10_000 and (not best or worth > most):
            best, most = names, worth
    return best


def _joined(words: list[str], signs: list[str], cuts: list[int]) -> list[str]:
    names, current = [], words[0]
    for at, sign in enumerate(signs):
        if at in cuts:
            names.append(current.strip())
            current = words[at + 1]
        else:
            current += sign + words[at + 1]
    return [*names, current.strip()]
