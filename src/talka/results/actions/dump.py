"""Write a programme as the folder of record files that `load` reads."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from talka.events.models import AgendaItem, Event
from talka.needs.models import Findings
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme, Project
from talka.ui.folding import fold

from ..further import parts
from ..record_files import plain_words, write_csv, write_toml
from . import columns
from .dump_agreements import named_in_agreements, write_agreements
from .dump_angels import areas_of_angels, named_in_angels, write_angels
from .dump_areas import write_own_areas
from .dump_asked import quotas_of, write_answers, write_funder_answers
from .dump_competences import write_competences
from .dump_cooperation import named_in_cases, write_cooperation
from .dump_follow_ups import write_follow_ups
from .dump_formats import write_formats
from .dump_group_work import write_group_work
from .dump_indicators import write_indicators
from .dump_initiatives import areas_of_initiatives, named_in_initiatives, write_initiatives
from .dump_joint_projects import named_in_joint_projects, write_joint_projects
from .dump_lists import write_event_lists
from .dump_needs import write_needs
from .dump_plans import write_plans
from .dump_resources import contacts, organisations_named, resources_of, write_resources
from .dump_trainings import areas_of_trainings, named_in_trainings, write_trainings


class Keys:
    """Readable keys that the files use among themselves; the same row gets the same key however often it is asked."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, int], str] = {}
        self._taken: Counter[str] = Counter()

    def of(self, row: Any, name: str) -> str:
        place = (type(row).__name__, row.pk)
        if place not in self._of:
            slug = "-".join("".join(c if c.isalnum() else " " for c in fold(name)).split()) or "x"
            kind = f"{place[0]}/{slug}"
            self._taken[kind] += 1
            self._of[place] = slug if self._taken[kind] == 1 else f"{slug}-{self._taken[kind]}"
        return self._of[place]

    def person(self, person: Person | None) -> str:
        return self.of(person, person.name) if person else ""

    def organisation(self, organisation: Organisation | None) -> str:
        return self.of(organisation, organisation.name) if organisation else ""


def dump(folder: Path | str, programme: str | None = None) -> list[Path]:
    """Write every programme (or the one with this slug) and return the folders: `folder` itself where it is one
    programme, else a folder each inside it. Areas of the shipped register are not written. An operator's deed."""
    folder = Path(folder)
    programmes = list(Programme.objects.filter(**({"slug": programme} if programme else {})).order_by("slug"))
    alone = len(programmes) == 1
    return [_dump(one, folder if alone else folder / one.slug) for one in programmes]


def _dump(programme: Programme, folder: Path) -> Path:
    keys = Keys()
    projects = list(programme.projects.order_by("slug"))
    events = list(
        Event.objects.filter(project__programme=programme)
        .select_related("project", "activity", "area", "follows")
        .order_by("slug")
    )
    resources = resources_of(programme)
    elsewhere, asked = _named_elsewhere(programme)
    people = _people_of(programme, events, contacts(resources) | asked)
    organisations = _organisations_of(projects, people, events, organisations_named(resources) | elsewhere)
    quotas = {event.pk: list(event.quotas.select_related("organisation", "area")) for event in events}
    named = [event.area for event in events] + [one.area for one in organisations] + [row.area for row in resources]
    named += [quota.area for event in events for quota in quotas[event.pk]]
    named += areas_of_trainings(programme) + areas_of_angels(programme)
    named += areas_of_initiatives(programme)
    write_own_areas(folder, named, illustrative=programme.illustrative)
    for organisation in organisations:
        keys.organisation(organisation)
    for person in people:
        keys.person(person)
    write_toml(folder / "programme.toml", _programme(programme, projects, keys))
    write_csv(
        folder / "organisations.csv",
        columns.ORGANISATIONS,
        (
            (keys.organisation(o), o.name, o.name_en, o.short_name, o.kind, o.area.key if o.area else "", o.website)
            for o in organisations
        ),
    )
    write_csv(folder / "people.csv", columns.PEOPLE, (_person(person, keys) for person in people))
    write_csv(
        folder / "team.csv",
        columns.TEAM,
        (
            (keys.person(m.person), m.project.slug if m.project else "", m.role)
            for m in programme.team.select_related("person", "project").order_by("pk")
        ),
    )
    write_resources(resources, folder, keys)
    write_competences(programme, folder)
    write_formats(projects, folder)
    themes: dict[int, tuple[str, str]] = {}
    for event in events:
        table = _event(event, keys) | {"quota": quotas_of(quotas[event.pk], keys)}
        write_toml(folder / "events" / f"{event.slug}.toml", table)
        write_event_lists(event, folder / "events" / event.slug, keys)
        write_answers(event, folder / "events" / event.slug, keys)
        write_funder_answers(event, folder / "events" / event.slug, keys)
        own = write_group_work(event, folder / "events" / event.slug, keys)
        themes |= {cluster: (event.slug, key) for cluster, key in own.items()}
    write_needs(programme, folder, keys, themes)
    write_follow_ups(programme, folder, keys)
    write_indicators(programme, folder)
    write_plans(programme, folder, named)
    write_cooperation(programme, folder, keys)
    write_agreements(programme, folder, keys)
    write_joint_projects(programme, folder, keys)
    write_trainings(programme, folder, keys)
    write_angels(programme, folder, keys)
    write_initiatives(programme, folder, keys, themes)
    for part in parts():
        part.dump(programme, folder)
    return folder


def _named_elsewhere(programme: Programme) -> tuple[set[int], set[int]]:
    """The row ids of organisations and people that cases, agreements, joint projects, training programmes,
    knowledge angels and initiatives name."""
    learning = (named_in_trainings, named_in_angels)
    asked = (named_in_cases, named_in_agreements, named_in_joint_projects, *learning, named_in_initiatives)
    told = [named(programme) for named in asked]
    organisations = set[int]().union(*(one for one, _people in told))
    return organisations, set[int]().union(*(people for _one, people in told))


def _people_of(programme: Programme, events: list[Event], contacts: set[int]) -> list[Person]:
    known = Person.objects.filter(merged_into=None, erased_at=None)
    ids: set[int] = contacts | set(programme.team.values_list("person_id", flat=True))
    for path in ("registrations__event__in", "speaking__item__event__in", "facilitated_items__event__in"):
        ids |= set(known.filter(**{path: events}).values_list("pk", flat=True))
    ids |= set(known.filter(measures_held__programme=programme).values_list("pk", flat=True))
    return list(known.filter(pk__in=ids).select_related("organisation", "account").order_by("sort_key", "pk"))


def _organisations_of(
    projects: list[Project], people: list[Person], events: list[Event], named: set[int]
) -> list[Organisation]:
    ids: set[int | None] = {*named, *(person.organisation_id for person in people)}
    for project in projects:
        ids |= set(project.partners.values_list("organisation_id", flat=True))
    for event in events:
        ids |= set(event.registrations.values_list("organisation_id", flat=True))
        ids |= set(event.quotas.values_list("organisation_id", flat=True))
    known = {pk for pk in ids if pk is not None}
    return list(Organisation.objects.filter(pk__in=known).select_related("area").order_by("sort_key", "pk"))


def _fields(row: Any, shape: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    return {name: plain_words(getattr(row, name)) for name in shape["words"]} | {
        name: getattr(row, name) for name in shape["plain"]
    }


def _programme(programme: Programme, projects: Iterable[Project], keys: Keys) -> dict[str, Any]:
    return {
        "slug": programme.slug,
        **_fields(programme, columns.PROGRAMME),
        "project": [
            {
                "slug": project.slug,
                **_fields(project, columns.PROJECT),
                "partner": [
                    {"organisation": keys.organisation(p.organisation), "role": p.role}
                    for p in project.partners.select_related("organisation")
                ],
                "activity": [
                    {"number": a.number, "title": plain_words(a.title), "description": plain_words(a.description)}
                    for a in project.activities.all()
                ],
                "publicity_duty": [
                    {"key": d.key, "state": d.state, "day": d.day, "note": d.note, "link": d.link}
                    for d in project.publicity_duties.all()
                ],
                "budget_line": [
                    {"code": line.code, "title": plain_words(line.title), "planned_eur": line.planned_eur}
                    for line in project.budget_lines.all()
                ],
            }
            for project in projects
        ],
    }


def _person(person: Person, keys: Keys) -> tuple[object, ...]:
    account = ("administrator" if person.account.is_staff else "yes") if person.account else ""
    return (
        keys.person(person), person.given_name, person.family_name, person.email, person.phone, person.language,
        keys.organisation(person.organisation), person.position, person.expertise, person.public, account,
    )  # fmt: skip


def _event(event: Event, keys: Keys) -> dict[str, Any]:
    said = Findings.of(event)
    items = event.items.prefetch_related("facilitators", "speakers__person", "presentations").order_by("order", "pk")
    return {
        "project": event.project.slug,
        "activity": event.activity.number if event.activity else "",
        "follows": event.follows.slug if event.follows else "",
        "area": event.area.key if event.area else "",
        **_fields(event, columns.EVENT),
        "findings": {
            "lead": plain_words(said.lead),
            "follows": plain_words(said.follows),
            "public": said.published_at is not None,
        }
        if said
        else {},
        "item": [_item(item, keys) for item in items],
        "question": [
            {
                "key": q.key,
                "kind": q.kind,
                "label": plain_words(q.label),
                "options": q.options,
                "required": q.required,
            }
            for q in event.questions.all()
        ],
    }


def _item(item: AgendaItem, keys: Keys) -> dict[str, Any]:
    return {
        "key": item.key,
        **_fields(item, columns.ITEM),
        "facilitators": [keys.person(person) for person in item.facilitators.all()],
        "speaker": [
            {"person": keys.person(s.person), "introduced_as": plain_words(s.introduced_as)}
            for s in item.speakers.all()
        ],
        "presentation": [
            {"title": plain_words(p.title), "url": p.url} for p in item.presentations.all() if p.url and p.published
        ],
    }
