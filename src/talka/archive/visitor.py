"""A visitor without a name who asks the pages of this house, through the same door as everybody.

What an archive holds is what this visitor was answered: no rule of who may see what stands here a second time.
"""

import io
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.utils import translation
from django.utils.http import parse_header_parameters

ADDRESS = "192.0.2.1"
"""Set apart for documentation (RFC 5737): nobody comes from there, so nobody's wrong codes are counted as ours."""


@dataclass(frozen=True)
class Answer:
    """status; the media type without its parameters; the name under which a file is handed out, or ""; the address it
    leads on to, or ""; where the body was put, or its bytes."""

    status: int
    media_type: str
    file_name: str
    to: str
    body: bytes


class Visitor:
    """Goes through all middleware as a request from outside does. Django is not told that a request begins or ends:
    at both it lets go of the connection in whose transaction all pages are asked."""

    def __init__(self) -> None:
        self._door = BaseHandler()
        self._door.load_middleware()

    def ask(self, address: str, language: str, into: Path | None = None) -> Answer:
        """The answer to a GET of `address`; its body goes to the file `into` where one is named and it is no page."""
        with translation.override(language):  # a request leaves its language behind
            response: Any = self._door.get_response(WSGIRequest(environment(address, language)))
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            try:
                body = _kept(response, None if media_type == "text/html" else into)
            finally:
                if file := getattr(response, "file_to_stream", None):
                    file.close()
        disposition = response.headers.get("Content-Disposition", "")
        return Answer(
            response.status_code, media_type, _file_name(disposition), response.headers.get("Location", ""), body
        )

    def request(self, address: str, language: str) -> WSGIRequest:
        """What the visitor's request looks like, for pages that are the archive's own."""
        request = WSGIRequest(environment(address, language))
        request.person = None  # type: ignore[attr-defined]
        return request


def environment(address: str, language: str) -> dict[str, Any]:
    parts = urlsplit(address)
    server = urlsplit(settings.SERVER_URL)
    cookie = SimpleCookie({settings.LANGUAGE_COOKIE_NAME: language})
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(parts.path).encode().decode("latin1"),
        "QUERY_STRING": parts.query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": server.hostname or "localhost",
        "SERVER_PORT": str(server.port or (443 if server.scheme == "https" else 80)),
        "REMOTE_ADDR": ADDRESS,
        "HTTP_HOST": server.netloc or "localhost",
        "HTTP_ACCEPT": "text/html,*/*",
        "HTTP_ACCEPT_LANGUAGE": language,
        "HTTP_COOKIE": cookie.output(header="", sep=";").strip(),
        "HTTP_X_FORWARDED_PROTO": server.scheme,
        "wsgi.url_scheme": server.scheme or "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _kept(parts: Iterable[bytes], into: Path | None) -> bytes:
    if into is None:
        return b"".join(parts)
    into.parent.mkdir(parents=True, exist_ok=True)
    with closing(into.open("wb")) as file:
        for part in parts:
            file.write(part)
    return b""


def _file_name(disposition: str) -> str:
    return parse_header_parameters(disposition)[1].get("filename", "") if disposition else ""
