"""Needs assessments become figures of the needs room: means and weighted gaps, and none from fewer than five people."""

import io

import pytest
from django.utils import timezone
from docx import Document

from talka.documents.findings import findings_docx
from talka.events.models import Registration
from talka.needs import actions
from talka.needs.factories import NeedFactory
from talka.needs.models import Competence
from talka.needs.queries import assessed_at, assessed_in
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.results.queries.findings_report import findings_report
from talka.ui.refusals import Refusal
from talka.workshops.actions.voting import Thing, give
from talka.workshops.factories import GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    workshop = WorkshopFactory(
        stages=shipped_format("needs-assessment"),
        at="rate",
        event__state="published",
        event__project__slug="vajadzibas",
    )
    workshop.event.first_day = workshop.event.last_day = timezone.localdate()
    workshop.event.save()
    return GroupFactory(workshop=workshop)


def rate(group, item, importance, ability, people=1):
    seat = SeatFactory(group=group, people=people)
    for criterion, value in (("importance", importance), ("ability", ability)):
        give(seat, "rate", Thing("item", item), value, criterion=criterion)
    return seat


def by_key(event):
    return {one.key: one for one in assessed_at(event)}


def test_means_and_the_weighted_gap_stand_first_where_most_is_lacking(group):
    for importance, ability in ((5, 1), (5, 2), (4, 2), (5, 3), (4, 2)):
        rate(group, "analysis", importance, ability)
    for _person in range(5):
        rate(group, "strategy", 3, 3)
    found = assessed_at(group.workshop.event)
    assert [one.key for one in found[:2]] == ["analysis", "strategy"]
    first, second = found[:2]
    assert (first.people, first.importance, first.ability) == (5, pytest.approx(4.6), pytest.approx(2.0))
    # by hand: ((5-1) + (5-2) + (4-2) + (5-3) + (4-2)) / 5 = 2.6, times the mean importance 4.6
    assert first.lacking == pytest.approx(2.6 * 4.6)
    assert (second.people, second.lacking) == (5, 0)
    assert 5 < first.low < first.lacking < first.high < 20
    assert (second.low, second.high) == (0, 0)
    assert first.name.localize("lv") == "Dati un teritorijas analīze"


def test_fewer_than_five_people_tell_nothing_and_half_an_answer_is_none(group):
    for _person in range(4):
        rate(group, "analysis", 5, 1)
    give(SeatFactory(group=group), "rate", Thing("item", "analysis"), 5, criterion="importance")
    one = by_key(group.workshop.event)["analysis"]
    assert (one.people, one.importance, one.ability, one.lacking) == (4, None, None, None)


def test_a_table_s_device_counts_for_its_people(group):
    rate(group, "analysis", 5, 1, people=4)
    rate(group, "analysis", 1, 1)
    one = by_key(group.workshop.event)["analysis"]
    assert (one.people, one.importance) == (5, pytest.approx(4.2))


def test_one_device_for_everybody_tells_no_interval(group):
    rate(group, "analysis", 5, 2, people=9)
    one = by_key(group.workshop.event)["analysis"]
    assert (one.people, one.lacking, one.low, one.high) == (9, 15, None, None)


def test_who_assessed_twice_counts_once_with_the_latest_answer(group):
    event = group.workshop.event
    again = GroupFactory(
        workshop=WorkshopFactory(event=event, block="vakars", stages=shipped_format("needs-assessment"), at="rate")
    )
    for place in (group, again):
        for number in range(5):
            seat = SeatFactory(group=place, registration=registered(event, number))
            for criterion, value in (("importance", 5), ("ability", 1 if place is group else 4)):
                give(seat, "rate", Thing("item", "analysis"), value, criterion=criterion)
    one = by_key(event)["analysis"]
    assert (one.people, one.ability) == (5, 4)


def registered(event, number):
    person = Person.objects.filter(given_name=f"Cilvēks {number}").first()
    person = person or PersonFactory(given_name=f"Cilvēks {number}")
    found = Registration.objects.filter(event=event, person=person).first()
    return found or Registration.objects.create(
        event=event, person=person, state="registered", token=f"token-{number}", code=f"C{number}"
    )


def test_rehearsals_and_other_formats_say_nothing(group):
    for _person in range(5):
        rate(group, "analysis", 5, 1)
    Workshop.objects.filter(pk=group.workshop.pk).update(rehearsal=True)
    WorkshopFactory(event=group.workshop.event, block="darba-grupas", at="vote")
    assert assessed_at(group.workshop.event) == ()


def test_it_takes_two_questions_and_one_where_nothing_was_assessed(group, django_assert_num_queries):
    event = group.workshop.event
    for _person in range(6):
        rate(group, "analysis", 5, 1)
    with django_assert_num_queries(2):
        assessed_at(event)
    other = WorkshopFactory(at="vote").event
    with django_assert_num_queries(1):
        assessed_at(other)


def test_pages_and_papers_show_them(group, client):
    for ability in (1, 2, 2, 2, 3):
        rate(group, "analysis", 5, ability)
    rate(group, "strategy", 4, 4)
    event = group.workshop.event
    one = by_key(event)["analysis"]
    interval = f"no {one.low:.1f} līdz {one.high:.1f}".replace(".", ",")
    client.force_login(TeamMemberFactory(project=event.project, person__with_account=True).person.account)
    for address in (f"/e/{event.slug}/needs/", f"/e/{event.slug}/findings/"):
        page = client.get(address, headers={"accept-language": "lv"}).content.decode()
        assert "Dati un teritorijas analīze" in page
        assert "15,0" in page  # (5 - 2) x 5
        assert interval in page
        assert "mazāk nekā 5 cilvēki" in page
    paper = findings_docx(findings_report(event, language="lv", base=""))
    cells = [cell.text for table in Document(io.BytesIO(paper)).tables for row in table.rows for cell in row.cells]
    assert f"15,0 ({interval})" in cells
    for ending in ("pdf", "docx", "pptx"):
        assert client.get(f"/e/{event.slug}/findings.{ending}").status_code == 200


def test_a_need_shows_how_its_competence_was_assessed_at_all_events(client, group):
    programme = group.workshop.event.project.programme
    organiser = TeamMemberFactory(programme=programme, project=None).person
    other = GroupFactory(
        workshop=WorkshopFactory(
            stages=shipped_format("needs-assessment"), at="rate", event__project=group.workshop.event.project
        )
    )
    other.workshop.event.first_day = other.workshop.event.last_day = timezone.localdate()
    other.workshop.event.save()
    for place in (group, other):
        for _person in range(3):
            rate(place, "law", 5, 2)
    events = [group.workshop.event, other.workshop.event]
    told = assessed_in(events, "law")
    assert [(one.key, one.people, one.lacking) for one in told] == [("law", 6, 15)]
    assert assessed_in(events[:1], "law")[0].lacking is None
    competence = Competence.objects.get(programme=None, key="law")
    need = NeedFactory(event=None, programme=programme)
    client.force_login(organiser.account)
    saved = client.post(f"/needs/{need.pk}/about/", {"theme": "Tiesības", "competence": competence.pk})
    assert saved.status_code == 302
    page = client.get(f"/needs/{need.pk}/").content.decode()
    assert "Tiesības" in page and str(competence) in page and "15" in page
    foreign = Competence.objects.create(programme=ProjectFactory().programme, key="x", title="X", order=1)
    with pytest.raises(Refusal):
        actions.classify(need, "", foreign, by=organiser)
    assert client.post(f"/needs/{need.pk}/about/", {"competence": foreign.pk}).status_code == 422
