"""Initiatives: the list, one, and where it is written, published, withdrawn and moved along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import initiatives as access
from ..actions import initiatives as actions
from ..columns import COLUMNS
from ..forms.initiatives import ChangeForm, InitiativeForm, StepForm, WithdrawForm
from ..models import Initiative
from ..queries import initiatives as queries
from ..queries.similar import before_publishing
from ..queries.sources import area_by_key, begun_from
from .frame import back, person_of, sections

SIZE = 20


@require_safe
def initiatives(request: HttpRequest) -> HttpResponse:
    """What everybody reads, the newest first: ?q= words, ?area= key, ?state=; above it what the person writes."""
    person = person_of(request)
    asked = asked_of(request)
    page = page_of(queries.published(**asked), request, size=SIZE)  # type: ignore[arg-type]
    area = asked["area"]
    context = {
        "page": page,
        "rows": queries.listed(list(page.rows)),
        "asked": asked,
        "area": getattr(area, "key", ""),
        "areas": queries.areas_to_ask(),
        "states": queries.state_choices(),
        "mine": queries.mine(person),
        "exports": access.exports(person),
        "query": request.GET.urlencode(),
        "sections": sections("initiatives:initiatives"),
    }
    return render(request, "initiatives/initiatives/list.html", context)


def asked_of(request: HttpRequest) -> dict[str, object]:
    """What the address asks for; what is not known is left out."""
    state = request.GET.get("state", "")
    known = state in Initiative.State.values and state != Initiative.State.DRAFT
    return {
        "words": request.GET.get("q", "").strip()[:100],
        "state": state if known else "",
        "area": area_by_key(request.GET.get("area", "")),
    }


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The list as asked, as XLSX or CSV, for organisers."""
    access.exporters_only(person_of(request))
    if ending not in ("xlsx", "csv"):
        raise Http404
    rows = queries.exported(queries.published(**asked_of(request)))  # type: ignore[arg-type]
    sheet = Sheet(_("Initiatives"), COLUMNS, rows)
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), "initiatives.xlsx", XLSX)
    return serve_bytes(write_csv(sheet), "initiatives.csv", CSV)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """?from=<kind>&id=<id> says what it comes from, and fills the form; ?area= the place from whose page one comes."""
    person = person_of(request)
    if person is None:
        return render(request, "initiatives/initiatives/sign_in.html", {"next": request.get_full_path()})
    kind, pk = request.GET.get("from", ""), request.GET.get("id", "")
    begun = begun_from(kind, pk, person) if kind else None
    if kind and begun is None:
        raise Http404
    area = area_by_key(request.GET.get("area", ""))
    told = begun.initial if begun is not None else {}
    form = InitiativeForm(request.POST or None, person=person, told=told, area=area)
    made: list[Initiative] = []
    causes = [begun.pair] if begun is not None else []
    status = sent(
        request, form, lambda: made.append(actions.begin(form.data_of(), author=person, causes=causes, by=person))
    )
    if not status:
        said = _("Saved as a draft that only you read. Invite others to write it, and publish it when you like.")
        return back(request, "initiative", made[0].pk, said=said)
    context = {"form": form, "title": _("New initiative"), "submit": _("Save the draft"), "begun": begun}
    return render(request, "initiatives/initiatives/form.html", context, status=status)


@require_safe
def initiative(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.initiative_for(person, pk)
    if not access.reads_words(person, row):
        context = {"initiative": row, "title": _("Hidden initiative")}
        return render(request, "initiatives/initiatives/hidden.html", context)
    page = queries.page_of(row, person)
    standing = page.standing
    context = {
        "initiative": row,
        "page": page,
        "standing": standing,
        "withdrawable": standing.writes and row.state in actions.WITHDRAWN_FROM,
        "movable": (standing.writes or standing.looks_after) and bool(next_states(row)),
        "decided": person is not None and (row.by_id == person.pk or (standing.looks_after and not standing.writes)),
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/initiative.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    kind = ChangeForm if row.published_at is not None else InitiativeForm
    form = kind(request.POST or None, person=person, row=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "initiative", pk, said=_("Saved."))
    return form_page(request, row, form, _("Change the initiative"), status=status)


def _change(row: Initiative, form: InitiativeForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.change(row, form.data_of(), changed=said.get("changed", ""), version=said["version"] or 0, by=person)


def form_page(
    request: HttpRequest, row: Initiative, form: object, title: str, submit: str = "", *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "initiative": row, "illustrative": row.illustrative}
    return render(request, "initiatives/initiatives/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """First what is like it already, then the deed, of the version that was read."""
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    if request.method == "POST":
        read = request.POST.get("version", "")
        version = int(read) if read.isascii() and read.isdigit() and len(read) < 10 else 0
        actions.publish(row, version=version, by=person)
        return back(request, "initiative", pk, said=_("Everybody can read it now and support it."))
    if row.published_at is not None:
        return back(request, "initiative", pk)
    context = {
        "initiative": row,
        "similar": queries.listed(before_publishing(row)),
        "illustrative": row.illustrative,
    }
    return render(request, "initiatives/initiatives/publish.html", context)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    actions.remove_draft(access.initiative_to_change(person, pk), by=person)
    return back(request, "initiatives", said=_("The draft is deleted."))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    form = WithdrawForm(request.POST or None)
    status = sent(request, form, lambda: actions.withdraw(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "initiative", pk, said=_("Withdrawn. It stays to be read, with the reason."))
    return form_page(request, row, form, _("Withdraw the initiative"), _("Withdraw it"), status=status)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.initiative_to_change(person, pk)
    actions.take_up_again(row, by=person)
    row.refresh_from_db(fields=["state"])
    asked = row.state == Initiative.State.ASKED
    said = _("It is before the council again.") if asked else _("It looks for support again.")
    return back(request, "initiative", pk, said=said)


def next_states(row: Initiative) -> list[tuple[str, object]]:
    """To which states it can be moved along now, with their words."""
    found = [state for state, before in actions.CARRIED_OUT_FROM.items() if row.state in before]
    return [(state, Initiative.State(state).label) for state in found]


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Under way, or done."""
    person = person_of(request)
    row = access.initiative_to_move(person, pk)
    states = next_states(row)
    if not states:
        return back(request, "initiative", pk)
    form = StepForm(request.POST or None, states=states)

    def move() -> None:
        actions.carry_out(row, form.cleaned_data["state"], form.cleaned_data["reason"], by=person)

    status = sent(request, form, move)
    if not status:
        return back(request, "initiative", pk, said=_("Saved; the day and the word stand on the page."))
    return form_page(request, row, form, _("Say how far it is"), status=status)
