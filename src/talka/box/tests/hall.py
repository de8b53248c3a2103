"""A seminar day prepared at home: agenda, people, group work with a group per agenda item, seats, a few cards."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from PIL import Image

from talka.box.queries.world import world_of
from talka.documents.storage import new_name, private_storage
from talka.events.actions.release import freeze
from talka.events.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    EventFactory,
    FeedbackAnswerFactory,
    QuestionFactory,
    RegistrationFactory,
    two,
)
from talka.events.models import Answer, Choice, Event, Speaker
from talka.people.factories import ConsentFactory, OrganisationFactory, PersonFactory
from talka.people.models import Person
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Belonging
from talka.workshops.actions import setup
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, ReportFactory, SeatFactory, put_at
from talka.workshops.models import Card, Group, Picture, Seat, Workshop

SLUG = "seminars-zale"


@dataclass(frozen=True)
class Hall:
    """What tests name, without row ids: those differ on every installation."""

    slug: str
    workshop: str
    organiser: str
    names: tuple[str, ...]
    cards: tuple[str, ...]

    @classmethod
    def prepared(cls) -> "Hall":
        event = EventFactory(slug=SLUG, first_day=timezone.localdate(), state=Event.State.PUBLISHED, room_code="ZALE22")
        organiser = TeamMemberFactory(project=event.project, role="organiser").person
        region, town = AreaFactory(kind="region"), AreaFactory()
        Belonging.objects.create(child=town, parent=region)
        office = OrganisationFactory(area=town)
        talk = AgendaItemFactory(event=event, key="lekcija", title=two("Lekcija", "Talk"))
        Speaker.objects.create(item=talk, person=PersonFactory(organisation=office, public=True))
        for place in range(2):
            item = AgendaItemFactory(event=event, key=f"grupa-{place}", kind="group", block="grupas", capacity=20)
            item.facilitators.add(PersonFactory())
        freeze(event)
        asked = QuestionFactory(event=event, key="ko-gaidat")
        workshop = setup.make_workshop(event, "grupas", by=organiser)
        groups = list(workshop.groups.order_by("number"))
        names, cards = [], []
        for number in range(4):
            person = PersonFactory(organisation=office, family_name=f"Dalībniece{number}")
            registration = RegistrationFactory(
                event=event, person=person, token=f"zale-{number}", code=f"ZAL{number}22"
            )
            ConsentFactory(
                person=person, kind="photos", subject_kind="event", subject_id=str(event.pk), withdrawn_at=None
            )
            Choice.objects.create(registration=registration, item=groups[0].item, block="grupas", rank=1)
            Choice.objects.create(registration=registration, item=groups[1].item, block="grupas", rank=2)
            Answer.objects.create(registration=registration, question=asked, value="Datus")
            seat = SeatFactory(
                group=groups[number % 2],
                registration=registration,
                credential=f"talrunis-{number}",
                joined_at=timezone.now() if number < 2 else None,
            )
            names.append(person.family_name)
            if number < 2:
                cards.append(str(CardFactory(seat=seat, text=f"Mājās rakstīta {number}").pk))
        put_at(workshop, "lack")
        return cls(SLUG, workshop.slug, organiser.key, tuple(names), tuple(cards))

    @property
    def event(self) -> Event:
        return Event.objects.get(slug=self.slug)

    @property
    def work(self) -> Workshop:
        return Workshop.objects.get(event__slug=self.slug, slug=self.workshop)

    @property
    def groups(self) -> list[Group]:
        return list(self.work.groups.order_by("number"))

    def person(self, number: int) -> Person:
        return Person.objects.get(family_name=self.names[number])

    def seat(self, number: int) -> Seat:
        return Seat.objects.get(workshop=self.work, registration__person=self.person(number))

    def write(self, text: str, seat: int = 0) -> str:
        """A card, as a phone writes it; its identity."""
        return str(CardFactory(seat=self.seat(seat), text=text).pk)

    def correct(self, card: str, text: str, at: dt.datetime | None = None) -> None:
        Card.objects.filter(pk=card).update(text=text, edited_at=at or timezone.now())

    def withdraw(self, card: str) -> None:
        Card.objects.filter(pk=card).update(withdrawn_at=timezone.now(), edited_at=timezone.now())

    def vote(self, seat: int = 0, value: int = 1, theme: str = "Dati") -> None:
        place = self.seat(seat)
        cluster = place.group.clusters.filter(name=theme).first() or ClusterFactory(group=place.group, name=theme)
        BallotFactory(seat=place, cluster=cluster, value=value)

    def come(self, number: int) -> None:
        AttendanceFactory(registration=self.event.registrations.get(person=self.person(number)))

    def walk_in(self, family_name: str, token: str) -> None:
        registration = RegistrationFactory(
            event=self.event, person=PersonFactory(family_name=family_name), token=token, source="walk_in"
        )
        AttendanceFactory(registration=registration)

    def report(self, text: str) -> None:
        ReportFactory(group=self.groups[0], text=text)

    def feedback(self, best: str) -> None:
        FeedbackAnswerFactory(event=self.event, best=best)

    def picture(self) -> bytes:
        """A flipchart on the wall; its content."""
        drawn = io.BytesIO()
        Image.new("RGB", (30, 20), "white").save(drawn, "PNG")
        name = private_storage().save(new_name("png"), io.BytesIO(drawn.getvalue()))
        Picture.objects.create(group=self.groups[0], file=name, size=len(drawn.getvalue()), type="image/png")
        return drawn.getvalue()

    def everything(self) -> dict[str, dict[str, dict[str, Any]]]:
        """All rows that travel, by identity."""
        return world_of(self.event).rows

    def texts(self) -> list[str]:
        return sorted(Card.objects.filter(workshop=self.work, withdrawn_at=None).values_list("text", flat=True))
