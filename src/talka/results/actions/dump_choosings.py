"""Votes about money with their options and ballots, as `load_choosings` reads them. Drafts and those that were called
off are written too."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from talka.decisions.models import DecisionRun
from talka.initiatives.actions.counting import METHOD, SUBJECT
from talka.initiatives.models import Ballot, Choosing, ChoosingOption, Initiative, PaperEntry
from talka.programmes.models import Programme

from ..record_files import write_csv, write_toml
from .dump_initiative_parts import own, people_in
from .initiative_files import Named, file_names
from .load_choosings import BALLOTS, CHOOSING, OPTION, PAPER, TIMES, roll_of
from .naming import Keys, present


def choosings_of(programme: Programme, initiatives: QuerySet[Initiative]) -> QuerySet[Choosing]:
    """Of the programme, and those in which its initiatives could be chosen."""
    options = ChoosingOption.objects.filter(initiative__in=initiatives.values("pk"))
    known = own(programme) | Q(pk__in=options.values("choosing"))
    return Choosing.objects.filter(known, retired_at=None).order_by("pk")


def named_in_choosings(programme: Programme, initiatives: QuerySet[Initiative]) -> tuple[set[int], set[int]]:
    """The row ids of whose money it is, and of those who run it and read paper ballots. Nobody of the roll."""
    rows = choosings_of(programme, initiatives).order_by()
    people = people_in(rows, "by") | people_in(PaperEntry.objects.filter(choosing__in=rows), "by")
    return set(rows.exclude(organisation=None).values_list("organisation_id", flat=True)), people


def write_choosings(
    programme: Programme, folder: Path, keys: Keys, named: Named, initiatives: QuerySet[Initiative]
) -> Named:
    """What the files may name from now on."""
    rows = list(choosings_of(programme, initiatives).select_related("organisation", "area", "by"))
    names = file_names(rows)
    for row in rows:
        write_toml(folder / "choosings" / f"{names[row.pk]}.toml", _choosing(row, keys, named))
        ballots = Ballot.objects.filter(choosing=row).order_by("paper", "key")
        write_csv(
            folder / "choosings" / names[row.pk] / "ballots.csv",
            BALLOTS,
            (("" if one.paper else one.key, one.paper, _joined(one.named), _joined(one.points)) for one in ballots),
        )
    return replace(named, choosings=names)


def _joined(numbers: list[int]) -> str:
    return ";".join(str(number) for number in numbers)


def _choosing(row: Choosing, keys: Keys, named: Named) -> dict[str, Any]:
    runs = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk))
    papers = PaperEntry.objects.filter(choosing=row).select_related("by").order_by("number", "look")
    return {
        **{name: getattr(row, name) for name in CHOOSING},
        "organisation": keys.organisation(row.organisation),
        "area": row.area.key,
        "budget": row.budget,
        "by": keys.person(present(row.by)),
        "begun_at": row.created_at,
        "opens_at": row.opens_at,
        "closes_at": row.closes_at,
        **{name: getattr(row, name) for name in TIMES},
        "computed": runs.exists() or None,
        "option": [_option(one, named) for one in row.options.order_by("pk")],
        "roll": roll_of(row),
        "paper_entry": [
            {name: getattr(one, name) for name in PAPER} | {"by": keys.person(present(one.by))} for one in papers
        ],
    }


def _option(row: ChoosingOption, named: Named) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in OPTION},
        "cost": row.cost,
        "initiative": named.initiatives.get(row.initiative_id or 0, ""),
        "withdrawn_at": row.withdrawn_at,
    }
