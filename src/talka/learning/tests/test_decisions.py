"""Decisions about applications: recorded, carried out, told, taken anew; the reserve list."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from talka.learning.actions import cohorts, decisions
from talka.learning.actions import selection as actions
from talka.learning.actions.applications import withdraw
from talka.learning.actions.selection import Given
from talka.learning.models import (
    Application,
    Cohort,
    Learner,
    Score,
    Scorer,
    SelectionDecision,
    Team,
)
from talka.learning.queries.selection import selection_page
from talka.letters.models import Letter
from talka.people.actions.erasure import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.ui.refusals import Refusal

from .applying_world import close, criterion, fresh, last_letter, link_in, open_cohort, posted, scorer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SELECTED, RESERVE, DECLINED = "selected", "reserve", "declined"


@pytest.fixture
def asked(training):
    """Readiness counts twice, partners once."""
    return [criterion(training, "Gatavība", weight=2), criterion(training, "Partneri", most_points=10)]


@pytest.fixture
def cohort(training, asked):
    row = open_cohort(training, number=1)
    close(row)
    return row


def address(cohort, name="selection", *more):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *more])


def give(row, by, asked, *points):
    given = {one.pk: Given(n) for one, n in zip(asked, points, strict=False)}
    actions.give_points(row, given, by=by.person if isinstance(by, Scorer) else by)


def sums(cohort, person):
    return {str(one.application): one for one in selection_page(cohort, person).sums}


def test_a_selected_community_becomes_a_team_of_an_organisation_and_all_get_letters(client, cohort, organiser):
    rows = [posted(cohort, n + 1, name=f"K{n + 1}", language="lv" if n == 2 else "en") for n in range(3)]
    before = Organisation.objects.count()
    client.force_login(organiser.account)
    for row, outcome, reason in zip(rows, (SELECTED, RESERVE, DECLINED), ("", "", "Maz partneru"), strict=True):
        sent = {"outcome": outcome, "reason": reason, "meeting": ""}
        assert client.post(address(cohort, "decide_application", row.pk), sent).url == address(cohort)
    assert not Team.objects.exists() and not Letter.objects.exists(), "recorded, not told"
    own = reverse("learning:own_application", args=[rows[2].pk])
    client.force_login(rows[2].person.account)
    assert "Maz partneru" not in client.get(own).content.decode()
    client.force_login(organiser.account)
    client.post(address(cohort, "announce_selection"))
    team = Team.objects.get()
    assert (team.organisation.name, team.organisation.kind) == ("K1", Organisation.Kind.COMMUNITY)
    assert Organisation.objects.count() == before + 1
    member = rows[0].members.get()
    assert Learner.objects.get().person.email == member.email
    letters = {row.name: last_letter(row.person.email) for row in rows}
    assert letters["K1"].subject.startswith("Selected")
    assert "in place 1" in letters["K2"].text
    assert letters["K3"].language == "lv" and "Maz partneru" in letters["K3"].text
    client.post(address(cohort, "announce_selection"))
    assert Letter.objects.count() == 4, "twice is once: each applicant, and who is in the team now"
    client.logout()
    public = client.get(address(cohort, "cohort")).content.decode()
    assert "K1" in public and "K2" not in public and "K3" not in public
    client.force_login(rows[2].person.account)
    page = client.get(own).content.decode()
    assert "Maz partneru" in page and "Withdraw" not in page


def test_nobody_is_told_before_all_are_decided(cohort, organiser):
    row = posted(cohort, 1)
    posted(cohort, 2)
    decisions.decide(row, SELECTED, "", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="1 application is not decided"):
        decisions.announce(cohort, by=organiser)
    assert not Letter.objects.exists() and not Team.objects.exists()


def test_declining_and_deciding_anew_need_a_reason(cohort, organiser):
    row = posted(cohort, 1)
    with translation.override("en"), pytest.raises(Refusal, match="say why"):
        decisions.decide(row, DECLINED, "  ", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="not known"):
        decisions.decide(row, "maybe", "x", by=organiser)
    decisions.decide(row, SELECTED, "", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="decided anew"):
        decisions.decide(row, RESERVE, "", by=organiser)
    decisions.decide(row, RESERVE, "Lieks pieteikums", by=organiser)
    kept = list(SelectionDecision.objects.values_list("outcome", "reason"))
    assert kept == [(SELECTED, ""), (RESERVE, "Lieks pieteikums")], "the earlier one stays on record"


def test_places_are_respected_and_a_place_given_back_can_be_taken(cohort, organiser):
    Cohort.objects.filter(pk=cohort.pk).update(places=1)
    first, second = posted(cohort, 1, name="K1"), posted(cohort, 2, name="K2")
    decisions.decide(first, SELECTED, "", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="Every place"):
        decisions.decide(second, SELECTED, "", by=organiser)
    decisions.decide(second, DECLINED, "Nav vietas", by=organiser)
    decisions.announce(cohort, by=organiser)
    decisions.decide(fresh(first), DECLINED, "Kļūda", by=organiser)
    decisions.decide(fresh(second), SELECTED, "Kļūda labota", by=organiser)
    assert decisions.announce(cohort, by=organiser) == 2
    assert [str(team) for team in Team.objects.filter(left_on=None)] == ["K2"]
    assert Team.objects.exclude(left_on=None).get().left_reason == "Kļūda"
    assert last_letter(second.person.email).subject.startswith("Selected")


def test_a_team_entered_by_hand_meanwhile_takes_the_place_and_nothing_is_half_done(cohort, organiser):
    Cohort.objects.filter(pk=cohort.pk).update(places=1)
    row, other = posted(cohort, 1, name="K1"), posted(cohort, 2, name="K2")
    decisions.decide(row, SELECTED, "", by=organiser)
    decisions.decide(other, DECLINED, "Nav vietas", by=organiser)
    cohorts.add_team(cohort, OrganisationFactory(), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="K1: Every place"):
        decisions.announce(cohort, by=organiser)
    assert not Letter.objects.exists() and not SelectionDecision.objects.exclude(told_at=None).exists()


def test_the_first_of_the_reserve_list_moves_up_when_a_team_gives_up(client, cohort, organiser):
    Cohort.objects.filter(pk=cohort.pk).update(places=1)
    rows = [posted(cohort, n + 1, name=f"K{n + 1}") for n in range(3)]
    decisions.decide(rows[0], SELECTED, "", by=organiser)
    for row in rows[1:]:
        decisions.decide(row, RESERVE, "", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="not been told yet"):
        decisions.move_up(cohort, by=organiser)
    client.force_login(organiser.account)
    client.post(address(cohort, "move_in_reserve", rows[2].pk), {"to": "up"})
    decisions.announce(cohort, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="Every place"):
        decisions.move_up(cohort, by=organiser)
    cohorts.leave(Team.objects.get(), "Nav laika", by=organiser)
    assert "gave up" in client.get(address(cohort)).content.decode()
    client.post(address(cohort, "move_up"))
    assert Team.objects.get(left_on=None).organisation.name == "K3"
    assert last_letter(rows[2].person.email).subject.startswith("Selected")
    left = Application.objects.exclude(reserve_place=None).get()
    assert (left.name, left.reserve_place) == ("K2", 1)
    Team.objects.filter(left_on=None).update(left_on=dt.date(2026, 1, 1), left_reason="x")
    decisions.move_up(cohort, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="Nobody is on"):
        decisions.move_up(cohort, by=organiser)


def test_a_place_on_the_reserve_list_is_given_up_and_the_others_follow(cohort, organiser):
    rows = [posted(cohort, n + 1, name=f"K{n + 1}") for n in range(3)]
    for row in rows:
        decisions.decide(row, RESERVE, "", by=organiser)
    decisions.move_in_reserve(fresh(rows[0]), True, by=organiser)  # at the end it stays
    decisions.announce(cohort, by=organiser)
    withdraw(fresh(rows[1]), by=rows[1].person)
    withdraw(fresh(rows[1]), by=rows[1].person)  # twice is once
    places = Application.objects.exclude(reserve_place=None).order_by("reserve_place")
    assert list(places.values_list("name", "reserve_place")) == [("K1", 1), ("K3", 2)]


def test_who_was_told_cannot_withdraw_and_points_are_frozen(cohort, asked, organiser):
    row, judge = posted(cohort, 1), scorer(cohort)
    decisions.decide(row, SELECTED, "", by=organiser)
    give(row, judge, asked, 1, 1)
    decisions.announce(cohort, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="told already"):
        withdraw(fresh(row), by=row.person)
    with translation.override("en"), pytest.raises(Refusal, match="has been told"):
        give(row, judge, asked, 5, 5)
    assert fresh(row).team is not None


def test_a_withdrawn_one_is_neither_scored_nor_decided(client, cohort, asked, organiser):
    row, judge = posted(cohort, 1), scorer(cohort)
    give(row, judge, asked, 1, 1)
    withdraw(row, by=row.person)
    assert not Score.objects.exists()
    with translation.override("en"), pytest.raises(Refusal, match="withdrawn"):
        give(row, judge, asked, 1, 1)
    with translation.override("en"), pytest.raises(Refusal, match="withdrawn"):
        decisions.decide(row, SELECTED, "", by=organiser)
    client.force_login(organiser.account)
    assert client.get(address(cohort, "application", row.pk)).status_code == 404
    assert "1 was" in client.get(address(cohort, "applications")).content.decode()


def test_somebody_without_account_reads_the_decision_by_the_link_of_the_letter(client, cohort, organiser):
    row = posted(cohort, 1, person=PersonFactory(), language="en")
    decisions.decide(row, DECLINED, "Maz partneru", by=organiser)
    decisions.announce(cohort, by=organiser)
    link = link_in(last_letter(row.person.email))
    assert "Maz partneru" in client.get(link).content.decode()


def test_a_decided_applicant_who_is_erased_leaves_the_team_as_it_is(cohort, organiser):
    row = posted(cohort, 1, motivation="Es, Ilze")
    decisions.decide(row, SELECTED, "", by=organiser)
    decisions.announce(cohort, by=organiser)
    erase_person(row.person, by=None)
    row = fresh(row)
    assert row.outcome == SELECTED and row.motivation == "" and not row.answers.exists()
    assert Team.objects.get().left_on is None


def test_an_erased_applicant_waits_on_no_reserve_list(cohort, organiser):
    """The place goes to the next, not to an emptied application that nobody answers for."""
    first, second = posted(cohort, 1), posted(cohort, 2)
    for row in (first, second):
        decisions.decide(row, RESERVE, "", by=organiser)
    decisions.announce(cohort, by=organiser)
    erase_person(first.person, by=None)
    assert [row.pk for row in selection_page(cohort, organiser).reserve] == [second.pk]
    assert fresh(second).reserve_place == 1 and not fresh(first).standing
    assert decisions.move_up(cohort, by=organiser).pk == second.pk
