"""Claim: in a programme with 5,000 cards a page of its open data, for people or from the read API, takes less than
100 ms and 60 kB.

As in `pages`, whose programme it is. See docs/developers/speed.md.
"""

import sys
from typing import Any

from bench._browser import Browser
from bench.pages import run


def open_data(filled: Any) -> dict[str, tuple[Browser, str]]:
    from talka.results.dictionary import TABLES

    visitor = Browser()
    programme = filled.held.project.programme.slug
    asked = {"open data": (visitor, f"/programmes/{programme}/data/")}
    return asked | {f"API, {name}": (visitor, f"/api/v1/programmes/{programme}/{name}") for name in TABLES}


def main() -> int:
    return run("open_data", open_data)


if __name__ == "__main__":
    sys.exit(main())
