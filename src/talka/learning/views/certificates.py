"""Certificates of a cohort, for those who run and teach it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.media_types import PDF
from talka.events.views.files import as_file
from talka.ui.forms import sent
from talka.ui.pages import page_of

from .. import access
from ..access import certificates as doors
from ..actions import certificates as actions
from ..forms.certificates import DecisionForm, RevokeForm
from ..papers_of_certificates import certificates_pdf
from ..queries.certificates import held_in
from ..queries.rules import progress_of, rules_in_words
from .frame import back, of_cohort, person_of

SIZE = 40


@require_GET
def overview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far each is on the way to the certificate, and who has one. Trainers and coaches read it too."""
    cohort = access.cohort_to_teach(person_of(request), slug, number)
    rows = progress_of(cohort)
    context = {
        "rows": page_of(rows, request, size=SIZE),
        "ready": sum(row.ready and row.takes_part for row in rows),
        "given": sum(row.holds for row in rows),
        "rules": rules_in_words(cohort.training),
    }
    return render(
        request, "learning/certificates/overview.html", of_cohort(request, cohort, "learning:certificates") | context
    )


@require_POST
def issue_all(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    cohort = access.cohort_to_run(person_of(request), slug, number)
    new = actions.issue_to_all(cohort, by=person_of(request))
    said = ngettext("%(number)s certificate was issued.", "%(number)s certificates were issued.", new) % {"number": new}
    return back(request, "certificates", slug, number, said=said)


@require_POST
def issue(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    learner = doors.learner_to_certify(person_of(request), slug, number, pk)
    certificate = actions.issue(learner, by=person_of(request))
    said = _("The certificate of %(name)s is issued.") % {"name": certificate.holder}
    return back(request, "certificates", slug, number, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """By decision, to somebody who does not fulfil the rules."""
    person = person_of(request)
    learner = doors.learner_to_certify(person, slug, number, pk)
    form = DecisionForm(request.POST or None)
    status = sent(request, form, lambda: actions.issue_by_decision(learner, form.cleaned_data["reason"], by=person))
    if not status:
        said = _("The certificate of %(name)s is issued.") % {"name": learner.person.name}
        return back(request, "certificates", slug, number, said=said)
    (progress,) = progress_of(learner.team.cohort, [learner])
    context = {"form": form, "progress": progress, "title": _("A certificate by decision")}
    context |= of_cohort(request, learner.team.cohort)
    return render(request, "learning/certificates/decide.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    person = person_of(request)
    certificate = doors.certificate_to_run(person, slug, number, code)
    form = RevokeForm(request.POST or None)
    status = sent(request, form, lambda: actions.revoke(certificate, form.cleaned_data["reason"], by=person))
    if not status:
        said = _("The certificate of %(name)s is revoked.") % {"name": certificate.holder}
        return back(request, "certificates", slug, number, said=said)
    context = {"form": form, "certificate": certificate, "title": _("Revoke a certificate")}
    context |= of_cohort(request, certificate.cohort)
    return render(request, "learning/certificates/revoke.html", context, status=status)


@require_GET
def as_pdf(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    certificate = doors.certificate_to_run(person_of(request), slug, number, code)
    return as_file(certificates_pdf([certificate]), f"{_('certificate')}-{code}.pdf", PDF)


@require_GET
def all_as_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All certificates of the cohort that hold, in one file to print."""
    cohort = access.cohort_to_run(person_of(request), slug, number)
    name = f"{cohort.training.slug}-{cohort.number}-{_('certificates')}.pdf"
    return as_file(certificates_pdf(held_in(cohort)), name, PDF)
