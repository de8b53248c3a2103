"""Joint projects: partners, money, course, results, and what they came of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.cooperation.actions.projects.projects import set_reach
from talka.cooperation.models import (
    CooperationCase,
    Funding,
    JointBudgetLine,
    JointPartner,
    JointProject,
    Milestone,
    ProjectDecision,
    ProjectResult,
    ProjectResultValue,
    Risk,
    Spending,
)
from talka.cooperation.trail import CASE, LED_TO, PROJECT
from talka.indicators.models import Indicator
from talka.links.actions import connect
from talka.needs.models import Measure, Need
from talka.ui.folding import fold

from ..record_files import read_toml, words
from .load import Reading, amount, checked, unknown

Told = Mapping[str, Any]
Causes = Mapping[str, Mapping[str, Need | Measure]]
PLAIN = (
    *("service", "state", "state_since", "state_reason", "starts", "ends", "impact", "impact_reason"),
    "responsible_office",
)
RESULT = ("kind", "direction", "baseline_year", "target_year")


def load_joint_projects(reading: Reading, needs: Mapping[str, Need], measures: Mapping[str, Measure]) -> None:
    """Projects are found by their slug, which is the name of their file; what hangs on them by its own name."""
    for path in sorted((reading.folder / "joint_projects").glob("*.toml")):
        _Project(reading, path).read({"need": needs, "measure": measures})


class _Project:
    """One file on its way into the database."""

    def __init__(self, reading: Reading, path: Path) -> None:
        self.reading, self.path = reading, path
        self.data, self.where = read_toml(path), path.name
        self.partners: dict[str, JointPartner] = {}
        self.fundings: dict[str, Funding] = {}

    def read(self, causes: Causes) -> None:
        self.row = self._row()
        for order, told in enumerate(self.data.get("partner", [])):
            self._partner(told, order)
        set_reach(self.row)
        for order, told in enumerate(self.data.get("funding", [])):
            self._funding(told, order)
        for told in self.data.get("budget", []):
            at = self._money(told) | {"title": told.get("title", ""), "year": told.get("year")}
            JointBudgetLine.objects.update_or_create(project=self.row, **at, defaults=self._eur(told))
        for told in self.data.get("spent", []):
            at = self._money(told) | {"day": told["day"], "document_number": told["document_number"]}
            given = {"title": told.get("title", "")} | self._eur(told)
            Spending.objects.update_or_create(project=self.row, **at, defaults=given)
        self._course()
        for order, told in enumerate(self.data.get("result", [])):
            self._result(told, order)
        self._causes(causes)

    def _row(self) -> JointProject:
        data = self.data
        given: dict[str, Any] = {name: data[name] for name in PLAIN if name in data}
        given |= {"title": words(data["title"]), "about": words(data.get("about"))}
        given |= {"total_told": amount(data.get("total_told"), self.where)}
        checked(JointProject(slug=self.path.stem, **given), self.where)
        asked = str(data.get("responsible", ""))
        given |= {
            "responsible": self.reading.person(asked, self.where) if asked else None,
            "programme": self.reading.programme,
            "illustrative": self.reading.programme.illustrative,
            "folded": fold(" ".join([*_every(data["title"]), *_every(data.get("about"))])),
        }
        row, _made = JointProject.objects.update_or_create(slug=self.path.stem, defaults=given)
        published = row.published_at or timezone.now() if data.get("published") else None
        if published != row.published_at:
            JointProject.objects.filter(pk=row.pk).update(published_at=published)
        return row

    def _partner(self, told: Told, order: int) -> None:
        key = str(told.get("organisation", ""))
        organisation = self.reading.organisation(key, self.where)
        if organisation is None:
            raise unknown(self.where, "organisation")
        given = {name: told[name] for name in ("role", "agreed_on", "left_on", "left_reason") if name in told}
        given |= {"does": words(told.get("does")), "order": order}
        checked(JointPartner(**given), f"{self.where}: partner {key}")
        self.partners[key], _made = JointPartner.objects.update_or_create(
            project=self.row, organisation=organisation, defaults=given
        )

    def _funding(self, told: Told, order: int) -> None:
        given: dict[str, Any] = {"source": told["source"], "funder": told["funder"], "order": order}
        given |= {"publicity": words(told.get("publicity")), "eur_told": amount(told.get("eur_told"), self.where)}
        at = {"folded": fold(str(told["funder"]).strip())[:200], "number": told.get("number", "")}
        checked(Funding(**given, **at), f"{self.where}: funding {told['funder']}")
        row, _made = Funding.objects.update_or_create(project=self.row, **at, defaults=given)
        self.fundings[str(row)] = row

    def _money(self, told: Told) -> dict[str, Any]:
        return {
            "source": told["source"],
            "partner": self._named(self.partners, told.get("partner")),
            "funding": self._named(self.fundings, told.get("funding")),
        }

    def _eur(self, told: Told) -> dict[str, Any]:
        return {"eur": amount(told.get("eur"), self.where)}

    def _course(self) -> None:
        for told in self.data.get("milestone", []):
            given = self._by(told) | {"due": told["due"], "done_on": told.get("done_on")}
            self._put(Milestone, told, given)
        for told in self.data.get("risk", []):
            given = self._by(told) | {name: told[name] for name in ("probability", "effect")}
            given |= {"doing": words(told.get("doing")), "closed_on": told.get("closed_on")}
            self._put(Risk, told, given)
        for told in self.data.get("decision", []):
            given = {name: told[name] for name in ("who", "day", "number", "link", "open_to_all") if name in told}
            self._put(ProjectDecision, told, given)

    def _by(self, told: Told) -> dict[str, Any]:
        return {"partner": self._named(self.partners, told.get("partner"))}

    def _put(self, model: Any, told: Told, given: dict[str, Any]) -> Any:
        """The row with this title, new or changed."""
        title = words(told["title"])
        checked(model(title=title, **given), f"{self.where}: {model.__name__.lower()} {title}")
        rows = model.objects.filter(project=self.row, retired_at=None)
        known = next((one for one in rows if one.title == title), None)
        if known is None:
            return model.objects.create(project=self.row, title=title, **given)
        for name, value in given.items():
            setattr(known, name, value)
        known.save()
        return known

    def _result(self, told: Told, order: int) -> None:
        given: dict[str, Any] = {name: told[name] for name in RESULT if name in told}
        given |= {name: amount(told.get(name), self.where) for name in ("baseline", "target")}
        given |= {"unit": words(told.get("unit")), "order": order}
        key = str(told.get("indicator", ""))
        given["indicator"] = Indicator.objects.filter(key=key).first() if key else None
        if key and given["indicator"] is None:
            raise unknown(self.where, key)
        given["area"] = self.reading.area(str(told.get("area", "")), self.where)
        row = self._put(ProjectResult, told, given)
        for value in told.get("value", []):
            figures = {"value": amount(value.get("value"), self.where), "source": value.get("source", "")}
            checked(ProjectResultValue(year=value["year"], **figures), f"{self.where}: {row}")
            ProjectResultValue.objects.update_or_create(
                result=row, year=value["year"], withdrawn_at=None, defaults=figures
            )

    def _causes(self, causes: Causes) -> None:
        for slug in self.data.get("cases", []):
            case = CooperationCase.objects.filter(slug=slug, programme=self.reading.programme).first()
            if case is None:
                raise unknown(self.where, str(slug))
            connect(CASE, case.pk, LED_TO, PROJECT, self.row.pk)
        for name, known in causes.items():
            for key in self.data.get(f"{name}s", []):
                connect(name, self._named(known, key).pk, LED_TO, PROJECT, self.row.pk)

    def _named(self, table: Mapping[str, Any], key: Any) -> Any:
        if not key:
            return None
        if str(key) not in table:
            raise unknown(self.where, str(key))
        return table[str(key)]


def _every(value: Any) -> list[str]:
    return [str(text) for text in value.values()] if isinstance(value, Mapping) else [str(value or "")]
