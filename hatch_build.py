"""What an installed Talka cannot make for itself: it never writes where it is installed, so the wheel brings it along.

Catalogues are compiled (the source of the words, .po, stays at home), and the examples of `talka demo` lie beside.
"""

import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WheelBuildHook(BuildHookInterface[Any]):
    """Used for the wheel only; an editable installation takes everything from the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        source = Path(self.root, "src")
        self.made = tempfile.TemporaryDirectory()
        for number, po in enumerate(sorted(source.glob("talka/*/locale/*/LC_MESSAGES/django.po"))):
            mo = Path(self.made.name, f"{number}.mo")
            with po.open("rb") as words, mo.open("wb") as compiled:
                write_mo(compiled, read_po(words, locale=po.parents[1].name))
            build_data["force_include"][str(mo)] = po.with_suffix(".mo").relative_to(source).as_posix()
        build_data["force_include"][str(Path(self.root, "examples"))] = "talka/examples"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "made"):
            self.made.cleanup()
