"""What a deliberation found: true with fifteen people, the same for whoever computes it again, and never of fewer than
five."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.decisions.models import DecisionRun
from talka.initiatives.actions import deliberation_results as actions
from talka.initiatives.actions import deliberations
from talka.initiatives.factories.deliberation import DeliberationFactory
from talka.initiatives.jobs.deliberation import compute_opinions
from talka.initiatives.models import DeliberationMember, Statement, StatementVote
from talka.initiatives.queries.deliberation_results import results_of
from talka.methods.contract import OutOfTime
from talka.people.factories import PersonFactory
from talka.site.methods_command import main as run_methods
from talka.ui.refusals import Refusal

from .deliberating import address, browser, page
from .voted import two_camps, voted

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return PersonFactory(with_account=True)


@pytest.fixture
def row(clerk):
    return DeliberationFactory(organisation=clerk.organisation, showing="live")


def fifteen():
    """All but one agree on the first; seven and eight differ on the second; on the third four voted."""
    return [
        [1 if n else -1, 1 if n < 8 else -1, 1 if n < 4 else None, 1 if n % 2 else 0]
        for n in range(15)
    ]  # fmt: skip


def test_fifteen_people_are_told_what_is_true(row):
    first, second, third, _fourth = voted(row, fifteen())
    actions.compute(row, by=None)
    found = results_of(row)
    assert (found.number, found.people) == (1, 15)
    assert [line.text for line in found.unites] == [first.text]
    assert (found.unites[0].everyone.agree, found.unites[0].everyone.disagree) == (93, 7)
    assert [line.text for line in found.divides] == [second.text]
    assert found.camps == ()
    text = page(browser(), address("deliberation_results", row.pk))
    assert "statement of 4 on which most people are of one mind; 15 people voted." in text
    assert "As only 15 people voted" in text and "No groups can be told" in text
    assert "With others like them" in text
    assert next(line for line in found.lines if line.text == third.text).everyone.agree is None, "four voted"


@pytest.mark.parametrize("people", [0, 1, 4])
def test_of_fewer_than_five_nothing_is_told(row, people):
    if people:
        voted(row, fifteen()[:people])
    assert actions.compute(row, by=None) is None
    text = page(browser(), address("deliberation_results", row.pk))
    assert "Fewer than 5 people have voted" in text and "agree," not in text
    for name in ("deliberation_votes", "deliberation_texts"):
        assert browser().get(address(name, row.pk)).status_code == 404


def test_results_are_hidden_until_it_is_closed(clerk):
    row = DeliberationFactory(organisation=clerk.organisation)
    statements = voted(row, fifteen())
    actions.compute(row, by=clerk)
    for client in (browser(), browser(clerk)):
        text = page(client, address("deliberation_results", row.pk))
        assert "not shown yet" in text and statements[0].text not in text
        assert "of one mind" not in page(client, address("deliberation", row.pk))
        assert client.get(address("deliberation_votes", row.pk)).status_code == 404
    browser(clerk).post(address("close_deliberation", row.pk))
    assert statements[0].text in page(browser(), address("deliberation_results", row.pk))
    assert "of one mind" in page(browser(), address("deliberation", row.pk))


def test_groups_are_told_and_anybody_computes_them_again(row, tmp_path, capsys):
    """From the two files, by the command, to the same groups, silhouette and verdicts."""
    voted(row, two_camps(60, 15))
    run = actions.compute(row, by=None)
    found = results_of(row)
    assert [camp.size for camp in found.camps] == [36, 24]
    assert all(camp.stands_for for camp in found.camps)
    assert {line.number for line in found.unites} == {"1", "2", "3"}
    text = page(browser(), address("deliberation_results", row.pk))
    assert "Group A: 36 people" in text and "What unites" in text and "What divides" in text
    deliberations.close(row, by=None)
    for name, file in (("deliberation_votes", "participants-votes.csv"), ("deliberation_texts", "comments.csv")):
        (tmp_path / file).write_bytes(browser().get(address(name, row.pk)).content)
    files = [str(tmp_path / name) for name in ("participants-votes.csv", "comments.csv")]
    assert run_methods(["opinion", *files, "--out", str(tmp_path / "out")]) == 0
    again = json.loads((tmp_path / "out" / "result.json").read_text())
    assert [group["size"] for group in again["groups"]] == [36, 24]
    assert again["silhouette"] == pytest.approx(run.result["silhouette"])
    assert again["shared"] == found.number
    assert again["seed"] == run.result["seed"]


def test_files_of_votes_name_nobody(clerk, row):
    voted(row, fifteen())
    member = DeliberationMember.objects.first()
    member.person = PersonFactory(family_name="Zqbalsotājs")
    member.save()
    actions.compute(row, by=None)
    deliberations.close(row, by=None)
    for name in ("deliberation_votes", "deliberation_texts"):
        text = browser().get(address(name, row.pk)).content.decode()
        assert "Zqbalsotājs" not in text and member.person.key not in text
    lines = browser().get(address("deliberation_votes", row.pk)).content.decode().split()
    assert len(lines) == 16 and lines[0] == "participant,1,2,3,4"
    assert [line.split(",")[0] for line in lines[1:]] == sorted(line.split(",")[0] for line in lines[1:])
    kept = json.dumps(DecisionRun.objects.get().input) + json.dumps(DecisionRun.objects.get().result)
    assert str(member.number) not in json.dumps(DecisionRun.objects.get().result)
    assert "Zqbalsotājs" not in kept


def test_what_is_hidden_counts_no_more_from_then_on(row):
    first, *_others = voted(row, fifteen())
    actions.compute(row, by=None)
    Statement.objects.filter(pk=first.pk).update(hidden_at=timezone.now(), hidden_why="Naida runa")
    text = page(browser(), address("deliberation_results", row.pk))
    assert first.text not in text and "Naida runa" in text, "at once"
    assert results_of(row).number == 0
    actions.tend()
    run = DecisionRun.objects.get()
    assert run.result["rejected"] == 1
    files = browser().get(address("deliberation_texts", row.pk)).content.decode()
    assert first.text not in files and "1,,-1" in files
    Statement.objects.filter(pk=first.pk).update(hidden_at=None, hidden_why="")
    actions.tend()
    assert results_of(row).number == 1


def test_the_same_votes_are_computed_once(row):
    voted(row, fifteen())
    first = actions.compute(row, by=None)
    assert actions.compute(row, by=None) == first
    actions.tend()
    assert DecisionRun.objects.get() == first
    StatementVote.objects.filter(side=-1).update(side=1, at=timezone.now())
    actions.tend()
    second = DecisionRun.objects.get()
    assert second.pk != first.pk and second.input_digest != first.input_digest


def test_of_very_many_the_worker_computes(row, monkeypatch, django_capture_on_commit_callbacks):
    """500 people on 40 statements, as the worker does it: two camps and what all agree on."""
    voted(row, two_camps(500, 40))
    run = actions.compute(row, by=None)
    assert run.state == DecisionRun.State.WAITING
    assert "being computed" in page(browser(), address("deliberation_results", row.pk))
    compute_opinions(run.pk)
    compute_opinions(run.pk)
    found = results_of(row)
    assert [camp.size for camp in found.camps] == [300, 200]
    assert {line.number for line in found.unites} >= {str(n) for n in range(1, 9)}
    answer = browser().get(address("deliberation_results", row.pk))
    assert len(answer.content) < 60_000
    assert [camp.name for camp in found.camps] == ["A", "B"]


def test_what_was_found_is_one_query_more_or_less(row):
    voted(row, two_camps(20, 5))
    actions.compute(row, by=None)
    browser().get(address("deliberation_results", row.pk))
    asked = []
    for more in (0, 30):
        if more:
            DeliberationMember.objects.all().delete()
            Statement.objects.all().delete()
            voted(row, two_camps(more, 25))
            actions.compute(row, by=None)
        with CaptureQueriesContext(connection) as queries:
            page(browser(), address("deliberation_results", row.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_enough_voted_and_nothing_is_computed_yet(row):
    voted(row, fifteen())
    assert "being computed" in page(browser(), address("deliberation_results", row.pk))
    actions.tend()
    assert "of one mind" in page(browser(), address("deliberation_results", row.pk))


def test_what_could_not_be_computed_is_tried_again(row, monkeypatch):
    def late(*args, **more):
        raise OutOfTime

    voted(row, fifteen())
    with monkeypatch.context() as slow:
        slow.setattr(actions, "solve", late)
        actions.compute(row, by=None)
    assert "could not be computed" in page(browser(), address("deliberation_results", row.pk))
    actions.compute(row, by=None)
    assert "of one mind" in page(browser(), address("deliberation_results", row.pk))


def test_who_may_compute(row):
    with pytest.raises(Refusal) as refused:
        actions.compute(row, by=PersonFactory(with_account=True))
    assert refused.value.status == 403


def test_a_draft_is_never_computed_by_the_house(clerk):
    row = DeliberationFactory(draft=True, organisation=clerk.organisation, showing="live")
    voted(row, fifteen())
    actions.tend()
    assert not DecisionRun.objects.exists()
    with pytest.raises(Refusal):
        deliberations.close(row, by=clerk)


def test_no_live_result_less_the_one_before_tells_of_fewer_than_five(row):
    first, *_others = voted(row, fifteen())
    before = actions.compute(row, by=None)
    newcomers = [DeliberationMember.objects.create(deliberation=row) for _n in range(5)]
    for member in newcomers[:4]:
        StatementVote.objects.create(statement=first, member=member, side=-1, at=timezone.now())
    actions.tend()
    assert actions.compute(row, by=None) == before and results_of(row).people == 15
    StatementVote.objects.create(statement=first, member=newcomers[4], side=-1, at=timezone.now())
    actions.tend()
    assert results_of(row).people == 20
    changed = StatementVote.objects.get(statement=first, member=newcomers[0])
    changed.side, changed.at = 1, timezone.now()
    changed.save()
    actions.tend()
    assert results_of(row).lines[0].everyone.disagree == 30, "6 of 20, as before"
    actions.compute(deliberations.close(row, by=None), by=None)
    assert results_of(row).lines[0].everyone.disagree == 25, "the last one has all"


def test_votes_of_each_are_no_file_before_the_close(row):
    voted(row, fifteen())
    actions.compute(row, by=None)
    path = address("deliberation_votes", row.pk)
    assert browser().get(path).status_code == 404
    assert path not in page(browser(), address("deliberation_results", row.pk))
    deliberations.close(row, by=None)
    assert browser().get(path).status_code == 200
    assert path in page(browser(), address("deliberation_results", row.pk))


def test_hidden_words_are_gone_from_the_file_at_once(row):
    """Also long after the close, when nothing is computed anew."""
    first, second, *_others = voted(row, fifteen())
    deliberations.close(row, by=None)
    actions.compute(row, by=None)
    Statement.objects.filter(pk=first.pk).update(hidden_at=timezone.now(), hidden_why="Naida runa")
    told = browser().get(address("deliberation_texts", row.pk)).content.decode()
    assert first.text not in told and second.text in told and "1,,-1" in told
