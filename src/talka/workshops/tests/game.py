"""A small Future City Game to test with: five teams of five, two practitioners, a co-games master, six onlookers."""

import io
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from talka.events.factories import EventFactory
from talka.events.models import Event, Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.refusals import Refusal
from talka.workshops.actions import (
    cards,
    common_ideas,
    evidence,
    forming,
    guests,
    joining,
    sheets,
    stages,
    teams,
    voting,
)
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Card, CommonIdea, Group, Seat, Workshop
from talka.workshops.views.frame import cookie_name

TEAMS = 5
PLAYERS = 25


@dataclass
class Game:
    """What the tests play with. credentials: what each seat's phone holds, by the seat's row id."""

    event: Event
    workshop: Workshop
    master: Person
    players: list[Seat] = field(default_factory=list)
    practitioners: list[Seat] = field(default_factory=list)
    public: list[Seat] = field(default_factory=list)
    helper: Seat | None = None
    credentials: dict[int, str] = field(default_factory=dict)

    @property
    def teams(self) -> list[Group]:
        return list(Group.objects.filter(workshop=self.workshop).select_related("workshop__event__project"))

    def of(self, team: Group) -> list[Seat]:
        """The players of a team."""
        return list(Seat.objects.filter(group=team).order_by("pk"))

    def go(self, key: str) -> None:
        stages.go_to(self.workshop, key, by=self.master)
        self.workshop.refresh_from_db()

    def close(self) -> None:
        stages.close(self.workshop, by=self.master)
        self.workshop.refresh_from_db()

    def holding(self, client, seat: Seat):
        """The client becomes the phone of this seat."""
        client.cookies[cookie_name(self.workshop)] = self.credentials[seat.pk]
        return client

    def url(self, rest: str = "") -> str:
        return f"/e/{self.event.slug}/groups/{self.workshop.slug}/{rest}"

    def room(self, rest: str = "") -> str:
        return f"/w/{self.workshop.code}/{rest}"


def set_up(**event: object) -> Game:
    """Registered people of many places, and the teams, in which nobody sits yet."""
    event = EventFactory(first_day=timezone.localdate(), state=Event.State.PUBLISHED, kind="game", **event)
    master = TeamMemberFactory(project=event.project, role="facilitator").person
    regions = [AreaFactory(kind=Area.Kind.REGION) for _n in range(2)]
    organisations = []
    for number in range(10):
        town = AreaFactory()
        Belonging.objects.create(child=town, parent=regions[number % 2])
        kind = Organisation.Kind.NGO if number < 5 else Organisation.Kind.MUNICIPALITY
        organisations.append(OrganisationFactory(area=town, kind=kind))
    for number in range(PLAYERS):
        organisation = organisations[number % len(organisations)]
        Registration.objects.create(
            event=event,
            person=PersonFactory(organisation=organisation),
            organisation=organisation,
            token=f"game-{event.pk}-{number}",
            code=f"G{number:03}",
            state="registered",
        )
    return Game(event, teams.make_teams(event, shipped_format("game"), by=master), master)


def seat_everybody(game: Game) -> None:
    """Teams are formed by the method and accepted; everybody takes their place, guests by their links."""
    run = forming.propose(
        game.workshop, by=game.master, source="registered", keep="none", balance=("region", "kind", "area")
    )
    forming.accept(game.workshop, run, by=game.master)
    for registration in Registration.objects.filter(event=game.event).order_by("pk"):
        seat, credential = joining.join_by_own_link(game.workshop, registration.token)
        game.players.append(seat)
        game.credentials[seat.pk] = credential
    for name, expertise in (("Ilze Lūse", "būvatļaujas"), ("Pēteris Bite", "uzņēmējdarbība")):
        seat, credential = guests.invite(game.workshop, "practitioner", name, expertise=expertise, by=game.master)
        game.practitioners.append(guests.join_by_link(game.workshop, credential))
        game.credentials[seat.pk] = credential
    seat, credential = guests.invite(game.workshop, "master", "Anda Egle", by=game.master)
    game.helper = guests.join_by_link(game.workshop, credential)
    game.credentials[seat.pk] = credential


def let_public_in(game: Game, people: int = 6) -> None:
    for _n in range(people):
        seat, credential = guests.join_as_public(game.workshop)
        game.public.append(seat)
        game.credentials[seat.pk] = credential


def card(seat: Seat, stage: str, lane: str, text: str) -> Card:
    return cards.write(seat, uuid.uuid4(), stage, lane, text)


def photo(colour: str = "green", exif: bool = False) -> ContentFile:
    """A small JPEG, if asked for with what a camera writes beside the picture."""
    out = io.BytesIO()
    picture = Image.new("RGB", (320, 240), colour)
    data = picture.getexif()
    if exif:
        data[0x010F] = "Kamera SIA"
        data[0x8825] = {1: "N", 2: (57.0, 18.0, 0.0)}
    picture.save(out, "JPEG", exif=data)
    return ContentFile(out.getvalue(), name="bilde.jpg")


def play_to_the_vote(game: Game) -> None:
    """All steps up to the voting: challenges, ideas, the chosen one, evidence, idea sheets."""
    game.go("global-challenges")
    for team in game.teams:
        card(game.of(team)[0], "global-challenges", "global-environmental", "Siltāks klimats")
    game.go("local-challenges")
    for team in game.teams:
        card(game.of(team)[1], "local-challenges", "local-economic", f"Trūkst darba vietu {team.number}")
    game.go("ideas")
    for team in game.teams:
        for number in range(3):
            card(game.of(team)[number], "ideas", "idea", f"Ideja {number} no komandas {team.number}")
    game.go("prioritising")
    for team in game.teams:
        best = Card.objects.filter(group=team, stage__key="ideas").order_by("written_at")[1]
        for seat in game.of(team):
            voting.give(seat, "prioritising", voting.Thing("card", str(best.pk)), 3)
        sheets.open_sheet(team, "future-ideas", best, seat=game.of(team)[0])
    game.go("future-ideas")
    for team in game.teams:
        said = {"title": f"Lielā ideja {team.number}", "what": "Kopīga darbnīca", "idea-kind": "project"}
        sheets.write_sheet(team, "future-ideas", said, 1, seat=game.of(team)[0])
    game.go("testing")
    for team in game.teams:
        seat = game.of(team)[0]
        evidence.bring(
            seat,
            uuid.uuid4(),
            "testing",
            "evidence-for",
            "Es nāktu katru nedēļu",
            source="veikala pārdevēja",
            picture=(photo().file, "bilde.jpg", "Tukšs veikals pie laukuma"),
        )
        card(game.of(team)[1], "testing", "evidence-doubt", "Nav kur novietot mašīnu")
    game.go("final-ideas")
    for team in game.teams:
        sheets.open_sheet(team, "final-ideas", seat=game.of(team)[0])
        sheets.write_sheet(team, "final-ideas", {"first-step": "Sanākam otrdien"}, 1, seat=game.of(team)[2])
    game.go("voting")


def find_common(game: Game) -> CommonIdea:
    """The first ideas of the first two teams say the same."""
    same = [Card.objects.filter(group=team, stage__key="ideas").order_by("written_at")[0] for team in game.teams[:2]]
    return common_ideas.make(game.workshop, "Darbnīca visiem", {each.pk: None for each in same}, by=game.master)


def score(seat: Seat, team: Group, value: int, criterion: str) -> voting.Given:
    return voting.give(seat, "voting", voting.Thing("group", str(team.number)), value, criterion=criterion)


def refused(status: int) -> Any:
    """What is done inside is refused so."""
    return pytest.raises(Refusal, check=lambda refusal: refusal.status == status)
