"""The selection of a cohort: what was sent, points, meetings, decisions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.sheets import write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.ui.forms import sent, tried
from talka.ui.pages import page_of

from .. import access
from ..access import applications as doors
from ..actions import decisions
from ..actions import selection as actions
from ..forms.applications import DecideForm, MeetingForm, PointsForm, ScorerForm
from ..queries import applications as queries
from ..queries.selection import may_be_named, selection_page, sent_page, table_of
from .frame import back, of_cohort, person_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ON_A_PAGE = 25
"""Lines of the table of sums, each with its buttons."""


def applications(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All that were sent, and, for those who run the cohort, who has begun and not sent."""
    person = person_of(request)
    cohort = doors.cohort_to_select(person, slug, number)
    runs = access.may_run_cohort(person, cohort)
    context = of_cohort(request, cohort, "learning:selection") | {
        "page": page_of(queries.sent_in(cohort), request),
        "unsent": page_of(queries.unsent_in(cohort), request, name="unsent") if runs else None,
        "withdrawn": queries.withdrawn_in(cohort) if runs else 0,
        "door": queries.door_of(cohort),
    }
    return render(request, "learning/applications/list.html", context)


def table(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    """For those who run the cohort."""
    person = person_of(request)
    cohort = doors.cohort_to_select(person, slug, number)
    if ending not in ("xlsx", "csv") or not access.may_run_cohort(person, cohort):
        raise Http404
    sheet = table_of(cohort, person)
    name = f"applications-{slug}-{number}.{ending}"
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), name, XLSX)
    return serve_bytes(write_csv(sheet), name, "text/csv; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One application, and the points of whoever reads it as a member of the selection."""
    person = person_of(request)
    row = doors.sent_to(person, slug, number, pk)
    page = sent_page(row, person)
    form = PointsForm(request.POST or None, lines=page.lines) if page.scores else None
    status = 200
    if request.method == "POST":
        if form is None:
            raise doors.conflict() if page.conflict else Http404
        status = tried(form, lambda: actions.give_points(row, form.given(), by=person))
        if not status:
            return back(request, "selection", slug, number, said=_("Your points are saved."))
    context = of_cohort(request, row.cohort) | {"application": row, "page": page, "form": form}
    return render(request, "learning/applications/sent.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = doors.sent_to_decide(person, slug, number, pk)
    doors.check_own_side(person, row)
    form = DecideForm(request.POST or None, application=row, initial={"outcome": row.outcome})

    def do() -> None:
        outcome, reason, meeting = form.said()
        decisions.decide(row, outcome, reason, by=person, meeting=meeting)

    status = sent(request, form, do)
    if not status:
        return back(request, "selection", slug, number, said=_("Decided. Nobody has been told yet."))
    context = of_cohort(request, row.cohort) | {"application": row, "form": form, "title": _("Decide")}
    return render(request, "learning/applications/decide.html", context, status=status)


@require_POST
def reserve(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """One place up or down on the reserve list."""
    row = doors.sent_to_decide(person_of(request), slug, number, pk)
    decisions.move_in_reserve(row, request.POST.get("to") == "up", by=person_of(request))
    return back(request, "selection", slug, number, anchor="reserve")


def selection(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Sums of points, what is missing, ties; meetings; what was decided."""
    person = person_of(request)
    cohort = doors.cohort_to_select(person, slug, number)
    found = selection_page(cohort, person)
    context = of_cohort(request, cohort, "learning:selection") | {
        "page": found,
        "sums": page_of(found.sums, request, ON_A_PAGE),
        "door": queries.door_of(cohort),
    }
    return render(request, "learning/applications/selection.html", context)


@require_POST
def announce(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    cohort = access.cohort_to_run(person, slug, number)
    told = decisions.announce(cohort, by=person)
    said = ngettext("%(n)s applicant was told.", "%(n)s applicants were told.", told) % {"n": told}
    return back(request, "selection", slug, number, said=said)


@require_POST
def move_up(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    cohort = access.cohort_to_run(person, slug, number)
    row = decisions.move_up(cohort, by=person)
    return back(request, "selection", slug, number, said=_("%(who)s takes the place and was told.") % {"who": row.name})


@require_http_methods(["GET", "HEAD", "POST"])
def scorers(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Names a coordinator or trainer for the selection."""
    person = person_of(request)
    cohort = access.cohort_to_run(person, slug, number)
    form = ScorerForm(request.POST or None, people=may_be_named(cohort))
    status = sent(request, form, lambda: actions.name_scorer(cohort, form.cleaned_data["person"], by=person))
    if not status:
        return back(request, "selection", slug, number, said=_("The person is a member of the selection."))
    context = {"form": form, "title": _("Name a member of the selection"), "submit": _("Enter")}
    return render(request, "learning/form.html", context | of_cohort(request, cohort), status=status)


@require_POST
def remove_scorer(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = doors.scorer_to_change(person_of(request), slug, number, pk)
    actions.remove_scorer(row, by=person_of(request))
    said = _("They are not of the selection any more; their points stay on record and do not count.")
    return back(request, "selection", slug, number, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    cohort = access.cohort_to_run(person, slug, number)
    form = MeetingForm(request.POST or None, cohort=cohort, person=person)
    status = sent(request, form, lambda: actions.hold_meeting(cohort, form.data_of(), by=person))
    if not status:
        return back(request, "selection", slug, number, said=_("The meeting is written down."), anchor="meetings")
    context = {"form": form, "title": _("A meeting of the selection")} | of_cohort(request, cohort)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = doors.meeting_to_change(person, slug, number, pk)
    form = MeetingForm(request.POST or None, cohort=row.cohort, person=person, meeting=row)
    status = sent(
        request,
        form,
        lambda: actions.change_meeting(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person),
    )
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "selection", slug, number, said=said, anchor="meetings")
    context = {"form": form, "title": _("Change the meeting")} | of_cohort(request, row.cohort)
    return render(request, "learning/form.html", context, status=status)
