"""The commands of a guide for administrators, as a test runs them: what they read is what is tried."""

import re
from pathlib import Path

GUIDES = Path(__file__).resolve().parents[1] / "docs" / "administrators"


def commands(name: str) -> list[str]:
    """The lines of all blocks marked `sh`, in their order."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", (GUIDES / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip() and not line.startswith("#")]
