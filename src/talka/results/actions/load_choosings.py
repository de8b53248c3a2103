"""Choosing together: what could be chosen, how, by how many, the ballots, and the result.

Ballots are nobody's and come as they are published. The roll comes as numbers: who stood on it stays in the
installation that wrote to them. The result is computed anew when it is read.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.initiatives.actions.counting import METHOD, QUICK, SUBJECT, finish_computing, question_of
from talka.initiatives.actions.voting import Said, check, paper_key
from talka.initiatives.counting_rules import VERSION
from talka.initiatives.models import Ballot, Choosing, ChoosingOption, PaperEntry, Voter

from ..record_files import Row, listed, read_csv, read_toml
from .initiative_files import in_order
from .load import amount, at, checked, placed, unknown, wrong
from .load_initiative_folder import InitiativeFolder, at_place, said
from .load_training_folder import Told, kept, moment, needed_moment

CHOOSING = (
    "title", "about", "time_zone", "form", "most", "points", "within_budget", "rule", "completion", "voters", "paper",
    "seed", "called_off_why",
)  # fmt: skip
TIMES = ("published_at", "called_off_at", "announced_at")
OPTION = ("title", "what", "where", "number", "withdrawn_why")
PAPER = ("number", "look", "named", "points", "spoilt", "on")
ROLL = ("voted_on", "how")
BALLOTS = ("key", "paper", "named", "points")


def load_choosings(folder: InitiativeFolder) -> None:
    """They are found by their title and whose money it is, options by their place, ballots by their key or the number
    of the paper."""
    for path in in_order(folder.reading.folder / "choosings"):
        folder.choosings[path.stem] = _Choosing(folder, path).read()


class _Choosing:
    """One file on its way into the database, and the ballots in the folder of its name."""

    def __init__(self, folder: InitiativeFolder, path: Path) -> None:
        self.folder, self.path, self.where = folder, path, path.name
        self.data = read_toml(path)

    def read(self) -> Choosing:
        self.row = self._row()
        there = list(ChoosingOption.objects.filter(choosing=self.row).order_by("pk"))
        for place, told in enumerate(self.data.get("option", [])):
            self._option(told, place, there)
        for told in self.data.get("roll", []):
            self._roll(told)
        for told in self.data.get("paper_entry", []):
            self._paper(told)
        self._ballots()
        if self.data.get("computed"):
            self._compute()
        return self.row

    def _row(self) -> Choosing:
        data, reading = self.data, self.folder.reading
        values = said(data, CHOOSING, Choosing)
        values["budget"] = amount(data.get("budget"), self.where)
        values |= {name: needed_moment(data, name, self.where) for name in ("opens_at", "closes_at")}
        checked(Choosing(**values), self.where)
        area = reading.area(str(data.get("area", "")), self.where)
        if area is None:
            raise unknown(self.where, "area")
        organisation = self.folder.organisation(data.get("organisation"), self.where)
        values |= {name: moment(data, name, self.where) for name in TIMES}
        values |= {
            "area": area,
            "organisation": organisation,
            "programme": None if organisation else reading.programme,
            "illustrative": self.folder.made_up,
            "by": self.folder.somebody(data.get("by"), self.where),
            "created_at": needed_moment(data, "begun_at", self.where),
        }
        alike = {name: values[name] for name in ("title", "organisation", "programme")}
        rows = Choosing.objects.filter(**alike, retired_at=None)
        found = self.folder.standing(rows, "choosing", *alike.values())
        return kept(found or Choosing(), values)

    def _option(self, told: Told, place: int, there: list[ChoosingOption]) -> None:
        where = f"{self.where}: option {place + 1}"
        values = said(told, OPTION, ChoosingOption)
        values["cost"] = amount(told.get("cost"), where)
        checked(ChoosingOption(**values), where)
        values |= {
            "initiative": self.folder.named(self.folder.initiatives, told.get("initiative"), where),
            "withdrawn_at": moment(told, "withdrawn_at", where),
        }
        kept(at_place(there, place, ChoosingOption(choosing=self.row)), values)

    def _roll(self, told: Told) -> None:
        """So many stood on the roll and voted on this day in this way, or did not vote."""
        values = said(told, ROLL, Voter)
        checked(Voter(**values), self.where)
        standing = Voter.objects.filter(choosing=self.row, joined=None, **values).count()
        missing = int(told.get("people", 0)) - standing
        Voter.objects.bulk_create(
            (Voter(choosing=self.row, **values) for _each in range(max(missing, 0))), batch_size=2000
        )

    def _paper(self, told: Told) -> None:
        values = said(told, PAPER, PaperEntry)
        where = f"{self.where}: paper {values['number']}"
        checked(PaperEntry(**values), where)
        found = {name: values.pop(name) for name in ("number", "look")}
        values["by"] = self.folder.somebody(told.get("by"), where)
        PaperEntry.objects.update_or_create(choosing=self.row, **found, defaults=values)

    def _ballots(self) -> None:
        """New ones are written in the order of their keys: the order of rows tells nothing."""
        path = self.path.parent / self.path.stem / "ballots.csv"
        standing = {ballot.key: ballot for ballot in Ballot.objects.filter(choosing=self.row)}
        good: set[Said] = set()
        seen: set[str] = set()
        new: list[Ballot] = []
        for line, row in read_csv(path, BALLOTS):
            where = at(path, line)
            one = self._ballot(row, where)
            what = Said(tuple(one.named), tuple(one.points))
            if what not in good:
                with placed(where):
                    check(self.row, what, withdrawn_too=True)
                good.add(what)
            if one.key in seen:
                raise wrong(where, one.key[:60], "A ballot stands in the list once.")
            seen.add(one.key)
            before = standing.get(one.key)
            if before is None:
                new.append(one)
            elif (before.named, before.points) != (one.named, one.points):
                Ballot.objects.filter(pk=before.pk).update(named=one.named, points=one.points)
        Ballot.objects.bulk_create(sorted(new, key=lambda ballot: ballot.key), batch_size=2000)

    def _ballot(self, row: Row, where: str) -> Ballot:
        try:
            named, points = ([int(number) for number in listed(row[name])] for name in ("named", "points"))
            paper = int(row["paper"]) if row["paper"] else None
        except ValueError:
            raise wrong(where, f"{row['named']} {row['points']}", "Numbers of options, joined by ;.") from None
        if len(points) != (len(named) if self.row.form == Choosing.Form.POINTS else 0):
            raise wrong(where, row["points"], "A ballot of points has points for each option; others have none.")
        key = row["key"] if paper is None else paper_key(self.row, paper)
        if len(key) != 64:
            raise wrong(where, key[:60], "The key is the SHA-256 of the voter's code; of a paper ballot its number.")
        return Ballot(choosing=self.row, key=key, named=named, points=points, paper=paper)

    def _compute(self) -> None:
        given = question_of(self.row)
        runs = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(self.row.pk))
        last = runs.order_by("-pk").first()
        if last is not None and last.input == given:
            return
        run = decisions.begin(
            METHOD, (SUBJECT, self.row.pk), given, by=None, version=VERSION, parameters={"seconds": QUICK}
        )
        done = finish_computing(run)
        if self.row.announced_at is not None:
            decisions.accept(done, by=None)


def roll_of(row: Choosing) -> list[dict[str, Any]]:
    """How many voted on each day in each way, and how many did not."""
    found: dict[tuple[Any, str], int] = defaultdict(int)
    for voted_on, how in Voter.objects.filter(choosing=row, joined=None).values_list(*ROLL):
        found[voted_on, how] += 1
    rows = sorted(found.items(), key=lambda one: (one[0][0] is None, str(one[0][0]), one[0][1]))
    return [{"voted_on": voted_on, "how": how, "people": people} for (voted_on, how), people in rows]
