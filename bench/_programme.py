"""A programme as large as a country's: 50 events, 5,000 persons, 300 organisations; the same at every run.

Made up, and written straight into the tables of a database that is dropped afterwards. Days count from today, so that
there are always events ahead and events held.
"""

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils import timezone
from i18nfield.strings import LazyI18nString

from talka.documents.qr import plain_code
from talka.events.models import (
    AgendaItem,
    AgendaRelease,
    Attendance,
    Choice,
    Event,
    Photo,
    Presentation,
    Question,
    Quota,
    Registration,
    Speaker,
)
from talka.events.queries.snapshot import frozen_facts, frozen_items
from talka.needs.models import Answering, Findings, Measure, MeasureEvidence, Need, NeedEvidence
from talka.people import names
from talka.people.models import Account, Organisation, Person
from talka.programmes.models import Logo, Programme, Project, TeamMember
from talka.territories.models import Area
from talka.territories.queries import municipalities, regions
from talka.workshops.actions.setup import default_format, take_format
from talka.workshops.models import Ballot, Card, Cluster, Group, Report, Seat, Workshop

from . import _words as words

EVENTS, PERSONS, COMING = 50, 5000, 120
HELD, WITH_FINDINGS, PROJECTS = 36, 36, 5
CARDS, THEMES = 140, 24
BATCH = 1000


@dataclass
class Filled:
    """Who asks, and the objects whose pages are measured."""

    administrator: Account
    organiser: Account
    coming: Event
    held: Event
    municipality: Area


def two(lv: str, en: str) -> LazyI18nString:
    return LazyI18nString({"lv": lv, "en": en})


class Filling:
    """Fills an empty database whose areas are read already."""

    def __init__(self, seed: int = 2015) -> None:
        self.chance = random.Random(seed)
        self.today = timezone.localdate()
        self.codes = self._codes()

    def _codes(self) -> Iterator[str]:
        signs = [sign for sign in "23456789ABCDEFGHJKMNPQRSTVWXYZ" if plain_code(sign) == sign]
        return ("".join(five) for five in product(signs, repeat=6))

    def run(self) -> Filled:
        organisations = self.organisations()
        persons = self.persons(organisations)
        projects = self.projects()
        administrator, organiser = self.accounts(persons, projects)
        events = [self.event(number, projects, persons) for number in range(EVENTS)]
        for event in events[HELD - WITH_FINDINGS : HELD]:
            self.group_work(event)
        town = Area.objects.get(key="cesu-novads") if Area.objects.filter(key="cesu-novads").exists() else None
        shown = town or municipalities(self.today).first()
        assert shown is not None
        return Filled(administrator, organiser, events[HELD], events[HELD - 1], shown)

    def organisations(self) -> list[Organisation]:
        """Of each municipality and region several, and some of the whole country."""
        homes = [*municipalities(self.today), *regions(self.today)]
        rows = []
        for home in homes:
            for kind, name in words.ORGANISATIONS[: 6 if home.kind != "region" else 3]:
                rows.append((kind, name.format(name=home.genitive or home.name), home))
        rows += [(kind, name, None) for kind, name in words.NATIONAL]
        return Organisation.objects.bulk_create(
            [
                Organisation(
                    key=f"org{number:06}",
                    name=name[:200],
                    kind=kind,
                    area=home,
                    sort_key=names.organisation_sort_key(name),
                    folded=names.organisation_folded(name),
                )
                for number, (kind, name, home) in enumerate(rows)
            ]
        )

    def persons(self, organisations: list[Organisation]) -> list[Person]:
        rows = []
        for number in range(PERSONS):
            given, family = self.chance.choice(words.GIVEN), self.chance.choice(words.FAMILY)
            email = f"{given}.{family}.{number}@example.test".lower()
            rows.append(
                Person(
                    key=f"p{number:08}",
                    given_name=given,
                    family_name=family,
                    email=email,
                    organisation=self.chance.choice(organisations),
                    position=self.chance.choice(words.POSITIONS),
                    sort_key=names.person_sort_key(given, family),
                    folded=names.person_folded(given, family, email),
                )
            )
        return Person.objects.bulk_create(rows, batch_size=BATCH)

    def projects(self) -> list[Project]:
        programme = Programme.objects.create(
            slug="kapacitate",
            code="KAP",
            title=two("Plānošanas spēju programma", "Programme for planning capacity"),
            funder=two("Finanšu instruments", "Financial instrument"),
        )
        rows = Project.objects.bulk_create(
            Project(
                programme=programme,
                slug=f"projekts-{number}",
                number=f"KAP/2026/{number:03}",
                title=two(
                    f"Pašvaldības plāno kopā, {number}. projekts", f"Municipalities plan together, project {number}"
                ),
                funder=programme.funder,
                publicity=two("Projektu līdzfinansē finanšu instruments.", "Co-financed by the financial instrument."),
                controller=two("Programmas vadība", "Programme office"),
                retention_until=dt.date(2050, 12, 31),
            )
            for number in range(1, PROJECTS + 1)
        )
        Logo.objects.bulk_create(
            Logo(project=row, file=f"logos/{row.slug}-{n}.png", alt=two("Finansētāja zīme", "Funder's mark"), order=n)
            for row in rows
            for n in range(2)
        )
        return rows

    def accounts(self, persons: list[Person], projects: list[Project]) -> tuple[Account, Account]:
        """The administrator, and an organiser of one project who has a team's further roles elsewhere."""
        made = []
        for person, staff in ((persons[0], True), (persons[1], False)):
            account = Account.objects.create(email=person.email, is_staff=staff)
            Person.objects.filter(pk=person.pk).update(account=account)
            made.append(account)
        programme = projects[0].programme
        roles = TeamMember.Role
        team = [(persons[1], project, roles.ORGANISER) for project in projects]
        team += [
            (person, project, role)
            for project in projects
            for person, role in zip(
                self.chance.sample(persons[2:], 6), [*roles, roles.FACILITATOR, roles.VIEWER], strict=True
            )
        ]
        TeamMember.objects.bulk_create(
            [TeamMember(person=p, programme=programme, project=project, role=role) for p, project, role in team],
            ignore_conflicts=True,
        )
        return made[0], made[1]

    def event(self, number: int, projects: list[Project], persons: list[Person]) -> Event:
        """A seminar day of twelve items, three of them working groups side by side, with 120 registrations."""
        held = number < HELD
        day = self.today + dt.timedelta(days=(number - HELD) * 9 + (4 if not held else 0))
        theme = words.THEMES[number % len(words.THEMES)]
        event = Event.objects.create(
            project=projects[number % len(projects)],
            slug=f"seminars-{number + 1}",
            state=Event.State.PUBLISHED,
            title=two(f"Seminārs “{theme}”", f"Seminar {number + 1}"),
            summary=two(words.SUMMARY, "A day of talks and working groups."),
            description=two(words.DESCRIPTION, "Talks in the morning, working groups in the afternoon."),
            record=two(words.DESCRIPTION, "What was on record.") if held else two("", ""),
            first_day=day,
            last_day=day,
            starts_at=self.at(day, 8),
            ends_at=self.at(day, 14, 30),
            venue=two("Kultūras nams, lielā zāle", "House of culture, great hall"),
            address="Brīvības iela 1",
            area=municipalities(day).all()[number % 40],
            capacity=COMING + 20,
            registration_open=not held,
            registration_closes_at=self.at(day, 6),
            room_code=f"KODS{number:03}",
        )
        groups = self.agenda(event, persons)
        questions = [Question.Kind.DIET, Question.Kind.ACCESS, Question.Kind.TRANSPORT, Question.Kind.OVERNIGHT]
        Question.objects.bulk_create(
            Question(event=event, key=kind, kind=kind, label=two("", ""), order=order)
            for order, kind in enumerate(questions)
        )
        Quota.objects.create(event=event, each_organisation=True, seats=8)
        self.coming(event, groups, persons, held)
        if held:
            self.papers(event)
        return event

    def agenda(self, event: Event, persons: list[Person]) -> list[AgendaItem]:
        day, items = event.first_day, []
        for order, (kind, hour, minute, length, title) in enumerate(words.AGENDA):
            begins = self.at(day, hour, minute)
            group = kind == AgendaItem.Kind.GROUP
            items.append(
                AgendaItem(
                    event=event,
                    key=f"punkts-{order + 1}",
                    order=order,
                    kind=kind,
                    block="darba-grupas" if group else "",
                    title=two(title, f"Item {order + 1}"),
                    description=two(words.DESCRIPTION if group else "", ""),
                    starts_at=begins,
                    ends_at=begins + dt.timedelta(minutes=length),
                    room=f"{order + 1}. telpa" if group else "Lielā zāle",
                    capacity=COMING // 3 + 5 if group else None,
                )
            )
        AgendaItem.objects.bulk_create(items)
        said = [item for item in items if item.kind in ("opening", "talk")]
        Speaker.objects.bulk_create(
            Speaker(item=item, person=person, introduced_as=two("plānošanas eksperte", "planner"))
            for item, person in zip(said, self.chance.sample(persons, len(said)), strict=True)
        )
        AgendaRelease.objects.create(event=event, number=1, items=frozen_items(event), facts=frozen_facts(event))
        return [item for item in items if item.kind == AgendaItem.Kind.GROUP]

    def coming(self, event: Event, groups: list[AgendaItem], persons: list[Person], held: bool) -> None:
        states = [Registration.State.REGISTERED] * 104 + [Registration.State.WAITING] * 6 + ["cancelled"] * 10
        rows = Registration.objects.bulk_create(
            Registration(
                event=event,
                person=person,
                token=f"{event.pk}-{person.key}-{self.chance.getrandbits(96):024x}",
                code=next(self.codes),
                state=state,
                waiting_since=timezone.now() if state == Registration.State.WAITING else None,
                organisation_id=person.organisation_id,
                position=person.position,
                diet="veģetārs" if self.chance.random() < 0.1 else "",
            )
            for person, state in zip(self.chance.sample(persons, COMING), states, strict=True)
        )
        Choice.objects.bulk_create(
            Choice(registration=row, item=item, block=item.block, rank=rank)
            for row in rows
            for rank, item in enumerate(self.chance.sample(groups, len(groups)), 1)
        )
        if held:
            Attendance.objects.bulk_create(
                Attendance(registration=row, day=event.first_day, at=event.starts_at, how=Attendance.How.NAME)
                for row in rows[:92]
            )

    def papers(self, event: Event) -> None:
        for item in event.items.filter(kind="talk"):
            Presentation.objects.create(
                item=item,
                title=item.title,
                file_name=f"{item.key}.pdf",
                file=f"presentations/{event.pk}-{item.key}.pdf",
                kind="pdf",
                size=1_400_000,
                published=True,
            )
        Photo.objects.bulk_create(
            Photo(event=event, file=f"photos/{event.pk}-{n}.jpg", width=1600, height=1067, published=True, order=n)
            for n in range(8)
        )

    def group_work(self, event: Event) -> None:
        """Three groups of a closed workshop: cards, themes, dots, reports; needs and proposals made of the themes."""
        chance = self.chance
        workshop = Workshop.objects.create(
            event=event,
            block="darba-grupas",
            slug="darba-grupas",
            code=f"W{event.pk:05}".translate(str.maketrans("01", "XY")),
            closed_at=timezone.now(),
        )
        take_format(workshop, default_format())
        stages = {stage.key: stage for stage in workshop.stages.all()}
        items = list(event.items.filter(kind="group"))
        groups = [
            Group.objects.create(workshop=workshop, item=item, number=n, name=str(item.title), capacity=45)
            for n, item in enumerate(items, 1)
        ]
        came = list(Registration.objects.filter(event=event, attendances__isnull=False).order_by("pk"))
        seats = Seat.objects.bulk_create(
            Seat(
                workshop=workshop,
                group=groups[n % 3],
                registration=row,
                digest=hashlib.sha256(row.token.encode()).hexdigest(),
                joined_at=event.starts_at,
            )
            for n, row in enumerate(came)
        )
        clusters = Cluster.objects.bulk_create(
            Cluster(group=groups[n % 3], lane=kind, kind=kind, name=name, order=n // 3)
            for n, (kind, name) in enumerate(
                [("lack", words.LACKS[n % len(words.LACKS)]) for n in range(THEMES // 2)]
                + [("do", words.DOS[n % len(words.DOS)]) for n in range(THEMES // 2)]
            )
        )
        cards = []
        for n in range(CARDS):
            cluster = clusters[n % len(clusters)]
            seat = chance.choice([seat for seat in seats if seat.group_id == cluster.group_id])
            text = chance.choice(words.LACKS if cluster.kind == "lack" else words.DOS)
            cards.append(
                Card(
                    id=uuid.UUID(int=chance.getrandbits(128), version=4),
                    workshop=workshop,
                    group_id=cluster.group_id,
                    seat=seat,
                    stage=stages[cluster.kind],
                    lane=cluster.lane,
                    kind=cluster.kind,
                    text=f"{text}: {chance.choice(words.POSITIONS)}, {chance.choice(words.THEMES).lower()}",
                    cluster=cluster,
                )
            )
        Card.objects.bulk_create(cards)
        Ballot.objects.bulk_create(
            Ballot(seat=seat, stage=stages["vote"], cluster=cluster, value=chance.randint(1, 2))
            for seat in seats
            for cluster in chance.sample([c for c in clusters if c.group_id == seat.group_id], 3)
        )
        Report.objects.bulk_create(Report(group=group, text=words.DESCRIPTION) for group in groups)
        self.findings(event, clusters)

    def findings(self, event: Event, clusters: list[Cluster]) -> None:
        programme = event.project.programme
        needs: list[Any] = []
        measures: list[Any] = []
        for cluster in clusters:
            kind, into = (Need, needs) if cluster.kind == "lack" else (Measure, measures)
            into.append(kind(programme=programme, event=event, words=cluster.name))
        Need.objects.bulk_create(needs)
        Measure.objects.bulk_create(measures)
        lacks = [cluster for cluster in clusters if cluster.kind == "lack"]
        dos = [cluster for cluster in clusters if cluster.kind == "do"]
        NeedEvidence.objects.bulk_create(NeedEvidence(need=n, cluster=c) for n, c in zip(needs, lacks, strict=True))
        MeasureEvidence.objects.bulk_create(
            MeasureEvidence(measure=m, cluster=c) for m, c in zip(measures, dos, strict=True)
        )
        Answering.objects.bulk_create(Answering(need=n, measure=m) for n, m in zip(needs, measures, strict=True))
        Findings.objects.create(
            event=event,
            lead=two(words.SUMMARY, "What was found."),
            follows=two(words.DESCRIPTION, "What follows."),
            published_at=timezone.now(),
        )

    @staticmethod
    def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)
