"""What knowledge angels add to the trail: from needs and measures to requests, on to visits, advice and its answer."""

from collections.abc import Collection, Mapping

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person
from talka.ui.numbers import date

from .access.angels import advice_known_to, requests_inside, requests_known_to
from .models import AngelRequest, MentorVisit
from .models.mentoring import HELD
from .queries.angels import newest_of

ANGEL_REQUEST = "angel_request"
VISIT = "mentor_visit"
ADVICE = "advice"


def show_requests(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    """Those one knows of; and, without an address of their own, those whose advice everybody reads."""
    known = set(requests_known_to(person).filter(pk__in=ids).values_list("pk", flat=True))
    told = set(advice_known_to(person).filter(request__pk__in=ids).values_list("request", flat=True))
    rows = AngelRequest.objects.filter(pk__in=known | told).select_related("programme", "organisation")
    return {
        str(row.pk): Shown(
            ANGEL_REQUEST,
            str(row.pk),
            f"{row.title} ({row.organisation})",
            reverse("learning:angel_request", args=[row.pk]) if row.pk in known else "",
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def show_visits(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = MentorVisit.objects.filter(HELD, pk__in=ids, request__in=requests_inside(person))
    return {
        str(row.pk): Shown(
            VISIT,
            str(row.pk),
            _("%(day)s, %(place)s") % {"day": date(row.day), "place": row.place},
            reverse("learning:angel_request", args=[row.request_id]) + "#visits",
            illustrative=row.request.illustrative,
        )
        for row in rows.select_related("request__programme")
    }


def show_advice(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    answered = Count("recommendations", filter=~Q(recommendations__answer=""))
    rows = advice_known_to(person).filter(pk__in=ids).annotate(of=Count("recommendations"), answered=answered)
    return {
        str(row.pk): Shown(
            ADVICE,
            str(row.pk),
            _("Advice: %(title)s") % {"title": row.request.title},
            reverse("learning:advice", args=[row.pk]),
            _answer(row.answered, row.of),
            illustrative=row.request.illustrative,
        )
        for row in rows.select_related("request__programme")
    }


def _answer(answered: int, of: int) -> str:
    if not answered:
        return _("not answered yet")
    words = ngettext(
        "%(answered)s of %(of)s recommendation answered", "%(answered)s of %(of)s recommendations answered", of
    )
    return words % {"answered": answered, "of": of}


def join_trail() -> None:
    register(Kind(ANGEL_REQUEST, gettext_lazy("Request for a knowledge angel"), 112, show_requests))
    register(Kind(VISIT, gettext_lazy("Visit of a knowledge angel"), 114, show_visits))
    register(Kind(ADVICE, gettext_lazy("Advice of a knowledge angel"), 115, show_advice))
    register_arrow(Arrow(ANGEL_REQUEST, VISIT, lambda: MentorVisit.objects.filter(HELD), "request", "pk"))
    register_arrow(Arrow(ANGEL_REQUEST, ADVICE, lambda: newest_of(AngelRequest.objects.all()), "request", "pk"))
