"""Claim: the needs register of a programme with 5,000 cards, and the trail through it, take less than 100 ms and 60 kB.

As in `pages`, whose programme it is. See docs/developers/speed.md.
"""

import sys
from typing import Any

from bench._browser import Browser
from bench.pages import run


def register(filled: Any) -> dict[str, tuple[Browser, str]]:
    from talka.workshops.models import Card

    visitor, organiser = Browser(), Browser(filled.organiser)
    held = filled.held
    needs = f"/programmes/{held.project.programme.slug}/needs/"
    card = Card.objects.filter(workshop__event=held).order_by("pk").values_list("pk", flat=True)[0]
    return {
        "needs register": (visitor, needs),
        "needs register, compared": (organiser, f"{needs}?by=region"),
        "trail of a project": (visitor, f"/trail/project/{held.project_id}/"),
        "trail of an event": (visitor, f"/trail/event/{held.pk}/"),
        "trail of a card": (organiser, f"/trail/card/{card}/"),
    }


def main() -> int:
    return run("register", register)


if __name__ == "__main__":
    sys.exit(main())
