"""What a follow-up programme is asked for must not be readable from what it answers: drafts, undecided things, and
figures of fewer than five people, also by whoever changes rules and choices and compares."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils import timezone

from talka.events.factories import AgendaItemFactory, EventFactory
from talka.events.models import Attendance, Event, Registration, Speaker
from talka.needs import actions
from talka.needs.actions.alternatives import FollowUpData
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import NeedFactory, voiced_event
from talka.needs.models import CatalogueMeasure, FollowUp, Measure, NeedResponse
from talka.needs.queries.became import became_of
from talka.needs.queries.brief import brief_of
from talka.needs.queries.measures import catalogue
from talka.people import personal_data
from talka.people.actions.erasure import erase_person
from talka.people.actions.merging import merge_persons
from talka.people.factories import AccountFactory, PersonFactory
from talka.people.models import Merge
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.few import levelled
from talka.workshops.factories import GroupFactory

pytestmark = pytest.mark.django_db
MAY = dt.date(2027, 5, 13)


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def organiser(project):
    return TeamMemberFactory(programme=project.programme, project=None).person


def _measure(project, organiser, words, needs, **more):
    data = MeasureData(
        words=words, kind="training", planned_eur=Decimal(100), dates=(MAY,),
        effects={need.pk: Decimal(1) for need in needs}, **more,
    )  # fmt: skip
    return actions.record_measure(project.programme, data, by=organiser)


def _decided(project, organiser, *, public=True):
    row = actions.draw_up(project.programme, FollowUpData(title="Plāns", weighting="equal"), by=organiser)
    actions.compute(row, by=organiser)
    actions.decide_on(row, reason="", by=organiser)
    actions.publish_follow_up(row, public=public, by=organiser)
    return FollowUp.objects.get(pk=row.pk)


@pytest.mark.parametrize("reader", [None, "stranger"])
def test_a_draft_made_of_a_measure_is_named_to_the_team_only(client, project, organiser, reader):
    voiced = voiced_event(project=project)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    need = actions.raise_need(voiced.event, [voiced.theme("Dati", 6).pk], by=organiser)
    measure = _measure(project, organiser, "Mācību diena", [need])
    plan = _decided(project, organiser)
    event = actions.hold_as_event(measure, project, by=organiser)
    Event.objects.filter(pk=event.pk).update(title={"lv": "Slepens melnraksts"})
    addresses = [
        f"/followup/{plan.pk}/", f"/measures/{measure.pk}/", f"/needs/{need.pk}/", f"/e/{voiced.event.slug}/became/",
    ]  # fmt: skip
    client.force_login(organiser.account)
    inside = [client.get(address) for address in addresses]
    assert all(page.status_code == 200 for page in inside)
    assert "Slepens melnraksts" in inside[0].content.decode() and "Slepens melnraksts" in inside[1].content.decode()
    client.logout()
    if reader:
        client.force_login(AccountFactory())
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200 and "Slepens" not in page.content.decode(), address
        assert event.slug not in page.content.decode(), address


def test_a_signed_in_stranger_learns_of_a_decision_when_everybody_does(project, organiser):
    voiced = voiced_event(project=project)
    actions.publish_findings(voiced.event, public=True, by=organiser)
    need = actions.raise_need(voiced.event, [voiced.theme("Dati", 6).pk], by=organiser)
    measure = _measure(project, organiser, "Mācību diena", [need])
    plan = _decided(project, organiser, public=False)

    def told(person):
        return [row.measures for row in became_of(voiced.event, person).rows]

    assert told(organiser) == [(measure,)]
    assert told(PersonFactory()) == told(None) == [()]
    actions.publish_follow_up(plan, public=True, by=organiser)
    assert told(PersonFactory()) == told(None) == [(measure,)]


def test_where_an_expert_speaks_is_told_as_far_as_one_may_know(project, organiser):
    expert = PersonFactory()
    hidden = EventFactory(state="draft", title="Slepena apspriede", first_day=MAY, last_day=MAY)
    Speaker.objects.create(item=AgendaItemFactory(event=hidden), person=expert)
    measure = _measure(project, organiser, "Diena", [NeedFactory(event=None, programme=project.programme)])
    Measure.objects.filter(pk=measure.pk).update(expert=expert)
    row = actions.draw_up(project.programme, FollowUpData(title="Plāns", weighting="equal"), by=organiser)
    (lost,) = brief_of(row, organiser).lost
    assert lost.expert and lost.why and "Slepena" not in lost.why
    Event.objects.filter(pk=hidden.pk).update(state="published")
    assert brief_of(row, organiser).lost[0].why == "Slepena apspriede"


def test_no_name_and_no_number_of_an_expert_stands_on_the_public_page(client, project, organiser):
    expert = PersonFactory(given_name="Slepenais", family_name="Eksperts")
    for place in range(2):
        _measure(
            project, organiser, f"Diena {place}", [NeedFactory(event=None, programme=project.programme)], expert=expert
        )
    plan = _decided(project, organiser)
    page = client.get(f"/followup/{plan.pk}/").content.decode()
    assert "serves one event a day" in page or "vienu pasākumu dienā" in page or "dienā" in page
    assert "Eksperts" not in page and f"person:{expert.pk}" not in page


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([7, 6], [7, 6]),
        ([1, 4], [2.5, 2.5]),
        ([9, 1], [5, 5]),
        ([9, 0], [9, 0]),
        ([9, 8, 3, 4], [9, 8, 3.5, 3.5]),
        ([9, 8, 3], [9, 5.5, 5.5]),
        ([], []),
    ],
)
def test_small_parts_are_taken_as_equal_and_the_sum_stays(parts, told):
    assert levelled(parts) == told and sum(levelled(parts)) == sum(parts)


def _two_regions(voiced, theme, west, east, few):
    """The first `few` of those who spoke for a theme are at home in the west, the others in the east."""
    seats = list(voiced.group.seats.filter(ballots__cluster=theme).select_related("registration__organisation__area"))
    for place, seat in enumerate(seats):
        Belonging.objects.create(child=seat.registration.organisation.area, parent=west if place < few else east)


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_what_is_computed_with_is_the_same_however_few_come_from_a_region(project, organiser, few):
    """Share by share, with one measure in and the others out, the parts could be read off the page of a choice."""
    voiced = voiced_event(project=project)
    west, east = AreaFactory(kind=Area.Kind.REGION), AreaFactory(kind=Area.Kind.REGION)
    for name, number in (("Viens", few), ("Otrs", 5)):
        theme = voiced.theme(name, 10, municipalities=10)
        _two_regions(voiced, theme, west, east, number)
        _measure(project, organiser, name, [actions.raise_need(voiced.event, [theme.pk], by=organiser)])
    row = actions.draw_up(project.programme, FollowUpData(title="Plāns", weighting="votes"), by=organiser)
    data = brief_of(row, organiser).data
    assert [sorted(told["regions"].values()) for told in data["voices"].values()] == [[5, 5], [5, 5]]
    assert all(told["people"] == 10 for told in data["voices"].values())
    assert set(data["people"]) == {f"area:{west.pk}", f"area:{east.pk}"}


def test_one_more_need_adds_no_single_name_to_the_list_of_invitations(project, organiser):
    voiced = voiced_event(project=project)
    many, alone = voiced.theme("Daudzi", 6), voiced.theme("Viens", 1)
    other = GroupFactory(workshop=voiced.workshop)
    apart = type(voiced)(voiced.event, voiced.workshop, other)
    apart.theme("Citi", 4)
    alone.group = other
    alone.save()
    for seat in voiced.group.seats.filter(cards__cluster=alone):
        seat.group = other
        seat.save()
        seat.cards.update(group=other)
    needs = [actions.raise_need(voiced.event, [theme.pk], by=organiser) for theme in (many, alone)]
    measure = _measure(project, organiser, "Diena", needs[:1])
    _decided(project, organiser)
    event = actions.hold_as_event(measure, project, by=organiser)
    assert actions.invite_those_who_spoke(event, by=organiser) == 6
    actions.answer(Measure.objects.get(pk=measure.pk), {need.pk: Decimal(1) for need in needs}, by=organiser)
    assert actions.invite_those_who_spoke(event, by=organiser) == 5


def test_an_event_of_few_people_adds_nothing_to_what_the_catalogue_tells(project, organiser):
    entry = CatalogueMeasure.objects.create(title="Diena", kind="training")
    for came in (6, 2):
        event = EventFactory(project=project)
        for _ in range(came):
            row = Registration.objects.create(
                event=event, person=(person := PersonFactory()), token=f"t{person.pk}", code=f"C{person.pk}"
            )
            Attendance.objects.create(registration=row, day=event.first_day, at=timezone.now())
        Measure.objects.create(programme=project.programme, words="Diena", catalogue=entry, held_as=event)
    assert [kept.achieved.people for kept in catalogue() if kept.entry == entry] == [6]


def test_an_erased_expert_is_in_no_run_and_no_reason(client, project, organiser):
    expert = PersonFactory()
    for place in range(2):
        need = NeedFactory(event=None, programme=project.programme)
        _measure(project, organiser, f"Diena {place}", [need], expert=expert)
    plan = _decided(project, organiser)
    name = f'"person:{expert.pk}"'
    assert name in json.dumps(plan.run.input) and name in json.dumps(plan.told)
    for room in personal_data.rooms():
        if room.name == "needs" and room.erase:
            room.erase(expert, MAY)
    plan = FollowUp.objects.select_related("run").get(pk=plan.pk)
    assert name not in json.dumps([plan.run.input, plan.run.result, plan.told])
    assert client.get(f"/followup/{plan.pk}/").status_code == 200


def test_one_person_entered_twice_answers_once_and_leaves_nothing(project, organiser):
    need = NeedFactory(event=None, programme=project.programme)
    keep, gone = PersonFactory(family_name="Divkārtbijusī"), PersonFactory(family_name="Divkārtbijusī")
    said = {"need": need, "wording": need.words}
    NeedResponse.objects.create(person=keep, confirms=True, **said)
    NeedResponse.objects.create(person=gone, confirms=False, words="Divkārt citādi", **said)
    administrator = PersonFactory(account=AccountFactory(is_staff=True))
    merge_persons(keep, gone, by=administrator, kept_row_holds=True)
    (row,) = NeedResponse.objects.all()
    assert (row.person, row.confirms) == (keep, True)
    keep.refresh_from_db()
    erased = erase_person(keep, by=administrator)
    assert not NeedResponse.objects.exists() and not erased.traces
    assert "Divkārt" not in str([*Merge.objects.values()])
