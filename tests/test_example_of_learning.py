"""The played example's learning: a training that has been gone through, and a round of knowledge angels."""

from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from talka.learning.access.angels import consenting
from talka.learning.models import (
    Advice,
    AngelRequest,
    Application,
    AssessmentFigure,
    HandIn,
    Learner,
    Proposal,
    Recommendation,
    Training,
    TrainingCertificate,
)
from talka.learning.queries.levels import levels_of
from talka.learning.queries.rules import progress_of
from talka.letters.models import Letter
from talka.links.models import Link
from talka.people.models import Person
from talka.results.loading import dump, load

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "izspele"
SLUG = "kopienu-skola"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def training(django_db_setup, django_db_blocker):
    """The example's training, read once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(EXAMPLE)
        yield Training.objects.select_related("programme").get(slug=SLUG)
        transaction.set_rollback(True)


@pytest.fixture
def cohort(training):
    return training.cohorts.get(number=1)


def person(name: str) -> Person:
    return Person.objects.get(email=f"{name}@izspele.example")


def test_six_communities_were_selected_and_each_applicant_knows_why_not(cohort):
    rows = list(Application.objects.filter(cohort=cohort))
    outcomes = [row.outcome for row in rows]
    assert (outcomes.count("selected"), outcomes.count("reserve"), outcomes.count("declined")) == (6, 1, 1)
    assert {row.team_id for row in rows if row.outcome == "selected"} == {team.pk for team in cohort.teams.all()}
    for row in rows:
        assert row.answers.count() == 4 and row.scores.count() == 12, row
        decision = row.decisions.get()
        assert decision.told_at and (decision.reason or row.outcome == "selected"), row


def test_certificates_follow_the_rules_but_for_one_with_a_reason_and_one_who_has_none(cohort):
    progress = {row.learner.person.family_name: row for row in progress_of(cohort)}
    assert len(progress) == Learner.objects.filter(team__cohort=cohort).count() == 12
    without = {name for name, row in progress.items() if not row.holds}
    assert without == {"Vārnukalna"} and not progress["Vārnukalna"].fulfilled
    decided = TrainingCertificate.objects.get(cohort=cohort, by_decision=True)
    assert decided.person.family_name == "Skolkalna" and not progress["Skolkalna"].fulfilled
    assert all(row.fulfilled for name, row in progress.items() if name not in {"Vārnukalna", "Skolkalna"})
    assert decided.achievement.facts["illustrative"] is True
    assert not Letter.objects.exists(), "reading an example writes to nobody"


def test_homework_was_returned_once_handed_in_anew_and_one_still_waits(cohort):
    rows = HandIn.objects.filter(homework__cohort=cohort)
    again = [row for row in rows if row.versions.count() == 2]
    assert {row.state for row in again} == {"accepted"} and len(again) == 2
    assert all("returned" in row.remarks.values_list("verdict", flat=True) for row in again)
    assert rows.filter(state="handed_in").count() == 1
    assert rows.filter(versions__late=True).exists()


def test_all_four_levels_are_told(training):
    levels = levels_of(training, None)
    assert (levels.people, levels.cohorts) == (12, 2)
    assert levels.reaction.events == 4 and levels.reaction.mean and levels.reaction.mean > 3
    for changed in (levels.learning, levels.behaviour):
        assert changed.gap is not None and changed.gap < changed.gap_before
        assert changed.ability > changed.ability_before
    assert (levels.learning.people, levels.behaviour.people) == (12, 7)
    assert levels.seen and levels.seen.supervisors >= 5
    assert AssessmentFigure.objects.filter(item__round__cohort__training=training).count() == 18


def test_a_need_became_a_request_that_was_declined_and_matched_anew(training):
    request = AngelRequest.objects.get(title="Desmit rādītāji, kuriem kāds seko")
    assert request.illustrative and request.state == "answered"
    assert Link.objects.filter(from_kind="need", to_kind="angel_request", to_id=str(request.pk)).count() == 1
    first, second = request.proposals.order_by("pk")
    assert (first.state, second.state) == (Proposal.State.DECLINED, Proposal.State.AGREED)
    assert first.reason and second.angel == request.angel and second.match["topics"]
    assert request.visits.count() == 2
    answers = Recommendation.objects.filter(advice__request=request).values_list("answer", flat=True)
    assert list(answers) == ["accepted", "accepted", "partly"]


def test_an_earlier_request_was_looked_back_at(training):
    request = AngelRequest.objects.get(state="closed")
    assert request.review_held_on and request.review_words
    assert all(one.progress for one in Recommendation.objects.filter(advice__request=request))
    assert Advice.objects.get(request=request).is_public


def test_every_state_of_a_request_and_a_proposal_is_there_to_see(training):
    assert set(AngelRequest.objects.values_list("state", flat=True)) == {
        "open", "proposed", "agreed", "answered", "closed", "withdrawn",
    }  # fmt: skip
    assert set(Proposal.objects.values_list("state", flat=True)) == {"proposed", "accepted", "agreed", "declined"}
    assert consenting().filter(public=True).count() == 6 and consenting().count() == 7


def test_angels_know_what_they_are_proposed_for_and_come_from_elsewhere(training):
    for row in Proposal.objects.select_related("angel__person", "request"):
        assert row.match["topics"] and row.match["languages"], row.pk
        assert row.angel.person.organisation_id != row.request.organisation_id


PAGES = [
    ("training", []), ("levels", []), ("criteria", []), ("staff", []), ("cohort", [1]), ("cohort", [2]),
    ("sessions", [1]), ("homework_list", [1]), ("waiting", [1]), ("progress", [1]), ("materials", [1]),
    ("all_twins", [1]), ("assessment", [1]), ("certificates", [1]), ("selection", [1]), ("applications", [1]),
    ("applications", [2]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_who_coordinates_sees_every_page_filled_and_marked_as_made_up(training, client, name, more):
    client.force_login(person("zane.organizatore").account)
    page = client.get(reverse(f"learning:{name}", args=[SLUG, *more])).content.decode()
    assert "zdomāti dati" in page
    assert 'class="empty' not in page


def test_what_comes_out_goes_in(training, tmp_path):
    dump(tmp_path / "one", "izspele")
    load(tmp_path / "one")
    dump(tmp_path / "two", "izspele")
    told = written(tmp_path / "one")
    assert told == written(tmp_path / "two")
    assert set(told) == set(written(EXAMPLE))


def written(folder: Path) -> dict[str, str]:
    files = [folder / "angels.toml", *(path for path in (folder / "trainings").rglob("*.*"))]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
