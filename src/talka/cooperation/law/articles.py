"""Where a sentence stands in a law: "26(3)4" in the files, in full words on the page."""

import re
from dataclasses import dataclass

from django.utils.translation import get_language

PLACE = re.compile(r"(?P<article>\d+(?:\^\d+)?)(?:\((?P<part>\d+(?:\^\d+)?)\)(?:(?P<point>\d+)(?P<letter>[a-z])?)?)?")
PARTS = (
    ("pirmā", "pirmās"), ("otrā", "otrās"), ("trešā", "trešās"), ("ceturtā", "ceturtās"), ("piektā", "piektās"),
    ("sestā", "sestās"), ("septītā", "septītās"), ("astotā", "astotās"), ("devītā", "devītās"),
    ("desmitā", "desmitās"), ("vienpadsmitā", "vienpadsmitās"), ("divpadsmitā", "divpadsmitās"),
)  # fmt: skip
"""How Latvian laws name the parts of a section: nominative and genitive."""
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Place:
    """A section (pants) of a law, or its part (daļa), point (punkts) and sub-point. Raised numbers: "22^1"."""

    article: str
    part: str = ""
    point: str = ""
    letter: str = ""
    union: bool = False

    @classmethod
    def parse(cls, text: str, *, union: bool = False) -> "Place":
        """Raises ValueError where the text is no place."""
        found = PLACE.fullmatch(text)
        if found is None:
            raise ValueError(f"“{text}” is no place in a law; written like 80, 80(1), 45(2^1) or 26(3)4")
        parts = {name: value or "" for name, value in found.groupdict().items()}
        if parts["part"].isdigit() and not 1 <= int(parts["part"]) <= len(PARTS):
            raise ValueError(f"“{text}”: parts are counted from 1 to {len(PARTS)}")
        return cls(**parts, union=union)

    @property
    def anchor(self) -> str:
        """What likumi.lv calls the section on its page; empty for raised numbers and acts of the Union."""
        return "" if self.union or "^" in self.article else f"p{self.article}"

    def __str__(self) -> str:
        return self.latvian() if (get_language() or "lv").startswith("lv") else self.english()

    def latvian(self) -> str:
        section, part, point = _number(self.article), self.part, self.point
        if not part:
            return f"{section} pants"
        if not point:
            return f"{section} panta {_part(part, 0)} daļa"
        within = f"{section} panta {_part(part, 1)} daļas {point}."
        return f"{within} punkta „{self.letter}” apakšpunkts" if self.letter else f"{within} punkts"

    def english(self) -> str:
        name = "Article" if self.union else "Section"
        named = (("paragraph", self.part), ("clause", self.point), ("sub-clause", self.letter))
        return ", ".join([f"{name} {_raised(self.article)}", *(f"{word} {_raised(no)}" for word, no in named if no)])


def _part(number: str, case: int) -> str:
    return PARTS[int(number) - 1][case] if number.isdigit() else _number(number)


def _number(number: str) -> str:
    """A number as Latvian laws write it, the raised part behind the dot: 22.¹"""
    plain, _sign, raised = number.partition("^")
    return f"{plain}.{raised.translate(RAISED)}"


def _raised(number: str) -> str:
    plain, _sign, raised = number.partition("^")
    return plain + raised.translate(RAISED)
