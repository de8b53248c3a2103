"""The way from a visitor to the pages: address, host names, the proxy before them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from talka.site.deployment import LOOPBACK

NGINX = Path("/etc/nginx")
BYTES = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


def faults() -> Iterator[str]:
    name = urlsplit(settings.BASE_URL).hostname or ""
    if not settings.SECURE:
        yield "TALKA_URL is not an https:// address: links in letters and secure cookies need it."
    if "*" in settings.ALLOWED_HOSTS:
        yield "TALKA_HOSTS is not set: pages answer to any name. Give the host names, separated by commas."
    elif name and not _answers_to(name):
        yield f"TALKA_HOSTS leaves out {name}, the host of TALKA_URL: nobody would get a page. Add it."
    if settings.DEBUG:
        yield "TALKA_DEBUG is on: faults show the inside of the house. Remove it."
    if settings.DEMO:
        yield "TALKA_DEMO is on: demonstration accounts would be reachable. Remove it."
    yield from _proxy()
    if os.environ.get("OIDC_URL"):
        if not os.environ.get("OIDC_SECRET"):
            yield "OIDC_URL is set, but the secret OIDC_SECRET is missing."
        if not os.environ["OIDC_URL"].startswith("https://"):
            yield "OIDC_URL is not an https:// address: anybody on the way could sign in as anybody."
    if name:
        yield from _nginx(name)


def _answers_to(name: str) -> bool:
    from django.http.request import validate_host

    return validate_host(name, settings.ALLOWED_HOSTS)


def _proxy() -> Iterator[str]:
    trusted = [part.strip() for part in os.environ.get("FORWARDED_ALLOW_IPS", "").split(",") if part.strip()]
    host = os.environ.get("HOST") or "127.0.0.1"
    if any(part == "*" or part.endswith("/0") for part in trusted):
        yield (
            "FORWARDED_ALLOW_IPS trusts everybody: any visitor could claim another address or https. "
            "Name the proxy's address only."
        )
    if trusted and not settings.BEHIND_PROXY:
        yield "FORWARDED_ALLOW_IPS names a proxy, but TALKA_BEHIND_PROXY is not set: what it says is ignored. Set it."
    if settings.SECURE and not settings.BEHIND_PROXY:
        yield (
            "TALKA_URL is https://, but TALKA_BEHIND_PROXY is not set: Talka speaks no TLS itself, and behind a proxy "
            "all visitors would count as one. Set TALKA_BEHIND_PROXY=1."
        )
    if host in EVERYWHERE and all(part in LOOPBACK for part in trusted):
        yield f"HOST={host}: pages can be reached without TLS, round the proxy. Set HOST=127.0.0.1, or name the proxy."


def _nginx(name: str) -> Iterator[str]:
    """Where nginx runs here and its site can be read: whether it takes the largest file that Talka takes."""
    from talka.events.actions.presentations import MOST_BYTES

    for site in sorted(NGINX.glob("sites-enabled/*")) + sorted(NGINX.glob("conf.d/*.conf")):
        try:
            text = re.sub(r"#.*", "", site.read_text(errors="replace"))
        except OSError:
            continue
        if not re.search(rf"server_name[^;]*\b{re.escape(name)}\b", text):
            continue
        found = re.search(r"client_max_body_size\s+(\d+)([kmg]?)\s*;", text, re.IGNORECASE)
        most = int(found[1]) * BYTES[found[2].lower()] if found else 2**20
        if 0 < most <= MOST_BYTES:
            yield (
                f"{site} takes files of up to {most // 2**20} MB, Talka of up to {MOST_BYTES // 2**20} MB. "
                "Set client_max_body_size 110m."
            )
