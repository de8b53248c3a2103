"""Certificates: issued and revoked by organisers, downloaded by the holder, verified by anybody who has the code."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.media_types import PDF
from talka.documents.qr import plain_code, spaced_code
from talka.events import access, certified, jobs
from talka.events.actions import certificates as actions
from talka.events.forms.certificates import CodeForm, RevokeForm
from talka.events.models import Certificate
from talka.events.papers import certificates as certificates_pdf
from talka.events.queries import certificates as queries
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .day_pages import inside
from .files import as_file
from .own import registration_of

AT_ONCE = 100
MOST_IN_A_FILE = 300


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/certificates/`: who has one, who attended and has none yet."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:100]
    return render(
        request,
        "events/day/certificates.html",
        inside(
            request,
            event,
            "certificates",
            rows=page_of(queries.issued(event, words), request),
            words=words,
            waiting=queries.attended_without(event),
            may_organise=access.may_organise(request.person, event),  # type: ignore[attr-defined]
        ),
    )


@require_POST
def issue_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Certificates for all who attended: now, or by the worker where they are many."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    if queries.attended_without(event) > AT_ONCE:
        jobs.issue_certificates.defer(event=event.pk, by=request.person.pk)  # type: ignore[attr-defined]
        messages.success(request, _("The certificates are being made in the background. Reload the page in a minute."))
    else:
        number = actions.issue_many(event, by=request.person)  # type: ignore[attr-defined]
        messages.success(
            request,
            ngettext("%(number)s certificate was issued.", "%(number)s certificates were issued.", number)
            % {"number": number},
        )
    return redirect("events:certificates", slug)


@require_POST
def issue_one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    actions.issue(registration, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The certificate of %(name)s is issued.") % {"name": registration.person.name})
    return redirect("events:registration", slug, code)


@require_GET
def all_as_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """All certificates that hold, in one file to print."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    rows = list(queries.issued(event).filter(revoked_at=None)[: MOST_IN_A_FILE + 1])
    if len(rows) > MOST_IN_A_FILE:
        raise Refusal(
            _("There are too many certificates for one file."),
            _("A file holds at most %(number)s.") % {"number": MOST_IN_A_FILE},
            _("Everybody can download their own; or open them one by one from the list."),
        )
    return as_file(certificates_pdf(rows, request), f"{event.slug}-{_('certificates')}.pdf", PDF)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    certificate = Certificate.objects.select_related("event__project__programme").filter(event=event, code=code).first()
    if certificate is None:
        raise Http404
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.revoke(certificate, form.cleaned_data["reason"], by=request.person)  # type: ignore[attr-defined]
        messages.success(request, _("The certificate of %(name)s is revoked.") % {"name": certificate.holder})
        return redirect("events:certificates", slug)
    return render(
        request,
        "events/day/certificate_revoke.html",
        inside(request, event, "certificates", form=form, certificate=certificate),
        status=422 if form.errors else 200,
    )


@require_GET
def as_pdf(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One certificate for the organiser."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    certificate = Certificate.objects.select_related("event__project__programme").filter(event=event, code=code).first()
    if certificate is None:
        raise Http404
    return as_file(certificates_pdf([certificate], request), f"{_('certificate')}-{code}.pdf", PDF)


@never_cache
@require_GET
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The holder's own certificate as PDF."""
    registration = registration_of(request, token)
    certificate = (
        Certificate.objects.select_related("event__project__programme").filter(registration=registration).first()
    )
    if certificate is None:
        raise Refusal(
            _("There is no certificate for this registration."),
            _("Certificates are issued after the event to those who attended."),
            _("If you attended, ask the organiser."),
            status=404,
        )
    if certificate.revoked_at:
        raise Refusal(_("This certificate has been revoked."), certificate.revoked_reason, status=410)
    return as_file(certificates_pdf([certificate], request), f"{_('certificate')}-{certificate.code}.pdf", PDF)


@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """`/c/`: type the code of a certificate."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("events:certificate", plain_code(form.cleaned_data["code"]))
    return render(request, "events/day/certificate_code.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """`/c/<code>/`: whether a certificate holds, and what it attests. Needs no account, no event and no key."""
    certified.refuse_guessing(request)
    plain = plain_code(code)
    if plain and plain != code:
        return redirect(reverse("events:certificate", args=[plain]))
    certificate = Certificate.objects.filter(code=plain).first()
    if certificate is None:
        if (answer := certified.shown(request, plain)) is not None:
            return answer
        certified.note_wrong(request)
        form = CodeForm(initial={"code": code[:20]})
        return render(request, "events/day/certificate_unknown.html", {"form": form, "code": code}, status=404)
    return render(
        request,
        "events/day/certificate.html",
        {
            "certificate": certificate,
            "code": spaced_code(certificate.code),
            "told": queries.told(certificate, get_language() or "lv"),
            "illustrative": bool(certificate.facts.get("illustrative")),
        },
    )
