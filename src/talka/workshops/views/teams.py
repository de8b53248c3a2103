"""Teams: made without an agenda, named by themselves; who advises and helps them; points of small contests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.events.models import Registration
from talka.programmes.publicity import publicity_of
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import contests as points
from ..actions import guests as guest_deeds
from ..actions import teams
from ..forms.teams import AwardForm, GuestForm, TeamNameForm, TeamsForm
from ..models import Seat, Workshop
from ..queries.console import address
from ..queries.contests import contests
from ..queries.guests import guest_words, guests
from ..queries.people import groups_of
from ..queries.telling import name_of_seat
from . import frame


@require_http_methods(["GET", "HEAD", "POST"])
def make_teams(request: HttpRequest, slug: str) -> HttpResponse:
    """Group work in teams that no agenda names; then who works with whom is proposed on the forming page."""
    event = access.event_to_set_up(request.person, slug)  # type: ignore[attr-defined]
    first = {"format": request.GET.get("format") or ("game" if event.kind == "game" else "")}
    form = TeamsForm(request.POST or None, project=event.project, initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = teams.make_teams(
                    event,
                    given["spec"],
                    number=given["number"],
                    size=given["size"],
                    by=request.person,  # type: ignore[attr-defined]
                )
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("The teams are made. Now propose who works with whom."))
                return redirect("workshops:forming", slug, made.slug)
    context = {
        "title": _("Teams without an agenda"),
        "event": event,
        "form": form,
        "registered": Registration.objects.filter(event=event, state=Registration.State.REGISTERED).count(),
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
        "trail": [
            (str(event.title), reverse("events:event", args=[slug])),
            (_("Group work"), reverse("workshops:workshops", args=[slug])),
        ],
    }
    return render(request, "workshops/teams/make.html", context, status=status)


@require_POST
def add_team(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    team = teams.add_team(row, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("One more team: “%(name)s”.") % {"name": team})
    return redirect(address("forming", row))


@require_POST
def take_team_away(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    teams.take_away(group, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The team has been taken away."))
    return redirect(address("forming", group.workshop))


@require_http_methods(["GET", "HEAD", "POST"])
def name_team(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    form = TeamNameForm(request.POST or None, initial={"seen": group.name, "name": group.name})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                teams.rename(group, given["name"], seen=given["seen"], by=request.person)  # type: ignore[attr-defined]
            except Refusal as refusal:
                form.add_error("name", refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("The team has its name."))
                return redirect(address("people", group.workshop, number))
    people = address("people", group.workshop, number)
    context = frame.about(
        group.workshop,
        title=_("Name of the team"),
        form=form,
        back=people,
        trail=frame.trail(group.workshop, (_("People of the group"), people)),
    )
    return render(request, "workshops/teams/name.html", context, status=status)


@require_POST
def name_own_team(request: HttpRequest, code: str) -> HttpResponse:
    """From the phone of somebody in the team."""
    seat = frame.seated(request, code)
    if seat.group is None:
        raise Refusal(_("Choose your group first."), status=409)
    form = TeamNameForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("A team's name has from 1 to %(n)s signs.") % {"n": teams.LONGEST_NAME}, status=422)
    named = teams.rename(seat.group, form.cleaned_data["name"], seen=form.cleaned_data["seen"], seat=seat)
    messages.success(request, _("Your team is called “%(name)s”.") % {"name": named})
    return redirect("workshops:phone", seat.workshop.code)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Practitioners and co-games masters. A link is shown once, on the page that answers its making."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    form = GuestForm(request.POST or None, workshop=row)
    link, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                seat, credential = guest_deeds.invite(
                    row,
                    given["role"],
                    given["name"],
                    expertise=given["expertise"],
                    registration=given["registration"],
                    by=request.person,  # type: ignore[attr-defined]
                )
            except Refusal as refusal:
                form.add_error("name", refusal.text())
                status = refusal.status
            else:
                form = GuestForm(workshop=row)
                return _guests_page(request, row, form, seat, credential)
    return _guests_page(request, row, form, None, link, status)


@require_POST
def new_guest_link(request: HttpRequest, slug: str, workshop: str, seat: int) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    guest = get_object_or_404(Seat, pk=seat, workshop=row)
    credential = guest_deeds.new_link(guest, by=request.person)  # type: ignore[attr-defined]
    return _guests_page(request, row, GuestForm(workshop=row), guest, credential)


@require_POST
def uninvite(request: HttpRequest, slug: str, workshop: str, seat: int) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    guest_deeds.uninvite(get_object_or_404(Seat, pk=seat, workshop=row), by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The link opens nothing any more."))
    return redirect(address("guests", row))


def _guests_page(
    request: HttpRequest, row: Workshop, form: GuestForm, seat: Seat | None, credential: str, status: int = 200
) -> HttpResponse:
    link = frame.absolute(request, reverse("workshops:guest", args=[row.code, credential])) if credential else ""
    context = frame.about(
        row,
        title=_("Practitioners and co-games masters"),
        form=form,
        rows=guests(row),
        link=link,
        invited=guest_words()[seat.role] if seat is not None else "",
        invited_name=name_of_seat(seat) if seat is not None else "",
        public_url=frame.absolute(request, reverse("workshops:public", args=[row.code]))
        if guest_deeds.takes_public(row)
        else "",
        trail=frame.trail(row),
    )
    response = render(request, "workshops/teams/guests.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def give_points(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Small contests within steps, for who runs the group work."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    groups = list(groups_of(row))
    form = AwardForm(request.POST or None, groups=groups)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            team = next(each for each in groups if each.number == given["group"])
            try:
                points.award(team, given["words"], given["points"], name=given["uid"], by=request.person)  # type: ignore[attr-defined]
            except Refusal as refusal:
                form.add_error("words", refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("The points are given."))
                return redirect(address("points", row))
    context = frame.about(row, title=_("Small contests"), form=form, contests=contests(groups), trail=frame.trail(row))
    return render(request, "workshops/teams/points.html", context, status=status)


@require_POST
def take_points_back(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    points.take_back(whole(request.POST.get("award")), row, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The points are taken back."))
    return redirect(address("points", row))


@require_POST
def give_points_by_phone(request: HttpRequest, code: str) -> HttpResponse:
    """From the phone of a co-games master."""
    seat = frame.seated(request, code)
    groups = list(groups_of(seat.workshop))
    if "back" in request.POST:
        points.take_back(whole(request.POST.get("back")), seat.workshop, seat=seat)
        messages.success(request, _("The points are taken back."))
        return redirect("workshops:phone", seat.workshop.code)
    form = AwardForm(request.POST, groups=groups)
    if not form.is_valid():
        raise Refusal(
            _("The points were not given."), _("Choose a team, say how many points and what for."), status=422
        )
    given = form.cleaned_data
    team = next(each for each in groups if each.number == given["group"])
    points.award(team, given["words"], given["points"], name=given["uid"], seat=seat)
    messages.success(request, _("The points are given."))
    return redirect("workshops:phone", seat.workshop.code)
