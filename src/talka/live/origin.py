"""Whether a deed comes from a page of our own: asked of deeds that carry no token of a form."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal


def require_same_origin(request: HttpRequest) -> None:
    """Raise Refusal(403) unless the page that sends is of the host that is asked, by the same scheme, or of TALKA_URL.

    Browsers say the origin with every POST; where one says none, the page's own address (Referer) does. A request with
    neither is refused: every browser that can send a deed says at least one of them.
    """
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    if not _is_ours(said, request):
        raise Refusal(
            _("This came from a page that is not ours."),
            _("Nothing was changed."),
            _("Open the page again and send it from there."),
            status=403,
        )


def _is_ours(said: str, request: HttpRequest) -> bool:
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin in {f"{request.scheme}://{request.get_host()}".lower(), *settings.CSRF_TRUSTED_ORIGINS}
