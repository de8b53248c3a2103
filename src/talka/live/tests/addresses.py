"""A room for tests: whoever says which audiences it is in may follow any stream; refusals by name of the stream."""

import json
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from talka.live import registry
from talka.live.following import following
from talka.live.models import Moment
from talka.live.origin import require_same_origin
from talka.live.registry import Part
from talka.ui.refusals import Refusal

calls: list[tuple[str, list[int], str]] = []
"""What was rendered: stream, numbers, language."""


def render(stream: str, moments: Sequence[Moment], language: str) -> list[Part]:
    """The moment's ids say for whom it is: `to`, `and_to`; `closes` ends; `broken` cannot be rendered."""
    calls.append((stream, [moment.number for moment in moments], language))
    parts = []
    for moment in moments:
        if moment.kind == "broken":
            raise ValueError("cannot be rendered")
        for place in ("to", "and_to"):
            if audience := moment.ids.get(place):
                text = json.dumps({"n": moment.number, "place": place, "language": language, **moment.ids})
                parts.append(Part(moment.number, audience, text, closes=moment.kind == "closes"))
    return parts


if "played-" not in registry._renderers:
    registry.register("played-", render)


def follow(request: HttpRequest, stream: str) -> HttpResponse:
    if stream.isdigit():
        raise Refusal("No", status=int(stream))
    return following(request, stream, request.GET.get("sees", "all").split(","))


@csrf_exempt
def deed(request: HttpRequest) -> HttpResponse:
    require_same_origin(request)
    return JsonResponse({"got": json.loads(request.body)})


def page(request: HttpRequest, stream: str) -> HttpResponse:
    """A page whose tests follow the stream themselves."""
    return HttpResponse(f'<!doctype html><html lang="{request.GET.get("lang", "lv")}"><title>{stream}</title>')


urlpatterns = [
    path("w/<str:stream>/", page),
    path("w/<str:stream>/live/", follow),
    path("e/<str:stream>/live/", follow),
    path("w/deeds/", deed),
]
