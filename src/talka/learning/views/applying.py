"""To apply: with an account, or by the personal link from a letter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.failed_codes import REGISTERING, client_address, note_failure, too_many
from talka.people.office import office_of
from talka.ui.forms import sent
from talka.ui.refusals import Refusal

from .. import access
from ..access import applications as doors
from ..actions import applications as actions
from ..forms.applications import ApplicationForm, BeginForm
from ..models import Application
from ..queries.applications import criteria_of, own_page, public_part
from .frame import of_cohort, person_of

ASKED_TOO_OFTEN = "application-letters"
BEGUN = "applications"
WRITTEN = "written"
"""Said in the address after a letter went out: the page then tells of the letter, and asks for nothing."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is asked, until when, and the first step: who applies, and for whom."""
    person = person_of(request)
    cohort = doors.cohort_to_apply(person, slug, number)
    part = public_part(cohort, person)
    form = BeginForm(request.POST or None, person=person, office=office_of(person))
    done: list[actions.Begun] = []

    def begin() -> None:
        if person is None:
            _not_too_often(request)
        done.append(actions.begin(cohort, form.asking(get_language() or "lv"), by=person))

    status = sent(request, form, begin)
    if not status and person is not None:
        return redirect("learning:own_application", done[0].application.pk)
    if not status:
        note_failure(BEGUN if done[0].fresh else ASKED_TOO_OFTEN, client_address(request))
        said = _("We have sent a link to %(email)s. Open it to write your application.")
        messages.success(request, said % {"email": form.cleaned_data["email"]})
        return redirect(reverse("learning:apply", args=[slug, number]) + f"?{WRITTEN}=1")
    context = of_cohort(request, cohort) | {"part": part, "form": form, "title": _("Apply")}
    context["written"] = WRITTEN in request.GET and person is None and not form.is_bound
    return render(request, "learning/applications/apply.html", context, status=status)


def _not_too_often(request: HttpRequest) -> None:
    """Each beginning sends a letter to an address that may be a stranger's."""
    address = client_address(request)
    if too_many(ASKED_TOO_OFTEN, address) or too_many(BEGUN, address, REGISTERING):
        raise Refusal(
            _("This has been tried too often from here."),
            _("To protect other people's mailboxes, nothing more is sent for some minutes."),
            _("Wait ten minutes, or write to the coordinator."),
            status=429,
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, doors.own_application(person_of(request), pk), "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    return _page(request, doors.application_by_link(pk, token), token)


def _page(request: HttpRequest, row: Application, token: str) -> HttpResponse:
    """One page for both ways: the form while it can be changed, else what was sent; a decision once it is told."""
    page = own_page(row)
    kept = dict(request.POST.items())
    extra = sum(name.startswith("family_") for name in kept)
    form = ApplicationForm(
        request.POST or None, application=row, criteria=criteria_of(row.cohort), rows=min(extra, actions.MOST_NAMED)
    )
    done: list[actions.Saved] = []

    def save() -> None:
        sends = "send" in request.POST
        seen = form.cleaned_data["version"]
        done.append(actions.save(row, form.data_of(), send=sends, version=seen, by=row.person))

    status = sent(request, form, save)
    if not status and done[0].why_not is None:
        said = _("Your draft is kept. It has not been sent yet.")
        if done[0].sent:
            said = _("Sent. The number of your application is %(number)s.") % {"number": done[0].application.number}
        messages.success(request, said)
        return redirect(_address("", row, token))
    if not status:
        row, form, status = _kept(request, done[0], form.rows)
    context = {
        "application": row,
        "cohort": row.cohort,
        "training": row.cohort.training,
        "illustrative": row.cohort.training.illustrative,
        "known": access.trainings_known_to(person_of(request)).filter(pk=row.cohort.training_id).exists(),
        "page": page,
        "form": form,
        "writes": row.withdrawn_at is None and (page.door.open or row.sent_at is None or status not in (200, 302)),
        "learner": access.learner_of(person_of(request), row.cohort),
        "withdraw_address": _address("withdraw_", row, token),
        "title": _("Application"),
    }
    return render(request, "learning/applications/own.html", context, status=status)


def _kept(request: HttpRequest, saved: actions.Saved, rows: int) -> tuple[Application, ApplicationForm, int]:
    """Kept as a draft: the form goes on from what is saved, and says, where it can at each field, why it was not
    sent."""
    row, why = saved.application, saved.why_not
    given = request.POST.copy()
    given["version"] = str(row.version)
    form = ApplicationForm(given, application=row, criteria=criteria_of(row.cohort), rows=rows)
    if form.is_valid() and why is not None:
        if saved.lacks:
            form.add_error(None, _("Not sent: something is missing yet. What you wrote is kept as a draft."))
            form.mark(saved.lacks)
        else:
            form.add_error(None, why.text())
    return row, form, why.status if why else 200


@never_cache
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _withdraw(request, doors.own_application(person_of(request), pk), "")


@never_cache
@require_POST
def withdraw_by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    return _withdraw(request, doors.application_by_link(pk, token), token)


def _withdraw(request: HttpRequest, row: Application, token: str) -> HttpResponse:
    actions.withdraw(row, by=row.person)
    messages.success(request, _("Your application is withdrawn, and what you wrote is deleted."))
    return redirect(_address("", row, token))


def _address(deed: str, row: Application, token: str) -> str:
    if token:
        return reverse(f"learning:{deed}application_by_link", args=[row.pk, token])
    return reverse(f"learning:{deed}own_application", args=[row.pk])
