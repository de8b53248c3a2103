"""What this room adds to the trail: event → group work → group → card → theme; and of a game, card → idea sheet."""

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.events.access import events_known_to, may_run
from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person
from talka.programmes.access import FACILITATOR, ORGANISER, team_projects

from .models import Card, Cluster, Group, Sheet, Workshop


def _told(person: Person | None) -> Q:
    """Workshops whose words the person may read: those they run, and those that were closed and written for everybody.

    Who only looks on from the team was not among the readers that people were told of.
    """
    public = Q(closed_at__isnull=False, audience="public", event__in=events_known_to(person))
    return public | Q(event__project__in=team_projects(person, ORGANISER, FACILITATOR))


def _workshops_told(person: Person | None) -> QuerySet[Workshop]:
    return Workshop.objects.filter(_told(person))


def show_workshops(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = Workshop.objects.filter(pk__in=ids, event__in=events_known_to(person)).select_related(
        "event__project__programme"
    )
    own = _opened_by(rows, person)
    return {
        str(row.pk): Shown(
            "workshop",
            str(row.pk),
            str(row.title) or _("Group work"),
            reverse("workshops:console", args=[row.event.slug, row.slug]) if row.pk in own else "",
        )
        for row in rows
    }


def _opened_by(rows: QuerySet[Workshop], person: Person | None) -> set[int]:
    """Those whose console the person may open: run by them, or with a group that they lead."""
    if person is None:
        return set()
    led = set(rows.filter(groups__item__facilitators=person).values_list("pk", flat=True))
    events = {row.event.project_id: row.event for row in rows}
    run = {project for project, event in events.items() if may_run(person, event)}
    return led | {row.pk for row in rows if row.event.project_id in run}


def show_groups(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = _true_groups().filter(pk__in=ids, workshop__event__in=events_known_to(person)).select_related("item")
    return {str(row.pk): Shown("group", str(row.pk), str(row)) for row in rows}


def show_cards(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = Card.objects.filter(
        pk__in=ids, withdrawn_at__isnull=True, workshop__in=_workshops_told(person)
    ).select_related("stage")
    return {str(row.pk): Shown("card", str(row.pk), row.text, note=row.get_kind_display()) for row in rows}


def show_themes(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = Cluster.objects.filter(pk__in=ids, removed_at__isnull=True, group__workshop__in=_workshops_told(person))
    return {str(row.pk): Shown("theme", str(row.pk), row.name, note=row.get_kind_display()) for row in rows}


def _true_groups() -> QuerySet[Group]:
    """Of rehearsals nothing is told."""
    return Group.objects.filter(workshop__rehearsal=False)


def _standing_cards() -> QuerySet[Card]:
    return Card.objects.filter(workshop__rehearsal=False, withdrawn_at=None)


def show_sheets(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    """Idea sheets of teams lead to the page where all ideas of the game stand."""
    rows = Sheet.objects.filter(pk__in=ids, group__workshop__in=_workshops_told(person))
    return {
        str(row.pk): Shown(
            "sheet",
            str(row.pk),
            row.title or _("Idea sheet"),
            reverse("workshops:ideas", args=[row.group.workshop.event.slug, row.group.workshop.slug])
            + f"#team-{row.group.number}",
            note=str(row.group),
        )
        for row in rows.select_related("group__workshop__event", "group__item")
    }


def _last_sheets() -> QuerySet[Sheet]:
    """Of each team the sheet that it filled in last: earlier ones went into it."""
    later = Sheet.objects.filter(group=OuterRef("group"), stage__order__gt=OuterRef("stage__order"))
    return Sheet.objects.filter(~Exists(later), group__workshop__rehearsal=False)


def _sheets_from_cards() -> QuerySet[Sheet]:
    return _last_sheets().filter(card__isnull=False, card__withdrawn_at=None)


def _sheets_without_cards() -> QuerySet[Sheet]:
    """Sheets that grew from no card that stands: they hang on their team."""
    return _last_sheets().filter(Q(card=None) | Q(card__withdrawn_at__isnull=False))


def _themes_without_cards() -> QuerySet[Cluster]:
    """Themes on record whose cards are not: they hang on their group."""
    said = Card.objects.filter(cluster=OuterRef("pk"), withdrawn_at__isnull=True)
    return Cluster.objects.filter(~Exists(said), removed_at__isnull=True, group__workshop__rehearsal=False)


def join_trail() -> None:
    register(Kind("workshop", _("Group work"), 50, show_workshops))
    register(Kind("group", _("Working group"), 55, show_groups))
    register(Kind("card", _("Card"), 60, show_cards))
    register(Kind("theme", _("Theme"), 70, show_themes))
    register(Kind("sheet", _("Idea sheet"), 75, show_sheets))
    register_arrow(Arrow("card", "sheet", _sheets_from_cards, "card_id", "pk"))
    register_arrow(Arrow("group", "sheet", _sheets_without_cards, "group_id", "pk"))
    register_arrow(Arrow("event", "workshop", Workshop.objects.all, "event_id", "pk"))
    register_arrow(Arrow("workshop", "group", _true_groups, "workshop_id", "pk"))
    register_arrow(Arrow("group", "card", _standing_cards, "group_id", "pk"))
    register_arrow(Arrow("card", "theme", _standing_cards, "pk", "cluster_id"))
    register_arrow(Arrow("group", "theme", _themes_without_cards, "group_id", "pk"))
