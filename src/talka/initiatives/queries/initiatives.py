"""Initiatives as pages show them: the list, one as a whole, and those of an area, a programme, a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links.queries import came_from, came_of
from talka.links.registry import Shown
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.resources.queries.places import whole_names, within
from talka.territories.models import Area
from talka.territories.queries import municipalities_of, name_of
from talka.ui.folding import sought

from ..access import initiatives as access
from ..actions.supporters import LOOKING, supporter_of
from ..models import Author, Initiative, InitiativeStep, InitiativeText, Supporter
from ..trail_of_initiatives import INITIATIVE
from .similar import similar_to

MOST_IN_PANEL = 10
MOST_MINE = 50
WITH_PANELS = ("joint_project",)
"""Kinds of things that come of an initiative and stand in a panel that their room hangs there."""
SHOWN_NAMES = 20
HEAVY = ("area__boundary", "area__outline")


def _counted(rows: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """With the number of supporters as `supported`."""
    each = Supporter.objects.filter(initiative=OuterRef("pk")).order_by().values("initiative")
    return rows.annotate(supported=Coalesce(Subquery(each.annotate(n=Count("pk")).values("n")), 0))


def published(*, words: str = "", state: str = "", area: Area | None = None) -> QuerySet[Initiative]:
    """What everybody reads, the newest first, with `supported`; of an area and all that lies in it. To be paged."""
    rows = access.published()
    if state:
        rows = rows.filter(state=state)
    if area is not None:
        rows = rows.filter(area__in=within([area.pk]).values("pk"))
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    return _counted(rows).select_related("area").defer(*HEAVY).order_by("-published_at", "-pk")


@dataclass(frozen=True)
class Listed:
    """One row of a list. place: whole name of its area."""

    row: Initiative
    place: str


def listed(rows: Sequence[Initiative]) -> list[Listed]:
    """Up to four queries."""
    names = _places(rows)
    return [Listed(row, names[row.area_id]) for row in rows]


def _places(rows: Sequence[Initiative]) -> Mapping[int, str]:
    return whole_names({row.area_id: row.area for row in rows}.values()) if rows else {}


def areas_to_ask() -> list[tuple[str, str]]:
    """Key and name of the municipalities that have published initiatives, by the alphabet. Up to four queries."""
    rows = access.published().order_by().values_list("area", flat=True).distinct()
    areas = set(rows)
    homes = municipalities_of(areas, timezone.localdate()) if areas else {}
    own = Area.objects.filter(pk__in=[pk for pk in areas if homes.get(pk) is None]).defer("boundary", "outline")
    found = {one.pk: one for one in (*own, *(home for home in homes.values() if home is not None))}
    return [(one.key, name_of(one)) for one in sorted(found.values(), key=lambda one: one.sort_key)]


@dataclass(frozen=True)
class Mine:
    """written: what the person writes; invited: what they are asked to write; supported: by them."""

    written: Sequence[Initiative]
    invited: Sequence[Initiative]
    supported: Sequence[Initiative]

    def __bool__(self) -> bool:
        return bool(self.written or self.invited or self.supported)


def mine(person: Person | None) -> Mine:
    """Two queries; none for nobody."""
    if person is None:
        return Mine((), (), ())
    known = (Author.State.INVITED, Author.State.ACCEPTED)
    authors = Author.objects.filter(person=person, state__in=known, initiative__retired_at=None)
    rows = list(authors.select_related("initiative").order_by("-initiative__created_at", "-pk")[:MOST_MINE])
    supports = Supporter.objects.filter(person=person, initiative__retired_at=None, initiative__hidden_at=None)
    supported = supports.select_related("initiative").order_by("-at", "-pk")[:MOST_MINE]
    return Mine(
        [row.initiative for row in rows if row.state == Author.State.ACCEPTED],
        [row.initiative for row in rows if row.state == Author.State.INVITED and row.initiative.hidden_at is None],
        [row.initiative for row in supported],
    )


def in_area(area: Area) -> list[Initiative]:
    """Published ones of the area and the places in it, the newest first. One query."""
    rows = access.published().filter(area__in=within([area.pk]).values("pk"))
    return list(_counted(rows).order_by("-published_at", "-pk")[:MOST_IN_PANEL])


def in_programme(programme: Programme) -> list[Initiative]:
    """Published ones with which a programme helps, the newest first. One query."""
    rows = access.published().filter(programme=programme)
    return list(_counted(rows).order_by("-published_at", "-pk")[:MOST_IN_PANEL])


@dataclass(frozen=True)
class Names:
    """Names that everybody may read, the first ones, and how many more people there are."""

    shown: Sequence[str]
    others: int


def _names(row: Initiative, subject: str, people: Sequence[Person]) -> Names:
    named = access.named_among(row, subject, [one.pk for one in people]) if people else set()
    shown = [one.name for one in islice((one for one in people if one.pk in named), SHOWN_NAMES)]
    return Names(shown, len(people) - len(shown))


def authors_of(row: Initiative) -> Names:
    """Those who accepted: names of those who agreed to it, the others counted. Two queries."""
    authors = Author.objects.filter(initiative=row, state=Author.State.ACCEPTED).select_related("person")
    return _names(row, access.AUTHOR, [one.person for one in authors])


def supporters_in(row: Initiative) -> int:
    """How many people support it. One query."""
    return Supporter.objects.filter(initiative=row).count()


def named_supporters(row: Initiative) -> QuerySet[Person]:
    """Those who agreed that everybody reads their name, the first first. To be paged."""
    consents = access.names_agreed(row, access.SUPPORTER)
    rows = Supporter.objects.filter(initiative=row, person__in=consents).order_by("at", "pk").values("person")
    return Person.objects.filter(pk__in=rows, erased_at=None).order_by("sort_key", "pk")


@dataclass(frozen=True)
class Standing:
    """Where the reader stands. changed: the text has changed since they supported it: number of the version then."""

    writes: bool
    looks_after: bool
    author: Author | None
    support: Supporter | None
    named_author: bool
    named_supporter: bool
    changed: int


@dataclass(frozen=True)
class InitiativePage:
    """place: whole name of the area; programme: "" of none and of one that the reader may not know of; looking: support
    counts now; texts: how many versions there are."""

    place: str
    programme: str
    supporters: int
    looking: bool
    authors: Names
    named: Sequence[str]
    steps: Sequence[InitiativeStep]
    texts: int
    similar: Sequence[Initiative]
    came_from: Sequence[Shown]
    came_of: Sequence[Shown]
    standing: Standing


def page_of(row: Initiative, person: Person | None) -> InitiativePage:
    """All that the page of one shows. A fixed number of queries, and those of the kinds of things it is linked with."""
    texts = InitiativeText.objects.filter(initiative=row).count()
    standing = _standing(row, person, texts)
    told = row.programme is not None and (row.programme.public or standing.writes or standing.looks_after)
    return InitiativePage(
        place=whole_names([row.area])[row.area_id],
        programme=str(row.programme) if told else "",
        supporters=supporters_in(row),
        looking=row.published_at is not None and row.state in LOOKING and row.hidden_at is None,
        authors=authors_of(row),
        named=[one.name for one in named_supporters(row)[:SHOWN_NAMES]],
        steps=list(InitiativeStep.objects.filter(initiative=row).order_by("at", "pk")),
        texts=texts,
        similar=similar_to(row) if row.published_at is not None else (),
        came_from=came_from(INITIATIVE, row.pk, person),
        came_of=[one for one in came_of(INITIATIVE, row.pk, "", person) if one.kind not in WITH_PANELS],
        standing=standing,
    )


def _standing(row: Initiative, person: Person | None, texts: int) -> Standing:
    if person is None:
        return Standing(False, False, None, None, False, False, 0)
    author = Author.objects.filter(initiative=row, person=person).first()
    support = supporter_of(row, person)
    writes = author is not None and author.state == Author.State.ACCEPTED
    return Standing(
        writes=writes,
        looks_after=access.looks_after(person, row),
        author=author,
        support=support,
        named_author=writes and bool(access.named_among(row, access.AUTHOR, [person.pk])),
        named_supporter=support is not None and bool(access.named_among(row, access.SUPPORTER, [person.pk])),
        changed=support.text if support is not None and 0 < support.text < texts else 0,
    )


def authors_table(row: Initiative) -> list[tuple[Author, bool]]:
    """For its authors: everybody who was asked, with whether the name is read by everybody. Two queries."""
    rows = list(Author.objects.filter(initiative=row).select_related("person"))
    named = access.named_among(row, access.AUTHOR, [one.person_id for one in rows])
    return [(one, one.person_id in named) for one in rows]


def state_choices() -> list[tuple[str, str]]:
    """States that everybody can ask for."""
    hidden = (Initiative.State.DRAFT,)
    return [
        ("", _("All states")),
        *((value, str(label)) for value, label in Initiative.State.choices if value not in hidden),
    ]


def exported(rows: QuerySet[Initiative]) -> list[dict[str, object]]:
    """Rows of the table that goes out. Up to six queries."""
    found = list(rows.select_related("programme", "organisation"))
    names = _places(found)
    return [
        {
            "number": row.pk,
            "title": row.title,
            "area": names[row.area_id],
            "state": row.state,
            "supporters": row.supported,  # type: ignore[attr-defined]
            "cost": row.cost,
            "carrier": row.carrier,
            "organisation": str(row.organisation) if row.organisation else "",
            "programme": str(row.programme) if row.programme and row.programme.public else "",
            "published": timezone.localdate(row.published_at) if row.published_at else None,
            "what": row.what,
            "where": row.where,
            "why": row.why,
            "needs": row.needs,
        }
        for row in found
    ]
