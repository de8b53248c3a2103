"""English: few endings, and a list of the irregular."""

from __future__ import annotations

import unicodedata

FUNCTION_WORDS = frozenset(
    """
    a an the and or but if of to in on at by for from with without into over under about between than as is are was
    were be been being am do does did done has have had having not no nor never none nobody nothing nowhere it its
    this that these those there here they them their we us our you your he she his her i me my who whom whose which
    what when where why how all any some each every both few more most much many other another such only own same so
    too very can could will would shall should may might must just also even yet still again once one two up down out
    off let lack lacks lacking need needs needed want wants please get gets got make makes made like please
    """.split()  # noqa: SIM905
)
EVERYWHERE = frozenset("municip".split())  # noqa: SIM905
OFTEN = frozenset(
    """
    person inhabit resident year time place work live develop plan new big small good region state public
    servic common joint town villag local
    """.split()  # noqa: SIM905
)

_IRREGULAR = {
    "children": "child", "men": "man", "women": "woman", "people": "person", "went": "go", "gone": "go",
    "left": "leave", "taught": "teach", "bought": "buy", "paid": "pay", "built": "build", "lost": "lose",
    "spent": "spend", "kept": "keep", "found": "find", "knew": "know", "known": "know", "met": "meet",
    "sold": "sell", "told": "tell", "chose": "choose", "chosen": "choose", "grew": "grow", "grown": "grow",
    "began": "begin", "drove": "drive", "drawn": "draw", "written": "write", "wrote": "write", "spoken": "speak",
    "spoke": "speak", "broken": "break", "lives": "life",
}  # fmt: skip

_SUFFIXES = sorted(
    """
    ations ation ational ities ity ings ing ments ment ers er ors or ists ist iness ness ies ed es s ly al ive ally y e
    ic ional
    """.split(),  # noqa: SIM905
    key=lambda suffix: (-len(suffix), suffix),
)


def written(word: str) -> str:
    """The word in small letters without diacritics."""
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def inflected(plain: str) -> str:
    """The noun in the singular: "buses" → "bus", "cities" → "city"."""
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("ches", "shes", "sses", "xes", "uses")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3 else plain


def root(plain: str) -> str:
    """The word without what makes a noun, a doer or a deed of it: "planners", "planning" → "plan"."""
    stem = _IRREGULAR.get(plain, plain)
    for _ in range(2):
        suffix = next((s for s in _SUFFIXES if stem.endswith(s) and len(stem) - len(s) >= 4), "")
        stem = stem[: len(stem) - len(suffix)]
    return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] and stem[-1] not in "aeiouls" else stem
