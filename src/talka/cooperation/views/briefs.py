"""What each council is told: the list of a case, one brief, its paper, the draft decision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talka.documents.council_brief import brief_pdf
from talka.documents.council_decision import decision_docx
from talka.documents.media_types import DOCX, PDF
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent

from .. import access
from ..actions import briefs as actions
from ..forms.briefs import BriefForm
from ..models import CouncilBrief, Partner
from ..queries.brief.decision import decision_of
from ..queries.brief.page import brief_of, briefs_of, paper_of
from .frame import back, context_of, person_of


@require_safe
def briefs(request: HttpRequest, slug: str) -> HttpResponse:
    """The councils that are to decide."""
    person = person_of(request)
    row = access.case_inside(person, slug)
    page = {"briefs": briefs_of(row, person)}
    return render(request, "cooperation/briefs.html", page | context_of(request, row, "cooperation:briefs"))


@require_safe
def brief(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    partner = access.partner_with_brief(person, slug, pk)
    found = brief_of(partner, person)
    page = {
        "partner": partner,
        "brief": found,
        "paper": paper_of(found),
        "may_write": partner.takes_part and access.may_answer_for(person, partner),
    }
    return render(request, "cooperation/brief.html", page | context_of(request, partner.case))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the partner itself says to its council."""
    person = person_of(request)
    partner = access.brief_to_write(person, slug, pk)
    row = getattr(partner, "brief", None) or CouncilBrief(partner=partner, version=0)
    form = BriefForm(request.POST or None, row=row)
    status = sent(request, form, lambda: _write(partner, form, person))
    if not status:
        return back(request, "brief", slug, pk, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("What the council is told"), "partner": partner, "back": "cooperation:briefs"}
    return render(request, "cooperation/form.html", context | context_of(request, partner.case), status=status)


def _write(partner: Partner, form: BriefForm, person: Person | None) -> None:
    actions.write_brief(partner, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_safe
def pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The brief on one page."""
    person = person_of(request)
    partner = access.partner_with_brief(person, slug, pk)
    made = brief_pdf(paper_of(brief_of(partner, person)))
    return serve_bytes(made, f"{slug}-{partner.pk}.pdf", PDF)


@require_safe
def docx(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The draft decision with its explanatory note."""
    person = person_of(request)
    partner = access.partner_with_brief(person, slug, pk)
    made = decision_docx(decision_of(brief_of(partner, person)))
    return serve_bytes(made, f"{slug}-{partner.pk}.docx", DOCX)
