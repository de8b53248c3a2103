"""Members of a learning network, and who takes part for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import networks as access
from ..actions import network_members as actions
from ..forms.networks import LeaveForm, MemberForm
from ..forms.trainings import WhoForm
from ..models import Network, NetworkMember
from ..queries.networks import page_of_member, people_of
from .frame import back, person_of
from .networks import of_network

FORM = "learning/networks/form.html"
SIZE = 6
"""Notes, targets and homework at once: they can be long."""


@require_safe
def member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a member does in the network, for those inside."""
    person = person_of(request)
    row = access.member_for(person, slug, pk)
    page = page_of_member(row, person)
    context = {
        "member": row,
        "page": page,
        "notes": page_of(page.notes, request, size=SIZE, name="notes"),
        "targets": page_of(page.targets, request, size=SIZE, name="targets"),
        "tasks": page_of(page.tasks, request, size=SIZE, name="tasks"),
        "works": row.left_on is None and access.may_work_for(person, row),
    }
    return render(request, "learning/networks/member.html", context | of_network(request, row.network))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    network = access.network_to_run(person, slug)
    form = MemberForm(request.POST or None, network=network)
    made: list[NetworkMember] = []
    status = sent(request, form, lambda: made.append(_add(network, form, person)))
    if not status:
        said = _("It takes part. Name its people: the usual three to five come from several levels.")
        return back(request, "network_member", slug, made[0].pk, said=said)
    context = {"form": form, "title": _("A municipality joins"), "submit": _("It joins")}
    return render(request, FORM, context | of_network(request, network), status=status)


def _add(network: Network, form: MemberForm, person: Person | None) -> NetworkMember:
    said = form.cleaned_data
    return actions.add_member(network, said["organisation"], by=person, aims=said["aims"] or "", area=said["area"])


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.member_to_run(person, slug, pk)
    form = MemberForm(request.POST or None, network=row.network, member=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "network_member", slug, pk, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change what is said of the member"), "member": row}
    return render(request, FORM, context | of_network(request, row.network), status=status)


def _change(row: NetworkMember, form: MemberForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.change_member(row, aims=said["aims"] or "", area=said["area"], version=said["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.member_to_run(person, slug, pk)
    form = LeaveForm(request.POST or None)
    status = sent(request, form, lambda: actions.leave(row, form.cleaned_data["reason"], by=person))
    if not status:
        return back(request, "network", slug, said=_("It has left; what it did stays."))
    context = {
        "form": form,
        "title": _("The member leaves"),
        "member": row,
        "submit": pgettext("learning network", "It leaves"),
    }
    return render(request, FORM, context | of_network(request, row.network), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody takes part for the member."""
    person = person_of(request)
    row = access.member_to_run(person, slug, pk)
    form = WhoForm(request.POST or None)
    status = sent(request, form, lambda: actions.add_person(row.network, form.who(), by=person, member=row))
    if not status:
        return back(request, "network_member", slug, pk, said=_("They take part."))
    context = {"form": form, "title": _("A person takes part"), "member": row}
    return render(request, FORM, context | of_network(request, row.network), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def coordinators(request: HttpRequest, slug: str) -> HttpResponse:
    """Who coordinates the network, and the form that names another."""
    person = person_of(request)
    network = access.network_to_run(person, slug)
    form = WhoForm(request.POST or None)
    status = sent(request, form, lambda: actions.add_person(network, form.who(), by=person))
    if not status:
        return back(request, "network_coordinators", slug, said=_("Named."))
    rows = [one for one in people_of(network) if one.member_id is None]
    context = {"form": form, "rows": rows} | of_network(request, network)
    return render(request, "learning/networks/coordinators.html", context, status=status)


@require_POST
def remove_person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.person_to_remove(person, slug, pk)
    actions.remove_person(row, by=person)
    said = _("They take part no longer.")
    if person is not None and row.person_id == person.pk:  # they may not know of it any more
        return back(request, "networks", said=said)
    if row.member_id is None:
        return back(request, "network_coordinators", slug, said=said)
    return back(request, "network_member", slug, row.member_id, said=said)
