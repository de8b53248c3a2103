"""What a learning network does: meetings, homework, notes, targets."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.forms import sent

from ..access import networks as access
from ..actions import network_course as actions
from ..forms.networks import DoneForm, MeetingForm, NoteForm, ReachedForm, TargetForm, TaskForm
from ..models import Network, NetworkMember, NetworkTask
from ..queries.networks import page_of_network
from .frame import back, person_of
from .networks import of_network

FORM = "learning/networks/form.html"


def _saved() -> str:
    return _("Saved; what stood there before is kept.")


@require_http_methods(["GET", "HEAD", "POST"])
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings, and the form that adds an event."""
    person = person_of(request)
    network = access.network_to_run(person, slug)
    form = MeetingForm(request.POST or None, network=network, person=person)
    status = sent(request, form, lambda: _add_meeting(network, form, person))
    if not status:
        return back(request, "network_meetings", slug, said=_("It is a meeting of the network."))
    page = page_of_network(network, person)
    context = {"form": form, "page": page} | of_network(request, network)
    return render(request, "learning/networks/meetings.html", context, status=status)


def _add_meeting(network: Network, form: MeetingForm, person: Person | None) -> None:
    actions.add_meeting(network, form.cleaned_data["event"], by=person, host=form.cleaned_data["host"])


@require_POST
def remove_meeting(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.meeting_to_change(person_of(request), slug, pk)
    actions.remove_meeting(row, by=person_of(request))
    return back(request, "network_meetings", slug, said=_("The event stays; it is no meeting of the network any more."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: HttpRequest, slug: str) -> HttpResponse:
    """Homework of one member, or of all."""
    person = person_of(request)
    network = access.network_to_run(person, slug)
    form = TaskForm(request.POST or None, network=network)
    status = sent(request, form, lambda: _set_task(network, form, person))
    if not status:
        return back(request, "network", slug, said=_("Set: the members read it here."), anchor="tasks")
    context = {"form": form, "title": _("New homework"), "submit": _("Set it")}
    return render(request, FORM, context | of_network(request, network), status=status)


def _set_task(network: Network, form: TaskForm, person: Person | None) -> None:
    one = form.cleaned_data["member"]
    members = [one] if one is not None else list(NetworkMember.objects.filter(network=network, left_on=None))
    actions.set_task(network, form.data_of(), members, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_task(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.task_to_change(person, slug, pk)
    form = TaskForm(request.POST or None, network=row.member.network, task=row)
    version = _version(request)
    status = sent(request, form, lambda: actions.change_task(row, form.data_of(), version=version, by=person))
    if not status:
        return back(request, "network_member", slug, row.member_id, said=_saved(), anchor="tasks")
    context = {"form": form, "title": _("Change the homework"), "member": row.member, "away": ("task", row.pk)}
    return render(request, FORM, context | of_network(request, row.member.network), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def do_task(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What came of homework."""
    person = person_of(request)
    row = access.task_to_do(person, slug, pk)
    form = DoneForm(request.POST or None, task=row)
    status = sent(request, form, lambda: _do_task(row, form, person))
    if not status:
        return back(request, "network_member", slug, row.member_id, said=_saved(), anchor="tasks")
    context = {"form": form, "title": row.title, "member": row.member, "lead": row.what}
    return render(request, FORM, context | of_network(request, row.member.network), status=status)


def _do_task(row: NetworkTask, form: DoneForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.do_task(row, said["outcome"], done=said["done"], version=said["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Why a member does better or worse."""
    person = person_of(request)
    member = access.member_to_work_for(person, slug, pk)
    form = NoteForm(request.POST or None, network=member.network)
    status = sent(request, form, lambda: _write_note(member, form, person))
    if not status:
        return back(request, "network_member", slug, pk, said=_("Kept; the network reads it."), anchor="notes")
    context = {"form": form, "title": _("Why we do better, or worse"), "member": member}
    return render(request, FORM, context | of_network(request, member.network), status=status)


def _write_note(member: NetworkMember, form: NoteForm, person: Person | None) -> None:
    actions.write_note(member, form.cleaned_data["text"], by=person, indicator=form.cleaned_data["indicator"])


@require_http_methods(["GET", "HEAD", "POST"])
def edit_note(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.note_to_change(person, slug, pk)
    form = NoteForm(request.POST or None, network=row.member.network, note=row)
    status = sent(
        request,
        form,
        lambda: actions.change_note(
            row,
            form.cleaned_data["text"],
            version=_version(request),
            by=person,
            indicator=form.cleaned_data["indicator"],
        ),
    )
    if not status:
        return back(request, "network_member", slug, row.member_id, said=_saved(), anchor="notes")
    context = {"form": form, "title": _("Change the note"), "member": row.member, "away": ("note", row.pk)}
    return render(request, FORM, context | of_network(request, row.member.network), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new_target(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a member sets out to reach."""
    person = person_of(request)
    member = access.member_to_work_for(person, slug, pk)
    form = TargetForm(request.POST or None, network=member.network)
    status = sent(request, form, lambda: actions.set_target(member, form.data_of(), by=person))
    if not status:
        return back(request, "network_member", slug, pk, said=_("The target is set."), anchor="targets")
    context = {"form": form, "title": _("New target"), "member": member}
    return render(request, FORM, context | of_network(request, member.network), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_target(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.target_to_change(person, slug, pk)
    form = TargetForm(request.POST or None, network=row.member.network, target=row)
    version = _version(request)
    status = sent(request, form, lambda: actions.change_target(row, form.data_of(), version=version, by=person))
    if not status:
        return back(request, "network_member", slug, row.member_id, said=_saved(), anchor="targets")
    context = {"form": form, "title": _("Change the target"), "member": row.member, "away": ("target", row.pk)}
    return render(request, FORM, context | of_network(request, row.member.network), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reached(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What came of a target."""
    person = person_of(request)
    row = access.target_to_change(person, slug, pk)
    form = ReachedForm(request.POST or None, target=row)
    version = _version(request)
    status = sent(request, form, lambda: actions.say_reached(row, form.data_of(), version=version, by=person))
    if not status:
        return back(request, "network_member", slug, row.member_id, said=_saved(), anchor="targets")
    lead = str(row.indicator or row.measured)
    context = {"form": form, "title": _("What was reached"), "member": row.member, "lead": lead}
    return render(request, FORM, context | of_network(request, row.member.network), status=status)


@require_POST
def take_away(request: HttpRequest, slug: str, kind: str, pk: int, deed: str) -> HttpResponse:
    """A note, a target or homework goes, or comes back."""
    if deed not in ("away", "back"):
        raise Http404
    row = access.row_to_take_away(person_of(request), slug, kind, pk)
    actions.take_away(row, away=deed == "away", by=person_of(request))
    said = _("Taken away. It can be brought back from this page.") if deed == "away" else _("It is back.")
    return back(request, "network_member", slug, row.member_id, said=said)


def _version(request: HttpRequest) -> int:
    """The one that was shown; 0 for what is none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
