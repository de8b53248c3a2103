"""The holder's own page of a certificate, its badge, and what badges point to; everybody's page by the code."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from talka.documents.media_types import PDF
from talka.documents.qr import plain_code, spaced_code
from talka.events import certified
from talka.events.views.files import as_file
from talka.ui.addresses import whole
from talka.ui.refusals import Refusal

from .. import access
from ..access import certificates as doors
from ..actions import badges as actions
from ..badges import credential
from ..models import TrainingCertificate
from ..papers_of_certificates import badge_png, certificates_pdf
from ..queries.certificates import published_keys
from ..queries.frozen import told
from ..queries.rules import progress_of
from .frame import of_cohort, person_of

ENDINGS = ("jwt", "json", "png")


def show(request: HttpRequest, code: str) -> HttpResponse | None:
    """`/c/<code>/`: whether a certificate holds, and what it attests; None where the code is of no certificate here."""
    certificate = doors.certificate_by_code(code) if code else None
    if certificate is None:
        return None
    facts = told(certificate, _language())
    context = {
        "certificate": certificate,
        "code": spaced_code(certificate.code),
        "told": facts,
        "illustrative": facts.illustrative,
    }
    return render(request, "learning/certificates/verified.html", context)


@never_cache
@require_GET
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The holder's own page: the certificate, the badge, the address to give to others."""
    certificate = doors.own_certificate(token)
    facts = told(certificate, _language())
    context = {
        "certificate": certificate,
        "told": facts,
        "illustrative": facts.illustrative,
        "verify": whole(reverse("events:certificate", args=[certificate.code]), request),
        "code": spaced_code(certificate.code),
        "nowhere": not settings.BASE_URL,
    }
    return render(request, "learning/certificates/own.html", context)


@never_cache
@require_GET
def own_pdf(request: HttpRequest, token: str) -> HttpResponse:
    certificate = _that_holds(token)
    return as_file(certificates_pdf([certificate]), f"{_('certificate')}-{certificate.code}.pdf", PDF)


@never_cache
@require_GET
def own_badge(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The signed badge as text, within a picture; or what stands in it, to be read."""
    certificate = _that_holds(token)
    name = f"{_('badge')}-{certificate.code}.{ending}"
    if ending == "json":
        return JsonResponse(credential.credential(certificate, _language()), json_dumps_params={"ensure_ascii": False})
    badge = actions.badge_of(certificate, _language())
    if ending == "jwt":
        return as_file(badge.encode(), name, "text/plain; charset=utf-8")
    if ending == "png":
        return as_file(badge_png(certificate, badge, _language()), name, "image/png")
    raise Http404


@require_GET
def mine(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far somebody who takes part is on the way to their certificate."""
    person = person_of(request)
    cohort = access.cohort_inside(person, slug, number)
    learner = access.learner_of(person, cohort)
    if learner is None:
        raise Http404
    (progress,) = progress_of(cohort, [learner])
    context = of_cohort(request, cohort, "learning:my_certificate") | {"progress": progress}
    return render(request, "learning/certificates/mine.html", context)


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Every public key that has signed badges, as a JWK set (RFC 7517)."""
    return _open({"keys": published_keys()})


@require_GET
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One public key as a JWK: the `kid` of a badge is this address."""
    return _open(doors.badge_key(kid).jwk)


@require_GET
def issuer(request: HttpRequest, issuer: str) -> HttpResponse:
    """The Profile of who issues badges."""
    profile = credential.profile(doors.achievement_of_issuer(issuer), _language())
    return _open({"@context": credential.CONTEXT, **profile})


@require_GET
def achievement(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """What a badge was given for, in one language."""
    row = doors.achievement_by_key(key)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return _open({"@context": credential.CONTEXT, **credential.achieved(row, language)})


@never_cache
@require_GET
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a badge was revoked. A wrong code counts as one: this address would tell which codes there are."""
    certified.refuse_guessing(request)
    certificate = doors.certificate_by_code(plain_code(code))
    if certificate is None:
        certified.note_wrong(request)
        raise Http404
    return _open(credential.revocations(certificate))


def _that_holds(token: str) -> TrainingCertificate:
    certificate = doors.own_certificate(token)
    if certificate.revoked_at:
        raise Refusal(_("This certificate has been revoked."), certificate.revoked_reason, status=410)
    return certificate


def _open(data: dict[str, Any]) -> HttpResponse:
    """For verifiers, those that run in a browser too: nothing here is for one reader alone."""
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]
