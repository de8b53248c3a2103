"""Whole addresses, for letters, QR codes and calendars that are read outside the browser; and which address that a
browser sends is one of ours."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

HERE = re.compile(r"(?:https?://)?(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?")


def _only_here(address: str) -> bool:
    """Whether an address leads to this machine only, whoever opens it."""
    return HERE.fullmatch(address) is not None


def whole(path: str = "", request: HttpRequest | None = None) -> str:
    """The path with scheme and host: of the installation, else of the request, else of the server that runs here.

    A laptop in a hall is asked as 127.0.0.1 by who leads, and as another address by phones: its server's address is
    told, where it has one that others reach.

    Only for what the asker themselves gets to see may `request` be given: its host is what they say it is.
    """
    if settings.BASE_URL:
        return f"{settings.BASE_URL}{path}"
    if request is not None and not (_only_here(request.get_host()) and not _only_here(settings.SERVER_URL)):
        return request.build_absolute_uri(path or "/").removesuffix("" if path else "/")
    return f"{settings.SERVER_URL}{path}"


def ours(request: HttpRequest, target: str, otherwise: str = "/") -> str:
    """Where to lead somebody on: to the page that was sent along, a path or a whole address, if it is one of this
    house; else `otherwise`. Whoever made the link or the form may have put anything there."""
    fits = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if fits and target.startswith(("/", "http://", "https://")) else otherwise
