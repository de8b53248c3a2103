"""The search for partners, and writing to one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.resources.kinds import Kind as ResourceKind
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL
from talka.ui.forms import sent
from talka.ui.pages import page_of

from .. import access
from ..actions import approaches as actions
from ..forms.cases import service_choices
from ..forms.search import LetterForm
from ..law.register import services
from ..models import CooperationCase
from ..queries.search.asked import Asked, Reason
from ..queries.search.found import rows_of, search
from ..queries.search.needs import needs_of
from ..queries.search.places import homes_to_choose
from .frame import back, person_of

SIZE = 30
MOST_CASES = 50


@require_safe
def partner_search(request: HttpRequest) -> HttpResponse:
    """Whom one could cooperate with, and why. For those who begin cases."""
    person = person_of(request)
    access.beginners_only(person)
    today = timezone.localdate()
    cases = list(access.cases_to_change(person).order_by("-created_at", "-pk")[:MOST_CASES])
    asked = _asked(request, person, cases)
    found = search(asked, person, today)
    page = page_of(found.matches, request, size=SIZE)
    context = {
        "asked": asked,
        "page": page,
        "rows": rows_of(page.rows, asked, person),
        "reasons": [(reason.value, reason.label, n) for reason, n in found.counted.items()],
        "homes": homes_to_choose(today, illustrative=asked.illustrative),
        "cases": cases,
        "services": service_choices(),
        "kinds": Organisation.Kind.choices,
        "resource_kinds": ResourceKind.choices,
        "need": next(iter(needs_of(asked, None, person)), None) if asked.need else None,
        "illustrative": asked.illustrative,
    }
    return render(request, "cooperation/partner_search.html", context)


def _asked(request: HttpRequest, person: Person | None, cases: list[CooperationCase]) -> Asked:
    """What the address asks; what it does not know is left out."""
    said = request.GET
    case = next((each for each in cases if each.slug == said.get("case")), None)
    home = _home(said.get("area", ""), person)
    service = said.get("service", "") or (case.service if case else "")
    need = said.get("need", "")
    reason, kind, lacks_kind = said.get("reason", ""), said.get("kind", ""), said.get("lacks_kind", "")
    office = office_of(person)
    worlds = (case, home, office)
    return Asked(
        home=home,
        case=case,
        service=service if service in services() else "",
        need=int(need) if need.isascii() and need.isdigit() and len(need) < 18 else 0,
        lacks=said.get("lacks", "").strip()[:100],
        lacks_kind=lacks_kind if lacks_kind in ResourceKind.values else "",
        reason=reason if reason in Reason.values else "",
        kind=kind if kind in Organisation.Kind.values else "",
        words=said.get("q", "").strip()[:100],
        illustrative=next((each.illustrative for each in worlds if each is not None), False),
    )


def _home(key: str, person: Person | None) -> Area | None:
    """The municipality chosen, else the reader's own."""
    if key:
        chosen = Area.objects.filter(key=key[:80], kind__in=MUNICIPAL).defer("boundary", "outline").first()
        if chosen is not None:
            return chosen
    office = office_of(person)
    own: Area | None = office.area if office is not None else None
    return own if own is not None and own.kind in MUNICIPAL else None


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write to those of an organisation who can be reached; their addresses stay with the house."""
    person = person_of(request)
    row = access.organisation_to_ask(person, key)
    form = LetterForm(
        request.POST or None,
        person=person,
        illustrative=row.illustrative,
        initial={"case": _case(request, person), "subject": ""},
    )
    status = sent(request, form, lambda: _write(row, form, person))
    if not status:
        return _after(request, form)
    context = {
        "form": form,
        "title": _("Write to %(name)s") % {"name": row.name},
        "organisation": row,
        "submit": _("Send the letter"),
        "illustrative": row.illustrative,
    }
    return render(request, "cooperation/write.html", context, status=status)


def _case(request: HttpRequest, person: Person | None) -> CooperationCase | None:
    slug = request.GET.get("case", "")
    return access.cases_to_change(person).filter(slug=slug).first() if slug else None


def _write(row: Organisation, form: LetterForm, person: Person | None) -> None:
    actions.write_to(row, by=person, **form.cleaned_data)


def _after(request: HttpRequest, form: LetterForm) -> HttpResponse:
    case = form.cleaned_data["case"]
    said = _("The letter is on its way. The answer comes to your own address.")
    if case is not None:
        return back(request, "partners", case.slug, said=said, anchor="letters")
    return back(request, "partner_search", said=said)
