"""The played example's initiatives: from a team's idea sheet by a deliberation to what the council decided."""

from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from talka.decisions.models import DecisionRun
from talka.initiatives.actions.choosings import in_order
from talka.initiatives.models import (
    Choosing,
    Consultation,
    CouncilDecision,
    CouncilQuestion,
    Deliberation,
    DeliberationQuestion,
    Initiative,
    StatementVote,
)
from talka.initiatives.queries.deliberation_results import results_of
from talka.letters.models import Letter
from talka.people.models import Person
from talka.results.loading import dump, load
from talka.results.queries.trail import trail_of
from talka.workshops.models import Card, Sheet

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "izspele"
FOLDERS = ("initiatives", "deliberations", "consultations", "choosings", "council")
TITLE = "Taka, pa kuru tiek visi"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def initiative(django_db_setup, django_db_blocker):
    """The one that a team began, from the example, read once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(EXAMPLE)
        yield Initiative.objects.get(title=TITLE)
        transaction.set_rollback(True)


def test_the_card_leads_by_the_idea_sheet_to_the_decision(initiative):
    sheet = Sheet.objects.get(title=TITLE, stage__key="final-ideas")
    card = Card.objects.get(pk=sheet.card_id)
    assert card.text == "Taka apkārt ezeram ar ratiņiem"
    trail = trail_of("card", str(card.pk), None)
    found = {level.kind: {thing.id for thing in level.things} for level in trail.after}
    assert found["sheet"] == {str(sheet.pk)}
    assert found["initiative"] == {str(initiative.pk)}
    assert found["deliberation"] == {str(initiative.deliberations.get().pk)}
    decision = CouncilDecision.objects.get(question__initiative=initiative)
    assert found["council_decision"] == {str(decision.pk)}
    back = trail_of("council_decision", str(decision.pk), None)
    assert str(card.pk) in {thing.id for level in back.before for thing in level.things}


def test_it_says_what_the_sheet_says_and_whoever_supports_it_counts_once(initiative):
    sheet = Sheet.objects.get(title=TITLE, stage__key="final-ideas")
    first = initiative.texts.get(number=1)
    assert first.content["what"].startswith(sheet.words["what"])
    assert initiative.texts.count() == 2 and initiative.texts.get(number=2).changed
    assert initiative.authors.filter(state="accepted").count() == 3
    assert initiative.supporters.count() == 34
    authors = set(initiative.authors.values_list("person", flat=True))
    assert authors.isdisjoint(initiative.supporters.values_list("person", flat=True))
    steps = list(initiative.steps.values_list("state", "on"))
    assert [state for state, _on in steps] == ["draft", "open", "asked", "accepted", "under_way"]
    assert steps == sorted(steps, key=lambda step: step[1])
    assert initiative.illustrative


def test_twenty_people_are_of_two_opinions_and_agree_on_four_things(initiative):
    row = initiative.deliberations.get()
    votes = StatementVote.objects.filter(statement__deliberation=row)
    assert votes.values("member").distinct().count() == 20
    found = results_of(row)
    assert [camp.size for camp in found.camps] == [10, 10]
    assert {line.number for line in found.unites} == {"3", "6", "9", "13"}
    assert all(line.side == 1 for line in found.unites)
    assert len(found.divides) >= 4
    assert not row.members.exclude(person=None).exists(), "nobody is named by a file"


def test_one_official_has_answered_and_owes_another_answer(initiative):
    rows = DeliberationQuestion.objects.filter(deliberation__initiative=initiative)
    assert {row.official.family_name for row in rows} == {"Pūpollauka"}
    assert sorted(bool(row.answer) for row in rows) == [False, True]
    assert all(row.backers.exists() for row in rows)


def test_the_council_accepted_one_in_part_and_declined_one_with_reasons(initiative):
    asked = CouncilQuestion.objects.get(initiative=initiative)
    decision = asked.decisions.get()
    assert (asked.state, decision.outcome, decision.money) == ("under_way", "in_part", 12000)
    assert decision.reasons and decision.due_on and decision.responsible_person
    assert decision.votes_for + decision.votes_against + decision.votes_abstained == 15
    assert asked.asked_on < decision.decided_on <= asked.deadline
    assert decision.entries.get().on > decision.decided_on
    declined = CouncilDecision.objects.get(outcome="declined")
    assert declined.reasons and declined.question.initiative.state == "declined"


def test_a_draft_is_its_authors_alone(initiative, client):
    draft = Initiative.objects.get(state="draft")
    page = reverse("initiatives:initiative", args=[draft.pk])
    assert client.get(page).status_code == 404
    assert draft.title not in client.get(reverse("initiatives:initiatives")).content.decode()


def test_nine_comments_are_answered_and_the_changes_are_there_to_read(initiative):
    row = Consultation.objects.get()
    assert (row.parts.count(), row.comments.count()) == (5, 9)
    assert row.state == Consultation.State.REPORTED
    assert not row.comments.filter(answer="").exists()
    assert set(row.comments.values_list("answer", flat=True)) == {"taken", "partly", "declined", "noted"}
    assert row.comments.exclude(answer__in=("taken", "noted")).filter(reason="").count() == 0


def test_forty_people_share_the_money_and_the_cheaper_of_two_does_not_win_by_number_alone(initiative):
    row = Choosing.objects.get()
    assert (row.ballots.count(), row.options.count(), row.phase) == (40, 6, "ended")
    assert row.roll.exclude(how="").count() == 40
    run = DecisionRun.objects.get(method="choosing", subject_id=str(row.pk))
    assert run.state == DecisionRun.State.ACCEPTED
    options = {one.title: run.result["options"][one.code] for one in row.options.all()}
    funded = {title for title, told in options.items() if told["funded"]}
    assert len(funded) == 3 and any(title.startswith(TITLE) for title in funded)
    ice, stop = options["Ziemas slidotava dīķī"], options["Autobusa pietura ar jumtu"]
    assert ice["votes"] > stop["votes"] and stop["funded"] and not ice["funded"], "shares, not votes alone, decide"
    in_order_drawn = in_order(list(row.options.all()), row.seed)
    assert [one.number for one in in_order_drawn] == [1, 2, 3, 4, 5, 6]


def test_reading_it_writes_to_nobody(initiative):
    assert not Letter.objects.exists()


PAGES = ("initiative", "deliberation", "deliberation_results", "council_question", "consultation_report", "choosing")


@pytest.mark.parametrize("name", PAGES)
def test_everybody_reads_every_page_marked_as_made_up(initiative, client, name):
    row = {
        "deliberation": Deliberation.objects.get(),
        "deliberation_results": Deliberation.objects.get(),
        "council_question": CouncilQuestion.objects.get(initiative=initiative),
        "choosing": Choosing.objects.get(),
        "consultation_report": Consultation.objects.get(),
    }.get(name, initiative)
    page = client.get(reverse(f"initiatives:{name}", args=[row.pk])).content.decode()
    assert "zdomāti dati" in page
    assert 'class="empty' not in page


def test_what_comes_out_goes_in(initiative, tmp_path):
    dump(tmp_path / "one", "izspele")
    people = Person.objects.count()
    load(tmp_path / "one")
    dump(tmp_path / "two", "izspele")
    told = written(tmp_path / "one")
    assert told == written(tmp_path / "two")
    assert set(told) == set(written(EXAMPLE))
    assert Person.objects.count() == people


def written(folder: Path) -> dict[str, str]:
    files = [folder / "councils.toml", *(path for name in FOLDERS for path in (folder / name).rglob("*.*"))]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
