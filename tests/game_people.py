"""Who plays the Future City Game: fourteen people of ten towns, those who advise, help and look on; and their browsers.

Zane, the games master, and Anna, a player, have no mouse. Juris plays in English by thumb, and the phone of Līga, who
plays in another team, loses the network. What the others of a team say and give comes by the same deeds. All made up.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count
from django.utils import timezone

from talka.events.factories import EventFactory, RegistrationFactory, two
from talka.events.models import Event, Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.people.signin import make_link
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.workshops.actions import cards, joining
from talka.workshops.models import Group, Seat, Workshop

from .by_keys import Keys
from .live_site import SMALL_PHONE, Visitor

PEOPLE = 14
TOWNS = ("Ainaži", "Saulkrasti", "Ape", "Cesvaine", "Līgatne", "Pāvilosta", "Durbe", "Sabile", "Ilūkste", "Viļaka")


def people_of_many_places(event: Event) -> None:
    """Of ten towns in two regions, from associations and municipalities; two each from the first four."""
    regions = [AreaFactory(kind=Area.Kind.REGION) for _region in range(2)]
    organisations = []
    for number, name in enumerate(TOWNS):
        town = AreaFactory()
        Belonging.objects.create(child=town, parent=regions[number % 2])
        kind = Organisation.Kind.NGO if number < len(TOWNS) // 2 else Organisation.Kind.MUNICIPALITY
        organisations.append(OrganisationFactory(name=f"{name}: mūsu pilsēta", area=town, kind=kind))
    for number in range(PEOPLE):
        person = PersonFactory(organisation=organisations[number % len(organisations)])
        RegistrationFactory(event=event, person=person)


class Game:
    """The event with its game, and the browsers of those who play. held: row ids of the seats that browsers hold."""

    def __init__(self, enter: Callable[..., Visitor]) -> None:
        self.enter = enter
        self.event = EventFactory(
            first_day=timezone.localdate(),
            kind="game",
            title=two("Nākotnes pilsētas spēle", "Future City Game"),
            project__public=True,
            project__programme__public=True,
        )
        self.zane = TeamMemberFactory(project=self.event.project, role="organiser").person
        people_of_many_places(self.event)
        self.held: set[int] = set()

    @property
    def workshop(self) -> Workshop:
        return Workshop.objects.select_related("event__project__programme", "stage").get(event=self.event)

    @property
    def base(self) -> str:
        return f"/e/{self.event.slug}/groups/{self.workshop.slug}/"

    @property
    def room(self) -> str:
        return f"/w/{self.workshop.code}/"

    @property
    def teams(self) -> list[Group]:
        """The two of five people, then the one of four."""
        teams = Group.objects.filter(workshop=self.workshop).select_related("workshop__event__project")
        return sorted(teams.annotate(people=Count("seats")), key=lambda team: (-team.people, team.number))

    def signed_in(self, person: Any) -> Keys:
        """Somebody with an account, at a desk."""
        visitor = self.enter()
        visitor.open(make_link(person))
        visitor.press("main form button")
        return Keys(visitor)

    def registered(self, team: Group, place: int) -> Registration:
        """Somebody of the team, whose seat a browser will hold."""
        seat = team.seats.order_by("pk")[place]
        self.held.add(seat.pk)
        return seat.registration

    def comes_by_own_link(self, registration: Registration, **kind: Any) -> Visitor:
        return self.comes(f"{self.room}me/{registration.token}/", **kind)

    def comes(self, link: str, **kind: Any) -> Visitor:
        """A small phone at a link that opens a place by one press."""
        phone = self.enter(screen=SMALL_PHONE, **kind)
        phone.open(link)
        phone.press("main form button")
        return phone

    def others(self, *teams: Group) -> list[Seat]:
        """The players of these teams whose phones are not browsers."""
        seats = Seat.objects.filter(group__in=teams).exclude(pk__in=self.held).order_by("pk")
        return list(seats.select_related("workshop__event", "group__workshop"))

    def others_come(self) -> None:
        for seat in self.others(*self.teams):
            joining.join_by_own_link(self.workshop, seat.registration.token)

    def say(self, team: Group, stage: str, lane: str, texts: Iterable[str]) -> None:
        """The others of a team write, one after the other."""
        seats = self.others(team)
        for place, text in enumerate(texts):
            cards.write(seats[place % len(seats)], uuid.uuid4(), stage, lane, text)
