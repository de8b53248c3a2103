"""The findings of one event as plain data, which the page, the DOCX and the PDF are all made from."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from talka.documents.findings import Assessed as PaperAssessed
from talka.documents.findings import Finding as PaperFinding
from talka.documents.findings import FindingsReport, GameReport, GroupReport, Theme
from talka.documents.findings_people import Share
from talka.documents.report import Linked
from talka.events.access import events_known_to
from talka.events.models import AgendaItem, Event
from talka.events.queries.attendance import attendance_summary
from talka.needs.models import Findings, Need
from talka.needs.queries import Assessed, Finding, Found, assessed_at, findings_of
from talka.people.models import Person
from talka.programmes.publicity import publicity_for_documents
from talka.ui.few import FEW, shown, shown_parts
from talka.workshops.papers import result_rows
from talka.workshops.queries import ClusterResult, GroupResult, combined, group_results
from talka.workshops.queries.outputs import Outputs, games_of
from talka.workshops.words_of_votes import how_computed

from .findings_around import comparison_of, presence_at

MOST_QUOTES = 3


def findings_report(
    event: Event,
    *,
    language: str,
    base: str,
    inside: bool = False,
    paper: bool = True,
    person: Person | None = None,
) -> FindingsReport:
    """Everything found at `event`, in `language`; links begin with `base` (the address of this installation).

    inside: the reader is of the team and sees also cards that are not for everybody; person: the reader, who may know
    of more earlier events than anybody; paper: with the project's publicity and the bytes of its logos, which a page
    shows by itself. No names but those of facilitators on the public
    agenda; no figure from fewer than five people. A fixed number of queries.
    """
    with override(language):
        games = games_of(event, leads=inside)
        played = {game.workshop.pk for game in games}
        groups = group_results(event)
        themes = [theme for group in groups for theme in group.clusters]
        found = findings_of(event, inside=inside, results=themes)
        silent = _silent_themes(themes, found)
        said = Findings.of(event)
        who = attendance_summary(event)
        return FindingsReport(
            event=str(event.title),
            first_day=event.first_day,
            last_day=event.last_day if event.last_day != event.first_day else None,
            place=str(event.venue),
            organiser=str(event.project.controller),
            needs=tuple(_finding(one, base) for one in found.needs),
            proposals=tuple(_finding(one, base) for one in found.measures),
            themes=_themes(groups, base, silent),
            groups=_groups(event, groups, base, silent, played),
            games=tuple(_game(game, base) for game in games),
            assessed=tuple(_assessed(one) for one in assessed_at(event)),
            by_region=tuple(Share(str(row.label), row.people) for row in who.by_region),
            by_kind=tuple(Share(str(row.label), row.people) for row in who.by_kind),
            presence=presence_at(event, who),
            compared=comparison_of(event, found, person, base),
            people=who.people,
            organisations=who.organisations,
            municipalities=who.municipalities,
            lead=str(said.lead) if said else "",
            follows=str(said.follows) if said else "",
            followed=tuple(
                Linked(str(one.title), base + reverse("events:event", args=[one.slug])) for one in followed_by(event)
            ),
            method=_method(found),
            link=base + reverse("results:findings", args=[event.slug]),
            publicity=publicity_for_documents(event.project) if paper else None,
            language=language,
            illustrative=event.project.programme.illustrative,
        )


def _method(found: Found) -> str:
    """How the figures were made; "" where there are none."""
    things = (*found.needs, *found.measures)
    if not things:
        return ""
    words = _(
        "Votes are the dots participants gave in their working groups. People, municipalities and regions are "
        "counted from those who wrote a card of the theme or gave it a dot, nobody twice. Where fewer than "
        "five people stand behind something, no figure is shown."
    )
    if any(one.by_hand for one in things):
        words += " " + _("A star marks votes of which some were counted by hand.")
    return words


def follows(event: Event, said: Findings | None) -> str:
    """What the organisers say follows, and the events that were held upon it."""
    parts = [str(said.follows)] if said and str(said.follows) else []
    parts += [str(one.title) for one in followed_by(event)]
    return "\n".join(parts)


def followed_by(event: Event) -> QuerySet[Event]:
    """The events held upon this one that its readers may know of: public ones, and those of its project."""
    published = event.followed_by.exclude(state=Event.State.DRAFT)
    return published.filter(Q(project=event.project_id) | Q(pk__in=events_known_to(None)))


def _finding(one: Finding, base: str) -> PaperFinding:
    recorded = not one.clusters
    figures = dict.fromkeys(one.figures) if recorded else one.figures
    kind = "needs:need" if isinstance(one.thing, Need) else "needs:measure"
    return PaperFinding(
        title=one.thing.words,
        votes=figures["votes"],
        people=figures["people"],
        municipalities=figures["municipalities"],
        cards=figures["cards"],
        groups=one.groups,
        quotes=tuple(words.text for words in one.words[:MOST_QUOTES]),
        leads_to=tuple(other.words for other in one.linked),
        link=base + reverse(kind, args=[one.thing.pk]),
        by_hand=one.by_hand,
        recorded=recorded,
    )


def _silent_themes(themes: list[ClusterResult], found: Found) -> set[int]:
    """Themes whose figures are not told, by id: where fewer than five people stand behind one, and where the figure of
    a need or proposal less those of its other themes would tell what so few said."""
    by_id = {theme.id: theme for theme in themes}
    silent = {theme.id for theme in themes if shown(1, theme.backers.people) is None}
    for one in (*found.needs, *found.measures):
        own = [by_id[cluster.pk] for cluster in one.clusters if cluster.pk in by_id]
        while hidden := [theme for theme in own if theme.id in silent]:
            told = [theme for theme in own if theme.id not in silent and theme.backers.people]
            if not told or combined(theme.backers for theme in hidden).people >= FEW:
                break
            silent.add(min(told, key=lambda theme: theme.backers.people).id)
    return silent


def _themes(groups: tuple[GroupResult, ...], base: str, silent: set[int]) -> tuple[Theme, ...]:
    return tuple(
        Theme(
            title=theme.name,
            group=group.name,
            cards=None if theme.id in silent else theme.cards,
            votes=None if theme.id in silent else theme.votes,
            municipalities=None if theme.id in silent else len(theme.backers.municipalities),
            link=base + reverse("results:trail", args=["theme", theme.id]),
            by_hand=theme.by_hand > 0,
        )
        for group in groups
        for theme in group.clusters
        if theme.cards
    )


def _game(found: Outputs, base: str) -> GameReport:
    address = reverse("workshops:ideas", args=[found.workshop.event.slug, found.workshop.slug])
    return GameReport(
        title=str(found.workshop.title),
        result=result_rows(found),
        method=tuple(how_computed(found.result)) if found.result is not None else (),
        ideas=tuple((team.name, team.sheet.title if team.sheet is not None else "") for team in found.teams),
        common=tuple(idea.name for idea in found.common),
        link=base + address,
    )


def _assessed(one: Assessed) -> PaperAssessed:
    people = shown(one.people, one.people)
    return PaperAssessed(str(one.name), people, one.importance, one.ability, one.lacking, one.low, one.high)


def _groups(
    event: Event, groups: tuple[GroupResult, ...], base: str, silent: set[int], played: set[int]
) -> tuple[GroupReport, ...]:
    """The working groups with what they reported; from the agenda alone where no group work was kept. Teams of games
    (`played`) that reported nothing stand with their ideas instead."""
    items = {
        item.pk: item
        for item in event.items.filter(kind=AgendaItem.Kind.GROUP, cancelled=False).prefetch_related("facilitators")
    }
    if not groups:
        return tuple(GroupReport(group=str(item.title), text=str(item.description)) for item in items.values())
    return tuple(
        GroupReport(
            group=group.name,
            facilitator=", ".join(p.name for p in items[group.item_id].facilitators.all())
            if group.item_id in items
            else "",
            people=people,
            text=group.report,
            points=tuple(
                _point(theme.name, None if theme.id in silent else theme.votes)
                for theme in group.clusters[:5]
                if theme.cards
            ),
            link=base + reverse("results:trail", args=["group", group.id]),
        )
        for group, people in zip(groups, shown_parts([group.seats for group in groups]), strict=True)
        if group.report or group.clusters or group.workshop_id not in played
    )


def _point(name: str, votes: int | None) -> str:
    if not votes:
        return name
    return ngettext("%(name)s (%(n)s vote)", "%(name)s (%(n)s votes)", votes) % {"name": name, "n": votes}
