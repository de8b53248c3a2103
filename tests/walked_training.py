"""What was there before a training is walked through in browsers, who looks, and what comes into their mailboxes."""

import datetime as dt
import os
import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Browser

from talka.events.factories import EventFactory
from talka.events.models import Event
from talka.learning.factories import ModuleFactory, TrainingFactory
from talka.learning.models import Cohort, Training
from talka.letters.models import Letter
from talka.people.models import Person
from talka.programmes.factories import ProgrammeFactory, ProjectFactory, TeamMemberFactory, both
from talka.territories.factories import AreaFactory

from .live_site import Server, Visitor, Watch

LAPTOP = {"viewport": {"width": 1366, "height": 768}}


@dataclass
class Stage:
    """What was there before the story: a place, a programme with its organiser, a training with modules and rules."""

    training: Training
    organiser: Person
    events: list[Event]

    @property
    def at(self) -> str:
        return f"/learning/training/{self.training.slug}"

    @property
    def cohort(self) -> Cohort:
        return Cohort.objects.select_related("training").get(training=self.training)


def stage() -> Stage:
    AreaFactory(name="Ogres novads")
    programme = ProgrammeFactory()
    project = ProjectFactory(programme=programme)
    organiser = TeamMemberFactory(project=None, programme=programme, person__email="ligita@birojs.example").person
    training = TrainingFactory(
        programme=programme,
        slug="kopienas-plano",
        title=both("Kopienas plāno pašas", "Communities plan by themselves"),
        about=both("Kopiena pati saprot, kas tai ir, un vienojas, ko darīt.", "A community knows what it has."),
        for_whom=both("Ciemu un apkaimju kopienas", "Communities of villages and neighbourhoods"),
        least_hours=Decimal(12),
        least_modules=2,
        homework_needed=True,
    )
    outcomes = both("zina, kas kopienai ir\nprot uzklausīt", "knows what the community has\ncan listen")
    ModuleFactory(training=training, order=1, title=both("Kopienas resursi", "What we have"), outcomes=outcomes)
    ModuleFactory(training=training, order=2, title=both("Kopienas plāns", "Our plan"), outcomes=outcomes)
    today = timezone.localdate()
    events = [
        EventFactory(
            project=project,
            slug=f"nodarbiba-{number}",
            title=both(f"{number}. nodarbība", f"Session {number}"),
            first_day=today + dt.timedelta(days=30 * number),
            certificate_hours=Decimal(6),
            registration_open=True,
            venue="Madlienas kultūras nams",
        )
        for number in (1, 2)
    ]
    return Stage(training, organiser, events)


class Browsers:
    """Everybody's browser, and, where they are asked for (TALKA_TEST_PICTURES), pictures of what they see."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server, self.watch, self.shown = browser, server, Watch(), 0

    def phone(self) -> Visitor:
        return Visitor(self.browser, self.server.address, self.watch, phone=True)

    def laptop(self) -> Visitor:
        return Visitor(self.browser, self.server.address, self.watch, screen=LAPTOP)

    def picture(self, visitor: Visitor, name: str) -> None:
        if folder := os.environ.get("TALKA_TEST_PICTURES", ""):
            self.shown += 1
            visitor.page.screenshot(path=f"{folder}/{self.shown:02}-{name}.png", full_page=True)


def link_in(address: str, to: str) -> str:
    """The newest link to such a page in the letters to an address: what somebody presses in their mailbox."""
    letters = Letter.objects.filter(to_address=address).order_by("-pk").values_list("text", flat=True)
    found = [urlsplit(link) for text in letters for link in re.findall(rf"https?://[^/\s]+{to}\S+", text)]
    assert found, f"nobody wrote to {address} about {to}"
    return f"{found[0].path}?{found[0].query}" if found[0].query else found[0].path


def comes_in(visitor: Visitor, address: str) -> None:
    visitor.open(link_in(address, "/signin/"))
    visitor.press("main form button[type=submit]")
