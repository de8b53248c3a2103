"""What a method says: codes with parameters, for pages in any language, each with its English sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from talka.methods.contract import Rule


@dataclass(frozen=True)
class Reason:
    """One thing worth saying: `code` is a key of `english`, `parameters` fill it; `rule` where one stands behind it.

    A method has a subclass with its own sentences.
    """

    english: ClassVar[Mapping[str, str]] = {}
    code: str
    parameters: Mapping[str, str | int | float]
    rule: Rule | None = None

    def sentence(self) -> str:
        """The reason in English."""
        return self.english[self.code].format(**self.parameters)
