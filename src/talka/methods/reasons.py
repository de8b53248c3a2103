"""What a method says: codes with parameters, for pages in any language, each with its English sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from talka.methods.contract import Rule


@dataclass(frozen=True)
class Reason:
    """One thing worth saying: `code` is a key of `english`, `parameters` fill it; `rule` where one stands behind it.

    A method has a subclass with its own sentences, and says in `formats` how a parameter is written in English: the
    parameter itself stays a number, so that a page can write it as its own language does.
    """

    english: ClassVar[Mapping[str, str]] = {}
    formats: ClassVar[Mapping[str, Callable[[Any], str]]] = {}
    code: str
    parameters: Mapping[str, str | int | float]
    rule: Rule | None = None

    def sentence(self) -> str:
        """The reason in English."""
        written = {
            name: self.formats[name](value) if name in self.formats else value
            for name, value in self.parameters.items()
        }
        return self.english[self.code].format(**written)
