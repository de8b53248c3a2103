"""Style sheets name pictures and other sheets; in an archive they lie beside each other as they do on the site."""

import re
from collections.abc import Callable

URL = re.compile(r"""(url\(\s*)(["']?)([^"')]+)\2(\s*\))""")


def linked_in_sheet(text: str) -> list[str]:
    """The addresses that a style sheet names, pictures written out in it aside."""
    return [link for _before, _quote, link, _after in URL.findall(text) if not link.startswith(("data:", "#"))]


def relinked(text: str, to: Callable[[str], str]) -> str:
    """The style sheet with each address as `to` gives it; what is written out in it stays."""

    def put(found: re.Match[str]) -> str:
        link = found[3]
        return found[0] if link.startswith(("data:", "#")) else f"{found[1]}{found[2]}{to(link)}{found[2]}{found[4]}"

    return URL.sub(put, text)
