"""How indicators are counted: nobody twice, nothing that was not held, nothing after the day asked for."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from talka.events.actions.forgetting import forget_answers
from talka.events.factories import (
    AgendaItemFactory,
    AttendanceFactory,
    EventFactory,
    FeedbackAnswerFactory,
    PresentationFactory,
    QuestionFactory,
    RegistrationFactory,
)
from talka.events.models import Answer, Event, Question
from talka.needs.factories import MeasureFactory, NeedFactory
from talka.needs.models import Findings, Measure, Need
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ActivityFactory, ProjectFactory
from talka.results.actions.values import keep_tallies
from talka.results.factories import IndicatorFactory, IndicatorValueFactory
from talka.results.models import Tally
from talka.results.queries.counting import WAYS, count, told
from talka.results.queries.facts import Facts
from talka.results.queries.indicators import share_of
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


def held(project, day: dt.date = dt.date(2026, 2, 11), **fields) -> Event:
    fields = {"state": Event.State.PUBLISHED, "last_day": day, "activity": None} | fields
    return EventFactory(project=project, first_day=day, **fields)


def came(event, person=None, organisation=None, days=(0,)):
    person = person or PersonFactory()
    registration = RegistrationFactory(event=event, person=person, organisation=organisation or person.organisation)
    for day in days:
        AttendanceFactory(registration=registration, day=event.first_day + dt.timedelta(days=day))
    return registration


def figure(project, counted: str, until: dt.date = TODAY, **fields) -> Decimal | None:
    indicator = IndicatorFactory(project=project, counted=counted, **fields)
    return count(Facts(project, TODAY), indicator, until).value


def test_events_count_when_they_were_held(project):
    held(project)
    held(project, state=Event.State.CANCELLED)
    held(project, state=Event.State.DRAFT)
    held(project, day=dt.date(2026, 6, 2))
    held(ProjectFactory(programme=project.programme))
    assert figure(project, "events") == 1


def test_only_what_an_indicator_is_about(project):
    activity = ActivityFactory(project=project)
    held(project, activity=activity, kind="training")
    held(project, activity=activity, kind="seminar")
    held(project, kind="training")
    assert figure(project, "events", activity=activity) == 2
    assert figure(project, "events", event_kind="training") == 2
    assert figure(project, "events", activity=activity, event_kind="training") == 1


def test_nobody_is_counted_twice(project):
    first, second = held(project), held(project, day=dt.date(2026, 3, 11), last_day=dt.date(2026, 3, 12))
    person, other = PersonFactory(), PersonFactory()
    came(first, person)
    came(second, person, days=(0, 1))
    came(second, other)
    RegistrationFactory(event=second)  # wanted to come, and did not
    cancelled = held(project, state=Event.State.CANCELLED)
    came(cancelled)
    assert figure(project, "people") == 2
    assert figure(project, "participations") == 3
    assert figure(project, "people", until=dt.date(2026, 3, 11)) == 1, "an event counts with its last day"


def test_organisations_and_places_count_once(project):
    region = AreaFactory(kind=Area.Kind.REGION)
    town, parish, other = AreaFactory(), AreaFactory(kind=Area.Kind.PARISH), AreaFactory()
    for child, parent in ((town, region), (parish, town), (other, region)):
        Belonging.objects.create(child=child, parent=parent)
    council, school, beyond = (
        OrganisationFactory(area=town),
        OrganisationFactory(area=parish),
        OrganisationFactory(area=other),
    )
    double = OrganisationFactory(area=None, merged_into=council)
    nowhere = OrganisationFactory(area=None)
    for event in (held(project), held(project, day=dt.date(2026, 3, 11))):
        for organisation in (council, double, school, beyond, nowhere):
            came(event, organisation=organisation)
    assert figure(project, "organisations") == 4, "one was merged into another"
    assert figure(project, "municipalities") == 2, "a parish lies in its municipality"
    assert figure(project, "regions") == 1


def test_hours_are_those_of_certificates(project):
    one = held(project, certificate_hours=Decimal("6.0"))
    two = held(project, last_day=dt.date(2026, 2, 12), certificate_hours=Decimal("10.0"))
    came(one)
    came(two)
    came(two, days=(0, 1))
    came(held(project, certificate_hours=None))
    assert figure(project, "hours") == Decimal("21.0")


def test_answers_are_counted_and_outlive_their_erasure(project):
    event, other = held(project), held(project, day=dt.date(2026, 3, 11))
    options = [{"lv": "Sieviete", "en": "Woman"}, {"lv": "Vīrietis", "en": "Man"}]
    question = QuestionFactory(event=event, key="dzimums", kind=Question.Kind.ONE, options=options)
    for value in ("0", "0", "1"):
        Answer.objects.create(registration=came(event), question=question, value=value)
    Answer.objects.create(registration=RegistrationFactory(event=event), question=question, value="0")  # did not come
    came(other)  # was not asked
    women = IndicatorFactory(project=project, counted="answered", question="dzimums", answer="sieviete")
    men = IndicatorFactory(project=project, counted="answered", question="dzimums", answer="Man")
    assert [count(Facts(project, TODAY), one, TODAY).value for one in (women, men)] == [2, 1]
    assert keep_tallies(TODAY) == 2
    assert keep_tallies(TODAY) == 0, "the same is kept once"
    forget_answers(timezone.now() + dt.timedelta(days=3650))
    assert not Answer.objects.exists()
    assert [count(Facts(project, TODAY), one, TODAY).value for one in (women, men)] == [2, 1]
    assert keep_tallies(TODAY) == 0
    assert Tally.objects.count() == 2, "no number is kept of an event that did not ask"


def test_answers_of_every_kind_are_found_by_their_words(project):
    """By any language of an option, by yes or no, among several, as typed; of those who came."""
    event = held(project)
    options = [{"lv": "Krasts", "en": "Coast"}, {"lv": "Mežs", "en": "Forest"}]
    asked = {
        "vai": (Question.Kind.YES_NO, [], [True, True, False]),
        "kur": (Question.Kind.SEVERAL, options, [["0"], ["0", "1"], []]),
        "kas": (Question.Kind.TEXT, [], ["Plānotāja", "planotaja ", "Mērs"]),
    }
    people = [came(event, days=days) for days in ((0,), (0,), (0,))]
    people.append(RegistrationFactory(event=event))  # did not come
    for key, (kind, offered, values) in asked.items():
        question = QuestionFactory(event=event, key=key, kind=kind, options=offered)
        for registration, value in zip(people, [*values, values[0]], strict=True):
            Answer.objects.create(registration=registration, question=question, value=value)
    figures = {
        (key, answer): figure(project, "answered", question=key, answer=answer)
        for key, answer in (("vai", "jā"), ("vai", "No"), ("kur", "coast"), ("kur", "Mežs"), ("kas", "plānotāja"))
    }
    assert list(figures.values()) == [2, 1, 2, 1, 2]
    assert figure(project, "answered", question="vai", answer="varbūt") == 0


def test_who_came_for_days_answers_once(project):
    event = held(project, last_day=dt.date(2026, 2, 13))
    question = QuestionFactory(event=event, key="vai", kind=Question.Kind.YES_NO)
    Answer.objects.create(registration=came(event, days=(0, 1, 2)), question=question, value=True)
    assert figure(project, "answered", question="vai", answer="yes") == 1
    assert figure(project, "participations") == 1


def test_documents_are_those_that_everybody_may_open(project):
    event = held(project)
    item = AgendaItemFactory(event=event)
    PresentationFactory(item=item, published=True)
    PresentationFactory(item=item, published=False)
    PresentationFactory(item=AgendaItemFactory(event=event, cancelled=True), published=True)
    Findings.objects.create(event=event, published_at=dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC))
    Findings.objects.create(event=held(project))
    assert figure(project, "presentations") == 1
    assert figure(project, "findings") == 1
    assert figure(project, "findings", until=dt.date(2026, 2, 28)) == 0, "published later"


def test_a_mean_is_never_of_fewer_than_five_sheets(project):
    event, small = held(project), held(project, day=dt.date(2026, 3, 11))
    for mark in (3, 4, 4, 4, 5):
        FeedbackAnswerFactory(event=event, ratings={"useful": mark, "content": 5})
    for _sheet in range(4):
        FeedbackAnswerFactory(event=small, ratings={"useful": 1, "content": 1})
    assert figure(project, "usefulness") == Decimal("4.0")
    assert figure(project, "satisfaction") == Decimal("4.5")
    FeedbackAnswerFactory(event=small, ratings={"useful": 1, "content": 1})
    assert figure(project, "usefulness") == Decimal("2.5")


def test_a_mean_is_of_the_marks_that_were_given(project):
    """Sheets without a mark for what is asked are no sheets of it."""
    event = held(project)
    for mark in (5, 5, 5, 5):
        FeedbackAnswerFactory(event=event, ratings={"useful": mark})
    FeedbackAnswerFactory(event=event, ratings={"content": 2, "heard": 1})
    FeedbackAnswerFactory(event=event, ratings={})
    assert figure(project, "usefulness") is None, "four sheets"
    assert figure(project, "satisfaction") == Decimal("3.8"), "23 of six marks on five sheets"
    indicator = IndicatorFactory(project=project, counted="satisfaction")
    assert count(Facts(project, TODAY), indicator, TODAY).people == 5


def test_the_organisation_that_remains_says_where_people_come_from(project):
    town, old = AreaFactory(), AreaFactory()
    council = OrganisationFactory(area=town)
    came(held(project), organisation=OrganisationFactory(area=old, merged_into=council))
    facts = Facts(project, TODAY)
    assert facts.crowd(next(iter(facts.events))).areas == {town.pk}


def test_no_sheets_are_no_figure(project):
    held(project)
    assert figure(project, "satisfaction") is None


def test_needs_and_measures_count_with_the_day_on_which_the_register_said_so(project):
    event = held(project)
    need = NeedFactory(event=event)
    NeedFactory(event=event, state=Need.State.CONFIRMED)
    kept = NeedFactory(event=event, state=Need.State.ANSWERED)
    NeedFactory(event=event, state=Need.State.ANSWERED, merged_into=kept)
    NeedFactory(state=Need.State.ANSWERED)
    MeasureFactory(event=event, state=Measure.State.DONE)
    MeasureFactory(event=event)
    today = timezone.localdate()
    facts = Facts(project, today)
    indicator = IndicatorFactory(project=project, counted="needs")
    assert count(facts, indicator, today).value == 1
    assert count(facts, indicator, today - dt.timedelta(days=1)).value == 0
    need.state = Need.State.ANSWERED
    need.save()
    assert count(Facts(project, today), indicator, today).value == 2
    assert count(facts, IndicatorFactory(project=project, counted="measures"), today).value == 1


def test_of_entered_values_the_last_that_stands_counts(project):
    indicator = IndicatorFactory(project=project)
    IndicatorValueFactory(indicator=indicator, day=dt.date(2026, 1, 31), value=2)
    IndicatorValueFactory(indicator=indicator, day=dt.date(2026, 3, 31), value=5)
    IndicatorValueFactory(indicator=indicator, day=dt.date(2026, 4, 30), value=9, withdrawn_at=timezone.now())
    facts = Facts(project, TODAY)
    days = (dt.date(2026, 1, 30), dt.date(2026, 2, 28), TODAY)
    assert [count(facts, indicator, day).value for day in days] == [None, 2, 5]


@pytest.mark.parametrize("way", ["people", "participations", "organisations", "municipalities", "regions", "hours"])
def test_others_get_no_figure_from_fewer_than_five(project, way):
    small, large = held(project, certificate_hours=Decimal(4)), held(project, certificate_hours=Decimal(4))
    for _person in range(3):
        came(small, organisation=OrganisationFactory(area=AreaFactory()))
    indicator = IndicatorFactory(project=project, counted=way)
    few = count(Facts(project, TODAY), indicator, TODAY)
    assert few.value is not None
    assert told(few, indicator, inside=True) == few
    hidden = told(few, indicator, inside=False)
    assert hidden.value is None
    assert {piece.figure for piece in hidden.pieces if piece.ref == small.pk} == {None}
    for _person in range(5):
        came(large)
    many = told(count(Facts(project, TODAY), indicator, TODAY), indicator, inside=False)
    assert many.value is not None
    assert [piece.figure for piece in many.pieces if piece.ref == small.pk] == [None]


@pytest.mark.parametrize(("counted", "each"), [("participations", 1), ("hours", 4)])
def test_what_is_hidden_cannot_be_told_from_the_sum(project, counted, each):
    """Both add up: an event of three beside one of six would be six less than the whole; by its hours, too."""
    for people in (3, 6, 7):
        event = held(project, certificate_hours=Decimal(4))
        for _person in range(people):
            came(event)
    indicator = IndicatorFactory(project=project, counted=counted)
    shown = told(count(Facts(project, TODAY), indicator, TODAY), indicator, inside=False)
    assert shown.value == 16 * each
    assert sorted(piece.figure or 0 for piece in shown.pieces) == [0, 0, 7 * each]


@pytest.mark.parametrize(
    ("value", "baseline", "target", "share"),
    [
        (12, None, 24, Decimal("0.5")),
        (12, 8, 16, Decimal("0.5")),
        (30, 40, 20, Decimal("0.5")),
        (36, None, 24, Decimal("1.5")),
        (5, 5, 5, Decimal(1)),
        (4, 5, 5, Decimal(0)),
        (None, None, 24, None),
        (12, None, None, None),
    ],
)
def test_the_share_of_the_way(value, baseline, target, share):
    figures = [None if one is None else Decimal(one) for one in (value, baseline, target)]
    assert share_of(*figures) == share


def test_every_way_counts_nothing_where_nothing_is(project):
    for key in WAYS:
        question = {"question": "x", "answer": "y"} if key == "answered" else {}
        assert figure(project, key, **question) in (0, None)
