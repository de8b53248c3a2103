"""Every pair of colours that stands on another keeps to WCAG 2.2 AA, in both themes, as the tokens say."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static/ui/tokens.css").read_text()
LIGHT, DARK_BY_DEVICE, DARK = (
    dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", block)) for block in TOKENS.split("@media screen")
)
GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    (ink, ground) for ink in ("ink", "ink-soft", "pine", "pine-strong", "madder", "amber", "sky") for ground in GROUNDS
] + [
    ("on-pine", "pine"),
    ("on-pine", "pine-strong"),
    ("on-madder", "madder"),
    ("pine-strong", "pine-wash"),
    ("pine", "pine-wash"),
    ("madder-strong", "madder-wash"),
    ("amber", "amber-wash"),
    ("sky", "sky-wash"),
    ("ink", "pine-wash"),
    ("ink", "madder-wash"),
    ("ink", "amber-wash"),
    ("ink", "sky-wash"),
    ("ink", "mark"),
    ("on-level-low", "level-0"),
    ("on-level-low", "level-1"),
    ("on-level-low", "level-2"),
    ("on-level-low", "level-3"),
    ("on-level-high", "level-4"),
    ("on-level-high", "level-5"),
]
SIGNS = [(sign, ground) for sign in ("line-strong", "focus", "madder", "pine") for ground in GROUNDS]


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_signs_can_be_told_from_their_ground(theme):
    weak = [(a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in TEXT if contrast(theme[a], theme[b]) < 4.5]
    weak += [(a, b, round(contrast(theme[a], theme[b]), 2)) for a, b in SIGNS if contrast(theme[a], theme[b]) < 3]
    assert weak == []


def test_dark_by_device_and_dark_by_choice_are_the_same():
    assert DARK_BY_DEVICE == DARK
    assert len(DARK) > 20
