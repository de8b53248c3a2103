"""How long evidence stays, what erasing a person takes with it, and the letters about what is missing."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.documents.storage import private_storage
from talka.events.factories import AgendaReleaseFactory, AttendanceFactory, EventFactory, RegistrationFactory
from talka.events.models import Event
from talka.evidence.actions.keeping import forget_past
from talka.evidence.actions.reminders import remind_all
from talka.evidence.checklists import standard
from talka.evidence.factories import (
    EvidenceFileFactory,
    OwnItemFactory,
    PackageFactory,
    PublicationFactory,
    StatementFactory,
)
from talka.letters.models import Letter
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.personal_data import export
from talka.programmes.factories import TeamMemberFactory
from talka.programmes.models import Project
from talka.results.factories import ReportFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2030, 1, 1)


@pytest.fixture
def event() -> Event:
    return EventFactory(state=Event.State.PUBLISHED)


def until(event: Event, day: dt.date | None) -> None:
    event.project.retention_until = day
    event.project.save()


def test_past_the_retention_date_what_names_people_goes(event, django_capture_on_commit_callbacks):
    own = OwnItemFactory(programme=event.project.programme, people=False)
    scan, costs = EvidenceFileFactory(event=event), EvidenceFileFactory(event=event, item="costs")
    plain, unknown = EvidenceFileFactory(event=event, item=own.key), EvidenceFileFactory(event=event, item="zq")
    package = PackageFactory(event=event)
    until(event, TODAY)
    assert forget_past(TODAY) == 0, "on its day it is still there"
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_past(TODAY + dt.timedelta(days=1)) == 3
    for row in (scan, unknown, package):
        stored = row.file.name
        row.refresh_from_db()
        assert not row.file and row.gone_at and row.sha256 and not private_storage().exists(stored)
    for row in (costs, plain):
        row.refresh_from_db()
        assert row.file
    assert forget_past(TODAY + dt.timedelta(days=2)) == 0


@pytest.mark.parametrize(("day", "stays"), [(dt.date(2099, 1, 1), True), (dt.date(2020, 1, 1), False), (None, False)])
def test_erasing_a_person_takes_what_no_rule_keeps(event, day, stays):
    until(event, day)
    person = PersonFactory()
    AttendanceFactory(registration=RegistrationFactory(event=event, person=person))
    scan, package = EvidenceFileFactory(event=event), PackageFactory(event=event)
    whole = PackageFactory(event=None, project=event.project)
    elsewhere = PackageFactory()
    outcome = erase_person(person, by=PersonFactory(administrator=True))
    for row in (scan, package, whole):
        row.refresh_from_db()
        assert bool(row.file) is stays, row
    elsewhere.refresh_from_db()
    assert elsewhere.file
    said = " ".join(str(kept.what) for kept in outcome.kept)
    assert (str(event.project.title) in said) is stays
    if not stays:
        assert scan.taken_back_reason and package.gone_why == "erased"


def test_papers_that_name_who_worked_on_them_go_with_the_person(event):
    """As who entered a publication, released the agenda, or handed in a report of the project."""
    person, admin = PersonFactory(), PersonFactory(administrator=True)
    told = PublicationFactory(event=event, by=person)
    released = AgendaReleaseFactory(event=EventFactory(), released_by=person)
    report = ReportFactory(state="handed_in", handed_in_by=person, handed_in_at=timezone.now(), frozen={})
    of_events = [PackageFactory(event=each.event) for each in (told, released)]
    of_project = PackageFactory(event=None, project=report.project)
    Project.objects.update(retention_until=None)
    erase_person(PersonFactory(), by=admin)
    for package in (*of_events, of_project):
        package.refresh_from_db()
        assert package.file
    erase_person(person, by=admin)
    for package in (*of_events, of_project):
        package.refresh_from_db()
        assert not package.file


def test_a_person_is_told_what_they_brought(event):
    person = PersonFactory()
    EvidenceFileFactory(event=event, uploaded_by=person, file_name="zqmine.pdf")
    EvidenceFileFactory(event=event, file_name="zqother.pdf")
    StatementFactory(event=event, by=person)
    PackageFactory(event=event, asked_by=person)
    told = str(export(person)["evidence"])
    assert "zqmine.pdf" in told and "zqother.pdf" not in told and "Apliecinājumus" in told


def test_organisers_are_reminded_once_for_each_day_and_not_for_nothing():
    organiser = TeamMemberFactory(role="organiser", person__email="org@example.test").person
    event = EventFactory(
        project=organiser.team_memberships.get().project,
        state=Event.State.PUBLISHED,
        first_day=dt.date(2026, 3, 1),
        last_day=dt.date(2026, 3, 1),
    )
    TeamMemberFactory(project=event.project, role="auditor", person__email="aud@example.test")
    day = dt.timedelta(days=1)
    ended = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    letters = Letter.objects.filter(kind="evidence-missing")
    remind_all(ended + 6 * day)
    assert not letters.exists()
    for _twice in range(2):
        remind_all(ended + 7 * day)
        remind_all(ended + 8 * day)
    letter = letters.get()
    assert letter.to_address == "org@example.test" and f"/e/{event.slug}/evidence/" in letter.text
    for item in standard().items:
        StatementFactory(event=event, item=item)
    remind_all(ended + 21 * day)
    assert letters.count() == 1, "nothing is missing any more"


def test_nobody_is_written_to_about_drafts_and_events_long_past():
    organiser = TeamMemberFactory(role="organiser", person__email="org@example.test").person
    project = organiser.team_memberships.get().project
    today = timezone.localdate()
    for state, ago in ((Event.State.DRAFT, 7), (Event.State.CANCELLED, 7), (Event.State.PUBLISHED, 400)):
        day = today - dt.timedelta(days=ago)
        EventFactory(project=project, state=state, first_day=day, last_day=day)
    assert remind_all() == 0
