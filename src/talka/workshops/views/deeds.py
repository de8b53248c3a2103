"""Where phones send what was done on them. The seat's own cookie says who sends, and the origin that our page does."""

import json
import logging
from typing import Any, NoReturn

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from talka.live.origin import require_same_origin
from talka.ui.refusals import Refusal

from ..actions.deeds import perform
from ..models import Seat
from . import frame

MOST_DEEDS = 50
MOST_BYTES = 200_000
DEEPEST = 8

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def deeds(request: HttpRequest, code: str) -> HttpResponse:
    """`{"deeds": [{"id", "deed", …}]}` is answered `{"results": [{"id", "status", "words", …}], "at"}`.

    A result's status: 200 done, now or before; 4xx refused for the reason in `words`, which the phone shows with what
    was written; 401, 403 and 5xx are not for ever: the phone keeps the deed and sends it again. After one of those
    nothing more is done, so that deeds keep their order, and the rest has no result. at: our clock in milliseconds.
    """
    require_same_origin(request)
    seat = frame.sending_seat(request, code)
    results: list[dict[str, object]] = []
    for sent in _read(request):
        result = _result(seat, sent)
        results.append(result)
        if result["status"] in (401, 403) or int(str(result["status"])) >= 500:
            break
    answer = {"results": results, "at": round(timezone.now().timestamp() * 1000)}
    return JsonResponse(answer, headers={"Cache-Control": "no-store"})


def _result(seat: Seat, sent: object) -> dict[str, object]:
    name = sent.get("id") if isinstance(sent, dict) else None
    known = {"id": name if isinstance(name, str) else ""}
    try:
        done = perform(seat, sent)
    except Refusal as refusal:
        return known | {"status": refusal.status, "words": refusal.text()}
    except (OperationalError, InterfaceError) as fault:
        log.warning("A deed has to wait for the database: %s", fault)
        return known | {"status": 503, "words": ""}
    except Exception:
        log.exception("A deed could not be done")
        return known | {"status": 500, "words": ""}
    return known | {"status": 200, "words": str(done.words), **done.facts}


def _read(request: HttpRequest) -> list[object]:
    if request.content_type != "application/json":
        raise Refusal(_("What this page sent cannot be read."), _("Nothing was saved."), status=415)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or int(length[:9]) > MOST_BYTES or len(request.body) > MOST_BYTES:
        raise Refusal(_("This is too much at once."), _("Nothing was saved."), _("Send it in parts."), status=413)
    try:
        sent = json.loads(request.body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    found = sent.get("deeds") if isinstance(sent, dict) else None
    if not isinstance(found, list) or any(_depth(each) > DEEPEST for each in found):
        raise _unreadable()
    if len(found) > MOST_DEEDS:
        raise Refusal(_("This is too much at once."), _("Nothing was saved."), _("Send it in parts."), status=413)
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _depth(value: Any) -> int:
    """How deep it is nested; past DEEPEST it does not matter any more."""
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list))]
        level = [part for each in inner for part in each]
        depth += 1
    return depth


def _unreadable() -> Refusal:
    return Refusal(
        _("What this page sent cannot be read."),
        _("Nothing was saved."),
        _("Copy your words, load the page again and send them anew."),
        status=400,
    )
