"""The organiser's path through an event: what is done, what is next, with the numbers that say so."""

from dataclasses import dataclass, field, replace

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.events import clock
from talka.events.access import Standing
from talka.events.models import Attendance, Event, Presentation, Registration
from talka.events.words import said
from talka.ui.numbers import euro

from .agenda import last_release
from .clashes import clashes_in
from .invitations import numbers_of
from .snapshot import frozen_facts, frozen_items, names_of, people_in
from .when import when_of

DONE, DUE, LATER = "done", "todo", "later"


@dataclass(frozen=True)
class Step:
    """One thing to do. state: done, todo or later; words: how it stands; where it is done."""

    title: str
    words: str
    state: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class Stage:
    """Prepare, invite, the day, findings."""

    key: str
    title: str
    steps: list[Step]

    @property
    def state(self) -> str:
        states = {step.state for step in self.steps}
        if states <= {DONE}:
            return DONE
        return DUE if DUE in states else LATER


@dataclass
class Dashboard:
    event: Event
    when: str
    stages: list[Stage]
    next: Step | None
    numbers: dict[str, int | None] = field(default_factory=dict)


def dashboard(event: Event, standing: Standing) -> Dashboard:
    """Stages with their steps. A fixed number of queries."""
    counts = _numbers(event)
    counts["told"] = (counts["registered"] or 0) + (counts["waiting"] or 0)
    stages = [_prepare(event), _invite(event, counts), _day(event, counts), _after(event, counts, standing)]
    if event.state == Event.State.CANCELLED:
        stages = [replace(stage, steps=[_let_be(step) for step in stage.steps]) for stage in stages]
    next_step = next((s for stage in stages for s in stage.steps if s.state == DUE and s.href), None)
    return Dashboard(event, when_of(event), stages, next_step, counts)


def _let_be(step: Step) -> Step:
    """Of an event that will not be held nothing more is to be done, and much of it would be refused."""
    return replace(step, state=LATER) if step.state == DUE else step


def _numbers(event: Event) -> dict[str, int | None]:
    registered = Registration.objects.filter(event=event).aggregate(
        registered=Count("pk", filter=Q(state=Registration.State.REGISTERED)),
        waiting=Count("pk", filter=Q(state=Registration.State.WAITING)),
    )
    invited = numbers_of(event)
    shown = Presentation.objects.filter(item__event=event).aggregate(
        presentations=Count("pk"), published=Count("pk", filter=Q(published=True))
    )
    photos = event.photos.aggregate(photos=Count("pk"), photos_published=Count("pk", filter=Q(published=True)))
    came = Attendance.objects.filter(registration__event=event).aggregate(came=Count("registration", distinct=True))
    return {
        **vars(invited),
        **registered,  # everybody, not only those of the list
        **shown,
        **photos,
        **came,
        "capacity": event.capacity,
        "feedback": event.feedback.count(),
        "certificates": event.certificates.count(),
    }


def _url(name: str, event: Event) -> str:
    return reverse(f"events:{name}", args=[event.slug])


def _prepare(event: Event) -> Stage:
    items = frozen_items(event)
    release = last_release(event)
    clashes = clashes_in(items, clock.zone_of(event), names_of(people_in(items)), lambda item: said(item["title"]))
    two = {code for field in (event.title, event.summary) for code in _languages(field)}
    about = bool(str(event.summary)) and {"lv", "en"} <= two
    place = bool(str(event.venue) or event.address or event.online_url)
    missing = [
        words
        for words, there in (
            (_("place"), place),
            (_("a short text"), bool(str(event.summary))),
            (_("one of the two languages"), {"lv", "en"} <= two),
        )
        if not there
    ]
    steps = [
        Step(
            _("What, when, where"),
            _("Still missing: %(what)s.") % {"what": ", ".join(missing)}
            if missing
            else _("Complete in both languages."),
            DONE if place and about else DUE,
            _url("edit", event),
            _("Edit"),
        )
    ]
    words = ngettext("%(number)s item", "%(number)s items", len(items)) % {"number": len(items)}
    if clashes:
        words += "; " + ngettext("%(number)s clash", "%(number)s clashes", len(clashes)) % {"number": len(clashes)}
    steps.append(Step(_("Agenda"), words, DONE if items else DUE, _url("agenda", event), _("Edit the agenda")))
    changed = release is not None and (release.items != items or release.facts != frozen_facts(event))
    if release is None:
        words = _("Not released: nobody outside the team sees it.")
    elif changed:
        words = _("Version %(number)s is public; the draft has changed since.") % {"number": release.number}
    else:
        words = _("Version %(number)s is public.") % {"number": release.number}
    steps.append(
        Step(
            _("Release of the agenda"),
            words,
            DONE if release and not changed else DUE,
            _url("release", event),
            _("Release"),
        )
    )
    states = {
        Event.State.DRAFT: (_("Only the team sees the event."), DUE),
        Event.State.PUBLISHED: (_("Everybody sees the event."), DONE),
        Event.State.CANCELLED: (_("The event is cancelled."), DONE),
    }
    words, state = states[Event.State(event.state)]
    steps.append(Step(_("Public page"), words, state, _url("event", event), _("Look at it")))
    return Stage("prepare", _("Prepare"), steps)


def _languages(words: object) -> set[str]:
    data = getattr(words, "data", words)
    return {code for code, text in data.items() if text} if isinstance(data, dict) else set()


def _invite(event: Event, n: dict[str, int | None]) -> Stage:
    over = clock.is_over(event)
    waiting_for = LATER if event.state == Event.State.DRAFT else DONE if over else DUE
    if not n["invited"]:
        words, state = _("Nobody is invited yet."), waiting_for
    else:
        words = _("%(invited)s invited, %(sent)s letters sent, %(declined)s declined.") % n
        state = waiting_for if n["unsent"] else DONE
    steps = [
        Step(
            _("Questions at registration"),
            _("Diet, access, transport, own questions."),
            DONE if event.registration_open or over else LATER,
            _url("questions", event),
            _("Look at them"),
        ),
        Step(_("Invitations"), words, state, _url("invitations", event), _("Invite")),
    ]
    places = _("of %(number)s places") % {"number": n["capacity"]} if n["capacity"] else ""
    words = " ".join(part for part in (_("%(registered)s registered") % n, places) if part)
    if n["waiting"]:
        words += ", " + _("%(waiting)s waiting") % n
    words += ". " + (_("Registration is open.") if event.registration_open else _("Registration is closed."))
    state = DONE if event.registration_open or over or n["registered"] else waiting_for
    steps.append(Step(_("Registrations"), words, state, _url("registrations", event), _("Look at them")))
    return Stage("invite", _("Invite"), steps)


def _day(event: Event, n: dict[str, int | None]) -> Stage:
    over, near = clock.is_over(event), clock.around(event)
    waiting_for = DONE if over else DUE if near else LATER
    words = _("%(came)s of %(registered)s came.") % n if n["came"] else _("Nobody has come in yet.")
    return Stage(
        "day",
        _("The day"),
        [
            Step(_("Check-in"), words, DONE if n["came"] else waiting_for, _url("check_in", event), _("Check-in")),
            Step(
                _("Attendance lists and name cards"),
                _("To be printed before the day."),
                waiting_for,
                _url("attendance", event),
                _("Open"),
            ),
        ],
    )


def _after(event: Event, n: dict[str, int | None], standing: Standing) -> Stage:
    waiting_for = DUE if clock.is_over(event) else LATER
    steps = [
        Step(
            _("Presentations"),
            _("%(presentations)s collected, %(published)s published.") % n,
            DONE if n["published"] and n["published"] == n["presentations"] else waiting_for,
            _url("presentations", event),
            _("Collect and publish"),
        ),
        Step(
            _("Photographs"),
            _("%(photos)s uploaded, %(photos_published)s published.") % n,
            DONE if n["photos_published"] else waiting_for,
            _url("photos", event),
            _("Open"),
        ),
        Step(
            _("Feedback"),
            ngettext("%(number)s sheet", "%(number)s sheets", n["feedback"] or 0) % {"number": n["feedback"]},
            DONE if n["feedback"] else waiting_for,
            _url("feedback_summary", event),
            _("Read"),
        ),
        Step(
            _("Certificates"),
            _("%(certificates)s issued.") % n,
            DONE if n["certificates"] else waiting_for,
            _url("certificates", event),
            _("Issue"),
        ),
    ]
    if standing.reads_costs:
        total = sum(cost.spent_eur for cost in event.costs.all())
        steps.append(
            Step(
                _("Costs"),
                _("Spent so far: %(sum)s.") % {"sum": euro(total)},
                DONE if total else waiting_for,
                _url("costs", event),
                _("Open"),
            )
        )
    return Stage("after", _("Findings and evidence"), steps)
