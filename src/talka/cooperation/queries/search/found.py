"""The list of possible partners: organisations with the reasons for each, the most reasons first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.territories.queries import HEAVY
from talka.ui.folding import sought

from ...models import Approach, CooperationCase, Partner
from .asked import LOCAL, PLACE, Asked, Because, Grounds, Reason
from .needs import add_cases, add_voices, needs_of
from .places import add_land, add_resources

MOST = 3000
"""Organisations weighed in one search."""
MOST_LETTERS = 100


@dataclass(frozen=True)
class Match:
    """A possible partner by row id, with its reasons in their order."""

    organisation: int
    because: tuple[Because, ...]

    @property
    def reasons(self) -> frozenset[Reason]:
        return frozenset(each.reason for each in self.because)


@dataclass(frozen=True)
class Row:
    """A possible partner as the page shows it. standing: its row in the chosen case; reachable: somebody of it signs in
    here; written_on: when it was last written to about the case."""

    organisation: Organisation
    because: Sequence[Because]
    standing: Partner | None
    reachable: bool
    written_on: dt.datetime | None

    @property
    def may_be_asked(self) -> bool:
        return self.standing is None or self.standing.state in (Partner.State.DECLINED, Partner.State.WITHDRAWN)


@dataclass(frozen=True)
class Found:
    """counted: how many organisations were found for each reason, before one was chosen."""

    matches: Sequence[Match]
    counted: Mapping[Reason, int]


def search(asked: Asked, person: Person | None, today: dt.date) -> Found:
    """Everybody with a reason; with a kind or a name asked for also those without. A fixed number of queries."""
    office = office_of(person)
    own = office.pk if office is not None else None
    grounds = Grounds()
    if asked.home is not None:
        add_land(grounds, asked.home, today)
    add_resources(grounds, asked, today)
    needs = needs_of(asked, own, person)
    add_voices(grounds, needs, person, today)
    add_cases(grounds, asked, needs)
    matches = [_match(row, grounds) for row in _weighed(asked, grounds, own)]
    everybody = bool(asked.kind or asked.words)
    matches = [match for match in matches if match.because or everybody]
    counted = {reason: sum(reason in match.reasons for match in matches) for reason in Reason}
    if asked.reason:
        matches = [match for match in matches if asked.reason in match.reasons]
    matches.sort(key=lambda match: -len(match.reasons))  # those with as many stay in the order of their names
    return Found(matches, {reason: n for reason, n in counted.items() if n})


def _weighed(asked: Asked, grounds: Grounds, own: int | None) -> QuerySet[Organisation]:
    rows = Organisation.objects.filter(merged_into=None, illustrative=asked.illustrative)
    if own is not None:
        rows = rows.exclude(pk=own)
    if asked.home is not None:
        rows = rows.exclude(kind=Organisation.Kind.MUNICIPALITY, area=asked.home)
    for word in sought(asked.words):
        rows = rows.filter(folded__contains=word)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if not asked.kind and not asked.words:
        rows = rows.filter(
            Q(pk__in=grounds.of_organisations)
            | Q(kind=Organisation.Kind.MUNICIPALITY, area__in=grounds.of_areas)
            | Q(kind=Organisation.Kind.REGION, area=grounds.region, area__isnull=False)
            | Q(kind__in=LOCAL, area__in=grounds.home_areas)
        )
    return rows.only("pk", "kind", "area_id").order_by("sort_key", "pk")[:MOST]


def _match(row: Organisation, grounds: Grounds) -> Match:
    because = list(grounds.of_organisations.get(row.pk, ()))
    if row.kind == Organisation.Kind.MUNICIPALITY and row.area_id is not None:
        because += [each for each in grounds.of_areas.get(row.area_id, ()) if each not in because]
    if row.kind == Organisation.Kind.REGION and row.area_id is not None and row.area_id == grounds.region:
        because.append(Because(Reason.REGION))
    if row.kind in LOCAL and row.area_id in grounds.home_areas:
        because.append(Because(Reason.LOCAL))
    return Match(row.pk, tuple(sorted(because, key=lambda each: PLACE[each.reason])))


def rows_of(matches: Sequence[Match], asked: Asked, person: Person | None) -> list[Row]:
    """Some matches with all that the page shows of them. Three queries."""
    wanted = [match.organisation for match in matches]
    signs_in = Person.objects.filter(organisation=OuterRef("pk"), account__is_active=True, erased_at=None)
    rows = Organisation.objects.select_related("area").defer(*(f"area__{name}" for name in HEAVY))
    known = {row.pk: row for row in rows.filter(pk__in=wanted).annotate(reachable=Exists(signs_in))}
    standing = {row.organisation_id: row for row in Partner.objects.filter(case=asked.case, organisation__in=wanted)}
    office = office_of(person)
    about = Q(case=asked.case) if asked.case is not None else Q(case=None, sender=office)
    letters = Approach.objects.filter(about, organisation__in=wanted).order_by("created_at")
    written = dict(letters.values_list("organisation_id", "created_at"))
    return [
        Row(
            known[match.organisation],
            match.because,
            standing.get(match.organisation),
            known[match.organisation].reachable,
            written.get(match.organisation),
        )
        for match in matches
        if match.organisation in known
    ]


def letters_about(case: CooperationCase) -> list[Approach]:
    """Who was written to about a case, the last first: for its partners. One query."""
    rows = Approach.objects.filter(case=case).select_related("sender", "organisation", "by")
    return list(rows[:MOST_LETTERS])
