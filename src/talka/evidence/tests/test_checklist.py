"""What the checklist says of each item, as time goes on and things come in; and what it costs to ask."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.events.factories import (
    AttendanceFactory,
    CertificateFactory,
    CostFactory,
    EventFactory,
    FeedbackAnswerFactory,
    InvitationFactory,
    PhotoFactory,
    PresentationFactory,
    RegistrationFactory,
)
from talka.events.models import Event
from talka.evidence.checklists import FOLDER, ChecklistFault, read, standard
from talka.evidence.factories import EvidenceFileFactory, OwnItemFactory, PublicationFactory, StatementFactory
from talka.evidence.queries.checklist import State, checklist
from talka.evidence.queries.matrix import matrix_of
from talka.needs.factories import NeedFactory
from talka.programmes.factories import ProjectFactory
from talka.programmes.funders import EVIDENCE, templates

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 10)
NOON = dt.datetime(2026, 3, 10, 10, tzinfo=dt.UTC)


@pytest.fixture
def event() -> Event:
    return EventFactory(state=Event.State.PUBLISHED, first_day=DAY, last_day=DAY, starts_at=None, ends_at=None)


def states(event: Event, now: dt.datetime | None = None) -> dict[str, str]:
    return {line.item.key: line.state.value for line in checklist(event, now).lines}


def line_of(event: Event, key: str):
    return next(line for line in checklist(event).lines if line.item.key == key)


def test_things_are_missing_when_their_time_has_come(event):
    before = states(event, NOON - dt.timedelta(days=3))
    assert {key for key, state in before.items() if state == "missing"} == {"agenda", "invitation"}
    assert set(before.values()) == {"missing", "later"}
    on_the_day = states(event, NOON)
    assert on_the_day["attendance_list"] == "missing" and on_the_day["signed_list"] == "later"
    assert set(states(event, NOON + dt.timedelta(days=1)).values()) == {"missing"}


def test_nothing_is_wanted_of_drafts_ahead_and_of_cancelled_events(event):
    event.state = Event.State.CANCELLED
    assert set(states(event).values()) == {"later"}
    event.state, event.first_day, event.last_day = Event.State.DRAFT, dt.date(2099, 1, 1), dt.date(2099, 1, 1)
    assert set(states(event).values()) == {"later"}


def test_what_talka_has_is_there(event):
    for _person in range(5):
        AttendanceFactory(registration=RegistrationFactory(event=event))
        FeedbackAnswerFactory(event=event)
    InvitationFactory(event=event, sent_at=timezone.now())
    PresentationFactory(item__event=event)
    PhotoFactory(event=event)
    NeedFactory(event=event, programme=event.project.programme)
    CostFactory(event=event, spent_eur=10, document_number="R-1")
    CertificateFactory(registration=event.registrations.first())
    PublicationFactory(event=event)
    there = {key for key, state in states(event).items() if state == "there"}
    assert there == set(standard().items) - {"agenda", "signed_list", "publicity", "group_work"}


def test_what_is_there_in_part_says_what_it_lacks(event):
    CostFactory(event=event, spent_eur=10, document_number="")
    with translation.override("en"):
        line = line_of(event, "costs")
    assert line.state is State.PARTLY and line.made.lacks == "1 cost has no document number."
    EvidenceFileFactory(event=event, item="costs")
    assert line_of(event, "costs").state is State.THERE, "a file that was brought says the rest"


def test_few_sheets_are_no_summary(event):
    FeedbackAnswerFactory.create_batch(4, event=event)
    line = line_of(event, "feedback")
    assert line.state is State.MISSING and line.made.words and "4" not in line.made.words


def test_a_statement_counts_until_something_is_there(event):
    StatementFactory(event=event, item="signed_list")
    assert line_of(event, "signed_list").state is State.APART
    wanted = checklist(event).wanted
    EvidenceFileFactory(event=event, item="signed_list")
    assert line_of(event, "signed_list").state is State.THERE
    assert checklist(event).wanted == wanted + 1


def test_a_file_taken_back_proves_nothing(event):
    EvidenceFileFactory(event=event, taken_back_at=NOON, taken_back_reason="Cita pasākuma saraksts")
    line = line_of(event, "signed_list")
    assert line.state is State.MISSING and not line.files and len(line.taken_back) == 1


def test_own_items_of_the_programme_are_asked_for(event):
    own = OwnItemFactory(programme=event.project.programme)
    OwnItemFactory()
    assert states(event)[own.key] == "missing" and len(states(event)) == len(standard().items) + 1
    EvidenceFileFactory(event=event, item=own.key)
    own.retired_at = NOON
    own.save()
    assert states(event)[own.key] == "there", "what was brought stays in sight"


@pytest.mark.parametrize("template", [one.key for one in templates(illustrative=True)])
def test_a_funder_s_template_says_what_is_wanted(event, template):
    event.project.funder_template = template
    wanted = next(one.evidence for one in templates(illustrative=True) if one.key == template)
    assert tuple(states(event)) == wanted
    CertificateFactory(event=event, registration=RegistrationFactory(event=event))
    assert states(event).get("certificates") == "there", "what is there is shown though nobody asks for it"


def test_every_item_that_a_funder_may_want_is_known():
    assert set(EVIDENCE) <= set(standard().items)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('[[item]]\nkey = "a"', "title is missing"),
        ('[[item]]\nkey="a"\ntitle={lv="a",en="a"}\nfolder={lv="a",en="a"}\nwhen="soon"', "when is one of"),
        ('[[item]]\nkey="a"\ntitle={lv="a"}\nfolder={lv="a",en="a"}', "title needs lv and en"),
        ("remind_after_days = [0]", "above 0"),
        ("[[item", "Expected"),
    ],
)
def test_a_faulty_checklist_says_where(tmp_path, wrong, said):
    place = tmp_path / "mine.toml"
    place.write_text(wrong)
    with pytest.raises(ChecklistFault, match=f"mine.toml.*{said}"):
        read(place)
    assert read(FOLDER / "standard.toml") == standard()


def test_the_matrix_asks_as_often_for_three_events_as_for_one(event):
    project = event.project

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            matrix = matrix_of(project)
            [(line.made, line.files) for row in matrix.rows for line in row.cells]
        return len(found)

    _fill(event)
    one = queries()
    for _more in range(2):
        _fill(EventFactory(project=project, state=Event.State.PUBLISHED, first_day=DAY, last_day=DAY))
    assert queries() == one <= 20
    assert len(matrix_of(project).rows) == 3


def _fill(event: Event) -> None:
    AttendanceFactory(registration=RegistrationFactory(event=event))
    EvidenceFileFactory(event=event)
    PublicationFactory(event=event)
    StatementFactory(event=event)
    CostFactory(event=event)


def test_the_matrix_counts_and_leaves_cancelled_events_apart(event):
    project = event.project
    EventFactory(project=project, state=Event.State.CANCELLED, first_day=DAY, last_day=DAY)
    EventFactory(project=project, state=Event.State.DRAFT, first_day=DAY, last_day=DAY)
    EventFactory(project=ProjectFactory(programme=project.programme), state=Event.State.PUBLISHED)
    matrix = matrix_of(project)
    assert [row.checklist.event for row in matrix.rows] == [event] and len(matrix.cancelled) == 1
    assert (matrix.there, matrix.wanted, matrix.open) == (0, 13, 13)
