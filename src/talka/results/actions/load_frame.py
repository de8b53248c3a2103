"""The frame: programme, projects with partners, activities and budget lines, organisations, people, team."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talka.indicators.actions.register import load_catalogue, load_facts
from talka.indicators.register_files import read_facts
from talka.people.actions.accounts import create_account
from talka.people.models import Organisation, Person
from talka.people.names import organisation_folded, organisation_sort_key, person_folded, person_sort_key
from talka.programmes.funders import templates
from talka.programmes.models import Activity, BudgetLine, Programme, Project, ProjectPartner, PublicityDuty, TeamMember
from talka.territories import actions as territories
from talka.territories.register_files import RegisterFault, read_areas
from talka.ui.refusals import Refusal

from ..record_files import now_reading, read_csv, read_toml, words
from . import columns
from .load import Reading, at, truth, unknown, unreadable


def load_frame(folder: Path) -> Reading:
    data = read_toml(folder / "programme.toml")
    for table in (data, *data.get("project", [])):
        _known_funder(str(table.get("funder_template", "")), illustrative=bool(data.get("illustrative")))
    programme, _made = Programme.objects.update_or_create(slug=data["slug"], defaults=fields(data, columns.PROGRAMME))
    try:
        areas = read_areas(folder)
    except RegisterFault as fault:
        raise unreadable(str(fault)) from None
    now_reading(folder / "areas.csv")
    if areas.areas:
        try:
            territories.load_areas(areas, illustrative=programme.illustrative)
        except KeyError as fault:
            raise unknown("areas.csv", str(fault.args[0])) from None
    _facts(folder, illustrative=programme.illustrative)
    reading = Reading(folder, programme)
    _organisations(reading)
    _people(reading)
    for project in data.get("project", []):
        _project(reading, project)
    _team(reading)
    return reading


def _facts(folder: Path, *, illustrative: bool) -> None:
    """What the files tell of their own areas."""
    now_reading(folder / "facts.csv")
    try:
        facts = read_facts(folder)
        if facts:
            load_catalogue()
            load_facts(facts, illustrative=illustrative)
    except RegisterFault as fault:
        raise unreadable(str(fault)) from None
    except KeyError as fault:
        raise unknown("facts.csv", str(fault.args[0])) from None


def _known_funder(key: str, *, illustrative: bool) -> None:
    if key and key not in {one.key for one in templates(illustrative=illustrative)}:
        raise Refusal(
            f"programme.toml: the funder template {key} is not known here",
            advice="Put its file into the folder of funders first, or leave funder_template out.",
            status=422,
        )


def fields(data: Mapping[str, Any], shape: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The columns of a row from a TOML table: texts in languages, and plain values where they are given."""
    return {name: words(data.get(name)) for name in shape["words"]} | {
        name: data[name] for name in shape["plain"] if name in data
    }


def _organisations(reading: Reading) -> None:
    path = reading.folder / "organisations.csv"
    for line, row in read_csv(path, columns.ORGANISATIONS):
        organisation, _made = Organisation.objects.update_or_create(
            name=row["name"],
            illustrative=reading.programme.illustrative,
            merged_into=None,
            defaults={
                "name_en": row["name_en"],
                "short_name": row["short_name"],
                "kind": row["kind"],
                "website": row["website"],
                "area": reading.area(row["area"], at(path, line)),
                "sort_key": organisation_sort_key(row["name"]),
                "folded": organisation_folded(row["name"], row["short_name"], row["name_en"]),
            },
        )
        reading.organisations[row["key"]] = organisation


def _people(reading: Reading) -> None:
    path = reading.folder / "people.csv"
    for line, row in read_csv(path, columns.PEOPLE):
        person, _made = Person.objects.update_or_create(
            given_name=row["given_name"],
            family_name=row["family_name"],
            email=row["email"],
            organisation=reading.organisation(row["organisation"], at(path, line)),
            illustrative=reading.programme.illustrative,
            merged_into=None,
            erased_at=None,
            defaults={
                "phone": row["phone"],
                "language": row["language"] or "lv",
                "position": row["position"],
                "expertise": row["expertise"],
                "public": truth(row, "public"),
                "sort_key": person_sort_key(row["given_name"], row["family_name"]),
                "folded": person_folded(row["given_name"], row["family_name"], row["email"]),
            },
        )
        reading.people[row["key"]] = person
        if row["account"] and person.account is None:
            create_account(
                person,
                by=None,
                administrator=row["account"] == "administrator",
                demonstration=reading.programme.illustrative,
            )


def _project(reading: Reading, data: Mapping[str, Any]) -> None:
    project, _made = Project.objects.update_or_create(
        slug=data["slug"], defaults=fields(data, columns.PROJECT) | {"programme": reading.programme}
    )
    reading.projects[project.slug] = project
    for order, partner in enumerate(data.get("partner", [])):
        organisation = reading.organisation(partner["organisation"], "programme.toml")
        ProjectPartner.objects.update_or_create(
            project=project, organisation=organisation, defaults={"role": partner["role"], "order": order}
        )
    for activity in data.get("activity", []):
        Activity.objects.update_or_create(
            project=project,
            number=str(activity["number"]),
            defaults={"title": words(activity["title"]), "description": words(activity.get("description"))},
        )
    for duty in data.get("publicity_duty", []):
        PublicityDuty.objects.update_or_create(
            project=project,
            key=duty["key"],
            defaults={name: duty[name] for name in ("state", "day", "note", "link") if name in duty},
        )
    for line in data.get("budget_line", []):
        BudgetLine.objects.update_or_create(
            project=project,
            code=str(line["code"]),
            defaults={"title": words(line["title"]), "planned_eur": line["planned_eur"]},
        )


def _team(reading: Reading) -> None:
    path = reading.folder / "team.csv"
    for line, row in read_csv(path, columns.TEAM):
        if row["project"] and row["project"] not in reading.projects:
            raise unknown(at(path, line), row["project"])
        TeamMember.objects.get_or_create(
            person=reading.person(row["person"], at(path, line)),
            programme=reading.programme,
            project=reading.projects.get(row["project"]),
            role=row["role"],
        )
