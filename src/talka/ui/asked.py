"""What stands in an address or a form, before anybody trusts it."""

from django.http import HttpRequest

MOST_DIGITS = 18
"""So that the number fits a column of 64 bits; Python itself refuses to read thousands of digits."""


def whole(text: str | None) -> int:
    """A whole number from an address or a form: 0 or more in plain digits; anything else is 0, the id of nothing.

    `str.isdigit` alone would let "²" through, which `int` cannot read.
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def holds_nul(request: HttpRequest) -> bool:
    """Whether the address or the fields of a form hold the one sign that PostgreSQL keeps in no text."""
    asked = [request.path_info, *(text for pair in request.GET.lists() for text in (pair[0], *pair[1]))]
    if request.method == "POST":
        asked += [text for pair in request.POST.lists() for text in (pair[0], *pair[1])]
    return any("\x00" in text for text in asked)


def drop_broken_cookies(request: HttpRequest) -> None:
    """Forget cookies that hold NUL: no page of ours gave them, and the session's would be looked up as it is."""
    for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
        del request.COOKIES[name]
