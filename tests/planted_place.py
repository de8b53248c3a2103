"""One project and what hangs on it: what the parts of the planted world are put into."""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from talka.programmes.models import Project

PLANTED = "zq"
"""How every planted word begins."""


@dataclass
class Place:
    """One project and what hangs on it; `words` are what is planted, by kind."""

    mark: str
    project: Project
    words: dict[str, str] = field(default_factory=dict)
    has: dict[str, Any] = field(default_factory=dict)

    def word(self, kind: str) -> str:
        return self.words.setdefault(kind, f"{PLANTED}{self.mark}{kind}")


def picture(told: str) -> bytes:
    """A picture that says so beside its pixels."""
    told_beside, out = PngInfo(), io.BytesIO()
    told_beside.add_text("Comment", told)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=told_beside)
    return out.getvalue()
