"""A day of group work: an event today, two groups, an organiser, a facilitator of the first group, people."""

from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from talka.events.factories import AgendaItemFactory, EventFactory, two
from talka.events.models import Attendance, Choice, Event, Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.workshops.actions import setup
from talka.workshops.actions.setup import take_format
from talka.workshops.factories import SeatFactory, put_at
from talka.workshops.formats.spec import FormatSpec, StageSpec
from talka.workshops.models import Group, Seat, Workshop
from talka.workshops.views.frame import cookie_name

from .game import Game, seat_everybody, set_up


@dataclass
class Day:
    """What the tests play with."""

    event: Event
    workshop: Workshop
    groups: list[Group]
    organiser: Person
    facilitator: Person
    organisations: list[Organisation] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)

    def register(self, organisation: Organisation, *choices: Group, person: Person | None = None, **values: object):
        number = len(self.registrations)
        registration = Registration.objects.create(
            event=self.event,
            person=person or PersonFactory(organisation=organisation),
            organisation=organisation,
            token=f"token-{self.event.pk}-{number}",
            code=f"N{number:03}",
            state=values.pop("state", "registered"),
            **values,
        )
        for rank, group in enumerate(choices, 1):
            Choice.objects.create(registration=registration, item=group.item, rank=rank)
        self.registrations.append(registration)
        return registration

    def check_in(self, *registrations: Registration) -> None:
        for registration in registrations:
            Attendance.objects.create(
                registration=registration, day=timezone.localdate(), at=timezone.now(), how=Attendance.How.QR
            )

    def seat(self, group: int = 0, credential: str = "kluss") -> Seat:
        """An anonymous seat whose phone holds the credential."""
        return SeatFactory(group=self.groups[group], credential=credential, joined_at=timezone.now())

    def go_to(self, key: str) -> None:
        """Let all groups stand at this stage: "" gathering, "closed"."""
        self.workshop = put_at(Workshop.objects.get(pk=self.workshop.pk), key)

    def play(self, *stages: StageSpec) -> None:
        """Let the workshop follow these stages instead, without what was written before, and stand at the first."""
        Workshop.objects.filter(pk=self.workshop.pk).update(stage=None)
        self.workshop.cards.all().delete()
        self.workshop.stages.all().delete()
        take_format(self.workshop, FormatSpec("cita", {"lv": "Cita"}, {"lv": "Cita"}, stages))
        self.go_to(stages[0].key)

    def url(self, rest: str = "") -> str:
        return f"/e/{self.event.slug}/groups/{self.workshop.slug}/{rest}"

    def room(self, rest: str = "") -> str:
        return f"/w/{self.workshop.code}/{rest}"


@pytest.fixture
def day(db) -> Day:
    event = EventFactory(first_day=timezone.localdate(), state=Event.State.PUBLISHED)
    organiser = TeamMemberFactory(project=event.project, role="organiser").person
    facilitator = PersonFactory(with_account=True)
    for place, title in enumerate([two("Dati", "Data"), two("Kopienas", "Communities")]):
        item = AgendaItemFactory(
            event=event,
            kind="group",
            block="darba-grupas",
            title=title,
            capacity=8,
            order=place,
            room=f"{place}. telpa",
        )
        if place == 0:
            item.facilitators.add(facilitator)
    workshop = setup.make_workshop(event, "darba-grupas", by=organiser)
    organisations = []
    for _place in range(2):
        region = AreaFactory(kind=Area.Kind.REGION)
        town = AreaFactory()
        Belonging.objects.create(child=town, parent=region)
        organisations += [
            OrganisationFactory(area=town),
            OrganisationFactory(area=town, kind=Organisation.Kind.NGO),
        ]
    return Day(event, workshop, list(workshop.groups.all()), organiser, facilitator, organisations)


@pytest.fixture
def sign_in(client):
    def signed(person: Person):
        client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed


@pytest.fixture
def phone(client, day):
    """A client whose phone holds an anonymous seat of the first group."""
    day.seat(0, "mans")
    client.cookies[cookie_name(day.workshop)] = "mans"
    return client


@pytest.fixture
def game() -> Game:
    """Formed and seated; nothing has been played."""
    game = set_up()
    seat_everybody(game)
    return game
