"""The event whose groups are played, who leads it, and what every player does the same way."""

import tomllib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from talka.events.factories import AgendaItemFactory, EventFactory, two
from talka.events.models import Event
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.programmes.factories import TeamMemberFactory
from talka.workshops.actions import cards
from talka.workshops.factories import SeatFactory
from talka.workshops.models import Group, Seat, Workshop

from .by_keys import Keys
from .live_site import SMALL_PHONE, Visitor

AGENDA = Path(__file__).parents[1] / "examples/lv07/events/imc-0.toml"


class Day:
    """The event, who leads it, and the browsers of those who play."""

    def __init__(self, enter: Callable[..., Visitor]) -> None:
        self.enter = enter
        agenda = tomllib.loads(AGENDA.read_text())
        self.event = EventFactory(
            first_day=timezone.localdate(),
            state=Event.State.PUBLISHED,
            title=two(**agenda["title"]),
            project__public=True,
            project__programme__public=True,
        )
        self.zane = TeamMemberFactory(project=self.event.project, role="organiser").person
        self.gatis = PersonFactory(with_account=True)
        second = [item for item in agenda["item"] if item["kind"] in {"group", "plenary"}]
        for order, item in enumerate(second):
            row = AgendaItemFactory(
                event=self.event,
                key=item["key"],
                kind=item["kind"],
                block=item.get("block", ""),
                title=two(**item["title"]),
                order=order,
            )
            if order == 1:
                row.facilitators.add(self.gatis)

    @property
    def workshop(self) -> Workshop:
        return Workshop.objects.select_related("event__project__programme").get(event=self.event)

    @property
    def base(self) -> str:
        return f"/e/{self.event.slug}/groups/{self.workshop.slug}/"

    def group(self, number: int) -> Group:
        return Group.objects.select_related("workshop__event__project").get(workshop=self.workshop, number=number)

    def signed_in(self, person: Any, **kind: Any) -> Visitor:
        visitor = self.enter(**kind)
        visitor.open(make_link(person))
        visitor.press("main form button")
        return visitor

    def joins(self, number: int, **kind: Any) -> Visitor:
        """A phone at the square on the door of a group."""
        visitor = self.enter(screen=SMALL_PHONE, **kind)
        visitor.open(f"/w/{self.workshop.code}/?group={number}")
        visitor.press(f"button[name=group][value='{number}']")
        return visitor

    def say(self, number: int, stage: str, *texts: str) -> None:
        """The rest of a group writes; each of them one card."""
        for text in texts:
            seat = SeatFactory(group=self.group(number), joined_at=timezone.now())
            cards.write(Seat.objects.get(pk=seat.pk), uuid.uuid4(), stage, stage, text, language="lv")


def step_is(words: str, *phones: Visitor) -> None:
    for phone in phones:
        expect(phone.page.locator(".now-step")).to_contain_text(words)
        phone.look()


def sent(phone: Visitor) -> None:
    expect(phone.page.locator("[data-mark=unsent]")).to_have_count(0)


def write(phone: Visitor, text: str) -> None:
    phone.page.locator("#write textarea").fill(text)
    phone.page.locator("#write button[type=submit]").tap()
    expect(phone.page.locator("#mine li", has_text=text)).to_have_count(1)


def write_by_keys(keys: Keys, text: str) -> None:
    keys.type("#write textarea", text).press("#write button[type=submit]").kept()
    expect(keys.page.locator("#mine li", has_text=text)).to_have_count(1)
