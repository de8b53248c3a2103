"""The day of a seminar, played from the organiser's first click to the trail, in real browsers in Latvian.

One story, told in chapters: what a chapter makes, the next ones use. Every page on the way is looked at by axe and must
fit a phone, say nothing on the console and ask nobody else (`live_site.Visitor`).
"""

import pytest

from talka.events.models import Event
from talka.people.signin import make_link
from talka.workshops.models import Workshop

from .day_after import a_certificate_verifies, needs_come_of_it, papers_hold_what_was_found, the_trail_leads_both_ways
from .day_before import (
    an_event_from_the_template,
    invitations_from_a_table,
    people_are_checked_in,
    people_register_on_phones,
    the_day_comes,
)
from .day_groups import (
    cards_are_written,
    groups_are_formed,
    the_group_reports,
    the_phones_join,
    themes_are_named_and_voted_on,
)
from .day_people import Hall, prepare, register_many

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(django_db_blocker, tmp_path):
    """A hall with its people, a server before it, and a way to let people in: `stage.person(phone=True)`."""
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "day", tmp_path / "var") as (browser, server):
        stage = Stage(prepare(), lambda **kind: Visitor(browser, server.address, watch, **kind))
        watch = stage.watch = Watch()
        yield stage
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


class Stage:
    """What the chapters share."""

    def __init__(self, hall: Hall, person) -> None:
        self.hall, self.person = hall, person

    @property
    def event(self) -> Event:
        return Event.objects.select_related("project__programme").get(project=self.hall.project)

    @property
    def workshop(self) -> Workshop:
        return Workshop.objects.select_related("event__project__programme").get(event__project=self.hall.project)

    def signed_in(self, person):
        """A browser that came by a one-time link."""
        visitor = self.person()
        visitor.open(make_link(person))
        visitor.press("main form button")
        return visitor


def test_the_day(stage):
    zane = stage.signed_in(stage.hall.organiser)
    an_event_from_the_template(stage, zane)
    invitations_from_a_table(stage, zane)
    phones = people_register_on_phones(stage)
    others = register_many(stage.event, stage.hall, 27)
    the_day_comes(stage.event)
    here = people_are_checked_in(stage, zane, others)
    groups_are_formed(stage, zane)
    led = the_phones_join(stage, zane, phones)
    gatis = cards_are_written(stage, zane, phones, led)
    themes_are_named_and_voted_on(stage, zane, gatis, phones, led)
    the_group_reports(stage, zane, gatis, led)
    needs_come_of_it(stage, zane)
    papers_hold_what_was_found(stage, zane, here)
    a_certificate_verifies(stage, zane, phones)
    the_trail_leads_both_ways(stage)
