"""The pages that bench/pages.py measures ask the database as often for three of everything as for one."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from talka.events.factories import (
    AgendaItemFactory,
    AgendaReleaseFactory,
    AttendanceFactory,
    ChoiceFactory,
    EventFactory,
    PhotoFactory,
    PresentationFactory,
    QuestionFactory,
    RegistrationFactory,
    SpeakerFactory,
)
from talka.events.models import Event
from talka.events.queries.snapshot import frozen_facts, frozen_items
from talka.needs import actions as needs
from talka.needs.factories import Voiced, voiced_event
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging

pytestmark = pytest.mark.django_db


@dataclass
class Programme:
    """A region with its municipalities, an event ahead, an event held with its findings; `grow` adds one of each."""

    region: Area = field(default_factory=lambda: AreaFactory(kind=Area.Kind.REGION, name="Ābeļu reģions"))
    held: Voiced = field(default_factory=voiced_event)
    coming: Event = field(default_factory=lambda: EventFactory(registration_open=True, capacity=500))
    size: int = 0

    def __post_init__(self) -> None:
        self.organiser = TeamMemberFactory(project=self.held.event.project).person
        TeamMemberFactory(project=self.coming.project, person=self.organiser)
        self.administrator = PersonFactory(administrator=True)

    def grow(self) -> None:
        self.size += 1
        town = AreaFactory(kind=Area.Kind.MUNICIPALITY, name=f"Ābeļu {self.size}. novads")
        Belonging.objects.create(child=town, parent=self.region)
        person = PersonFactory(family_name="Šķiņķe", organisation=OrganisationFactory(area=town))
        project = ProjectFactory()
        TeamMemberFactory(project=project, person=self.organiser)
        EventFactory(project=project, area=town)
        EventFactory(project=project, area=town, first_day=self.held.event.first_day)
        for event in (self.coming, self.held.event):
            talk = AgendaItemFactory(event=event)
            SpeakerFactory(item=talk, person=person)
            PresentationFactory(item=talk, published=True, file_name="a.pdf")
            PhotoFactory(event=event, published=True)
            group = AgendaItemFactory(event=event, kind="group", block="darba-grupas")
            group.facilitators.add(person)
            row = RegistrationFactory(event=event, person=person)
            ChoiceFactory(registration=row, item=group)
            AttendanceFactory(registration=row)
            AgendaReleaseFactory(event=event, number=self.size, items=frozen_items(event), facts=frozen_facts(event))
        QuestionFactory(event=self.coming)
        for kind, raised in (("lack", needs.raise_need), ("do", needs.propose_measure)):
            theme = self.held.theme(f"Temats {kind} {self.size}", 5, kind=kind)
            raised(self.held.event, [theme.pk], by=self.organiser)
        needs.publish_findings(self.held.event, public=True, by=self.organiser)


PAGES: dict[str, tuple[str, Callable[[Programme], str], int]] = {
    "home": ("", lambda p: "/", 8),
    "home of an organiser": ("organiser", lambda p: "/", 16),
    "event ahead": ("", lambda p: f"/e/{p.coming.slug}/", 14),
    "event held": ("", lambda p: f"/e/{p.held.event.slug}/", 14),
    "registration form": ("", lambda p: f"/e/{p.coming.slug}/register/", 10),
    "people": ("administrator", lambda p: "/people/", 10),
    "people, searched": ("administrator", lambda p: "/people/?q=skinke", 10),
    "findings": ("", lambda p: f"/e/{p.held.event.slug}/findings/", 34),
    "registrations": ("organiser", lambda p: f"/e/{p.coming.slug}/registrations/", 18),
    "check-in, searched": ("organiser", lambda p: f"/e/{p.coming.slug}/check-in/?q=skinke", 14),
    "area": ("", lambda p: f"/areas/{p.region.key}/", 22),
}


@pytest.mark.parametrize("page", PAGES)
def test_three_of_everything_cost_what_one_costs(page: str, client: Client) -> None:
    role, address, most = PAGES[page]
    programme = Programme()
    if role:
        person: Person = getattr(programme, role)
        client.force_login(person.account)
    asked, sizes = [], []
    for size in (1, 3):
        while programme.size < size:
            programme.grow()
        url = address(programme)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        assert answer.status_code == 200
        asked.append([query["sql"] for query in queries])
        sizes.append(len(answer.content))
    assert len(asked[0]) == len(asked[1]), "\n".join(sorted(asked[1]))
    assert len(asked[0]) <= most
    assert sizes[1] > sizes[0], "what was added does not stand on the page"
