"""Consultations: the list, one of them, and where it is begun, changed, published and taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import consultations as access
from ..access.initiatives import initiative_of, initiative_to_read
from ..actions import consultations as actions
from ..forms.consultations import ConsultationForm, NewConsultationForm
from ..models import Consultation, Initiative
from ..queries import consultation_comments as comment_queries
from ..queries import consultations as queries
from .frame import back, person_of, sections
from .readers import reader_of

SIZE = 20
PARTS = 50


def of_consultation(request: HttpRequest, row: Consultation) -> dict[str, object]:
    """The consultation and what the reader may do with it."""
    person = person_of(request)
    return {
        "consultation": row,
        "state": str(row.state),
        "holds": access.holds(person, row),
        "reader": reader_of(request),
        "illustrative": row.illustrative,
        "report_open": row.reported_at is not None,
    }


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """?q: words; ?state: one of Consultation.State; ?mine: those one holds, drafts with them."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    state = request.GET.get("state", "")[:20]
    mine = bool(request.GET.get("mine")) and access.may_begin(person)
    rows = queries.listed(person, words=words, state=state, mine=mine)
    context = {
        "page": page_of(rows, request, size=SIZE),
        "words": words,
        "chosen": state,
        "mine": mine,
        "states": [(str(one), one.label) for one in Consultation.State if one != Consultation.State.DRAFT],
        "begins": access.may_begin(person),
        "sections": sections("initiatives:consultations"),
    }
    return render(request, "initiatives/consultations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """?initiative= asks for one about an initiative."""
    person = access.beginners_only(person_of(request))
    initiative = _initiative(request, person)
    initial = {"title": initiative.title[:200], "subject": initiative.title[:300]} if initiative else {}
    form = NewConsultationForm(request.POST or None, person=person, initial=initial)
    made: list[Consultation] = []

    def deed() -> None:
        made.append(
            actions.begin(
                form.data_of(),
                organisation=form.organisation(),
                programme=form.programme(),
                initiative=initiative,
                planned=form.planned_said(),
                by=person,
            )
        )

    status = sent(request, form, deed)
    if not status:
        said = _("Saved as a draft that only you and your colleagues read. Now paste the text.")
        return back(request, "consultation_text", made[0].pk, said=said)
    context = {"form": form, "title": _("Hold a consultation"), "submit": _("Save the draft"), "about": initiative}
    return render(request, "initiatives/consultations/form.html", context, status=status)


def _initiative(request: HttpRequest, person: Person) -> Initiative | None:
    asked = request.GET.get("initiative", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 12):
        return None
    return initiative_to_read(person, int(asked))


@require_safe
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.consultation_for(person, pk)
    context = of_consultation(request, row) | {
        "page": page_of(queries.parts_of(row), request, size=PARTS),
        "on_the_whole": queries.on_the_whole(row),
        "planned": queries.planned_of(row, person),
        "hearing": access.hearing_of(row, person),
        "about": initiative_of(row, person),
        "progress": comment_queries.progress(row),
        "short": row.days < queries.USUAL_DAYS,
    }
    return render(request, "initiatives/consultations/consultation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.consultation_held(person, pk)
    form = ConsultationForm(request.POST or None, person=person, row=row)
    status = sent(
        request,
        form,
        lambda: actions.change(
            row,
            form.data_of(),
            planned=form.planned_said(),
            version=form.cleaned_data["version"] or 0,
            by=person,
        ),
    )
    if not status:
        return back(request, "consultation", pk, said=_("Saved."))
    context = of_consultation(request, row) | {"form": form, "title": _("Change the consultation")}
    return render(request, "initiatives/consultations/form.html", context, status=status)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.publish(access.consultation_held(person, pk), by=person)
    return back(request, "consultation", pk, said=_("Everybody reads it now."))


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.retire(access.consultation_held(person, pk), by=person)
    return back(request, "consultations", said=_("Taken away: nobody sees it any more."))
