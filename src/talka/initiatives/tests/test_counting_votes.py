"""Counting: by every rule and form, published so that anybody counts again, ties and few voters told as they are."""

import csv
import io
import json
import os
import random
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from talka.decisions.models import DecisionRun
from talka.initiatives.actions import choosing_options as options
from talka.initiatives.actions import choosings as actions
from talka.initiatives.actions import counting
from talka.initiatives.actions.voting import key_of
from talka.initiatives.counting_rules import counted
from talka.initiatives.factories.choosing import BallotFactory, ChoosingFactory, ChoosingOptionFactory, VoterFactory
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.models import Ballot, Choosing, Voter, VoterLink
from talka.initiatives.queries.choosing_results import how_it_stood
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

from .choosing_world import announced, cast, close, link_of, opened, runner_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def many(row, number=40, seed=3):
    """Ballots by chance, each keeping the rules of the vote."""
    chance = random.Random(seed)
    numbers = list(row.options.values_list("number", flat=True))
    for _ballot in range(number):
        named = chance.sample(numbers, chance.randint(1, len(numbers)))
        points = []
        if row.form == "points":
            named, points = sorted(named), [chance.randint(1, 3) for _one in named]
        elif row.form == "approval":
            named = sorted(named)
        BallotFactory(choosing=row, named=named, points=points)


def command(folder, row, browser, line):
    """The published file, computed anew by the command that the page gives."""
    (folder / f"choosing-{row.pk}.pb").write_bytes(browser.get(address("ballot_file", row.pk, "pb")).content)
    ran = subprocess.run(
        [sys.executable, "-m", "talka.site.command", *line.split()[1:], "--out", str(folder / "out")],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": ""},
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads((folder / "out" / "result.json").read_text())


@pytest.mark.parametrize("completion", ["none", "add1", "greedy"])
@pytest.mark.parametrize(("form", "points"), [("approval", None), ("points", 20), ("ranking", None)])
def test_anybody_recomputes_equal_shares_from_the_published_file(browser, tmp_path, form, points, completion):
    row = opened(form=form, points=points, completion=completion, options=6, budget="1700.50")
    many(row)
    withdrawn = row.options.get(number=2)
    options.withdraw(withdrawn, "Nevar.", by=None)
    announced(row)
    page = browser.get(address("ballots", row.pk)).content.decode()
    utility = "cost" if form == "approval" else "points"
    line = f"talka methods equal-shares choosing-{row.pk}.pb --utility {utility} --completion {completion}"
    assert line in page
    found = command(tmp_path, row, browser, line)
    assert found["official"]["same"] is True
    run = DecisionRun.objects.get(state="accepted")
    assert sorted(one["project"] for one in found["funded"]) == sorted(run.result["funded"])
    assert found["funded"] and found["unfunded"] and "002" not in str(found["funded"])
    shown = browser.get(address("choosing", row.pk)).content.decode()
    assert "Nevar." in shown and "Result" in shown


@pytest.mark.parametrize("rule", ["greedy", "majority"])
@pytest.mark.parametrize(("form", "points"), [("approval", None), ("points", 20), ("ranking", None)])
def test_most_votes_and_majority_are_recomputed_by_hand_from_the_table(browser, rule, form, points):
    row = opened(form=form, points=points, rule=rule, options=6, budget=1500)
    many(row)
    announced(row)
    table = browser.get(address("ballot_file", row.pk, "csv")).content.decode("utf-8-sig")
    ballots = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert len(ballots) == 40
    votes, naming = dict.fromkeys(range(1, 7), 0), dict.fromkeys(range(1, 7), 0)
    for ballot in ballots:
        named = [int(one) for one in ballot["named"].split(",")]
        given = [1] * len(named)
        if form == "points":
            given = [int(one) for one in ballot["points"].split(",")]
        elif form == "ranking":
            given = [6 - place for place in range(len(named))]
        for one, more in zip(named, given, strict=True):
            votes[one] += more
            naming[one] += 1
    costs, left, wanted = {one.number: one.cost for one in row.options.all()}, 1500, []
    for one in sorted(votes, key=lambda number: (-votes[number], number)):
        if costs[one] <= left and (rule == "greedy" or naming[one] > 20):
            wanted.append(f"{one:03d}")
            left -= costs[one]
    run = DecisionRun.objects.get(state="accepted")
    assert run.result["funded"] == wanted and wanted
    assert {code: one["votes"] for code, one in run.result["options"].items()} == {
        f"{one:03d}": votes[one] for one in votes
    }
    assert "talka methods" not in browser.get(address("ballots", row.pk)).content.decode()


def question(rule, costs, kinds, budget="1000.00", **more):
    return {
        "form": "approval",
        "rule": rule,
        "completion": "none",
        "budget": budget,
        "options": [{"id": f"{place:03d}", "cost": cost} for place, cost in enumerate(costs, start=1)],
        "withdrawn": [],
        "ballots": sum(count for _named, count in kinds),
        "kinds": [{"named": list(named), "points": [], "count": count} for named, count in kinds],
    } | more


def test_a_tie_is_decided_by_the_order_that_stood_before():
    """Both have three votes, and there is money for one: the first by number, which is the cheaper, then the lot."""
    for rule in ("greedy", "shares"):
        found = counted(
            question(rule, ["600.00", "600.00"], [(("001",), 3), (("002",), 3)], completion="greedy"), time_limit=5
        )
        assert found.funded == ("001",) and found.ties == 1, rule
        codes = {code for code, _about in found.options["001"]["reasons"]}
        assert "tie_won" in codes, rule
    found = counted(question("majority", ["600.00", "600.00"], [(("001", "002"), 4)]), time_limit=5)
    assert [code for code, _about in found.options["002"]["reasons"]] == ["passed", "tie_lost"]


def test_exactly_half_is_no_majority():
    found = counted(question("majority", ["100.00", "100.00"], [(("001",), 3), (("002",), 2), ((), 1)]), time_limit=5)
    assert found.funded == ()
    assert {one["reasons"][0][0] for one in found.options.values()} == {"no_majority"}
    more = counted(question("majority", ["100.00", "100.00"], [(("001",), 4), (("002",), 2), ((), 1)]), time_limit=5)
    assert more.funded == ("001",) and more.left == "900.00"


def test_a_ties_order_is_drawn_with_publication_from_a_seed_that_is_shown(browser):
    row = ChoosingFactory(rule="greedy", budget=500)
    for title in ("Laipa", "Soliņi", "Šūpoles"):
        ChoosingOptionFactory(choosing=row, title=title, cost=400)
    actions.publish(row, by=None)
    row.refresh_from_db()
    for number in (1, 2, 3):
        for _voter in range(3):
            cast(row, number)
    announced(row)
    first = sorted(["Laipa", "Soliņi", "Šūpoles"], key=lambda title: actions.lot(row.seed, title))[0]
    run = DecisionRun.objects.get(state="accepted")
    assert [row.options.get(number=int(code)).title for code in run.result["funded"]] == [first]
    page = browser.get(address("choosing", row.pk)).content.decode()
    assert row.seed in page and "it comes first in the order drawn beforehand" in page


def test_each_option_says_why_it_is_funded_or_not(browser):
    row = opened(completion="none")
    for named in ([1], [1], [1, 2], [3], [1, 3]):
        cast(row, *named)
    announced(row)
    page = " ".join(browser.get(address("choosing", row.pk)).content.decode().split())
    assert "Funded as number 1: its voters (4) pay €75 each." in page
    assert (
        "together" in page and "Ballots: 5" in page and "Funded options: 1, for €300 of €1,000. €700 is left." in page
    )
    with translation.override("lv"):
        assert Client().get(address("choosing", row.pk)).status_code == 200


def test_fewer_than_five_voters_no_figures_and_no_ballots(browser):
    row = opened()
    codes = [cast(row, 1), cast(row, 1), cast(row, 2), cast(row, 1, 3)]
    announced(row)
    page = browser.get(address("choosing", row.pk)).content.decode()
    assert row.options.get(number=1).title in page and "Fewer than five people voted" in page
    for figure in ("Votes:", "its voters", "Ballots: 4"):
        assert figure not in " ".join(page.split()), figure
    ballots = browser.get(address("ballots", row.pk)).content.decode()
    assert all(key_of(code)[:16] not in ballots for code in codes)
    for ending in ("pb", "csv"):
        answer = browser.get(address("ballot_file", row.pk, ending))
        assert answer.status_code == 409 and key_of(codes[0]) not in answer.content.decode()
    found = browser.post(address("ballots", row.pk), {"code": codes[0]}).content.decode()
    assert "Your ballot is here" in found, "one's own is found all the same"


def test_before_it_is_announced_nobody_else_sees_a_figure(browser):
    row = opened()
    for number in (1, 1, 1, 2, 2, 3):
        cast(row, number)
    for path in (address("ballot_file", row.pk, "pb"), address("ballot_file", row.pk, "csv")):
        assert browser.get(path).status_code == 404
    close(row)
    counting.count(row, by=None)
    key = Ballot.objects.first().key[:16]
    for path in (address("choosing", row.pk), address("ballots", row.pk)):
        page = browser.get(path).content.decode()
        assert key not in page and "Votes:" not in page
    assert browser.get(address("ballot_file", row.pk, "pb")).status_code == 404
    browser.force_login(runner_of(row).account)
    assert "Votes:" in browser.get(address("choosing", row.pk)).content.decode()


def test_those_who_run_it_count_and_announce_and_addresses_are_forgotten(browser):
    row = opened()
    voters = [VoterFactory(choosing=row, language="en") for _number in range(6)]
    quiet = VoterFactory(choosing=row, name="Klusais", email="klusais@example.test")
    for voter in voters:
        cast(row, 1, voter=voter)
    link = link_of(voters[0])
    person = runner_of(row)
    browser.force_login(person.account)
    early = browser.post(address("count_choosing", row.pk))
    assert early.status_code == 409 and "once voting is closed" in early.content.decode()
    close(row)
    assert browser.post(address("announce_choosing", row.pk)).status_code == 404, "nothing is counted yet"
    assert browser.post(address("count_choosing", row.pk)).status_code == 302
    assert browser.post(address("count_choosing", row.pk)).status_code == 302
    assert browser.post(address("announce_choosing", row.pk)).status_code == 302
    assert browser.post(address("announce_choosing", row.pk)).status_code == 302
    states = list(DecisionRun.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["rejected", "accepted"]
    told = Letter.objects.filter(kind="initiatives-vote-result")
    assert sorted(one.to_address for one in told) == sorted(voter.email for voter in voters)
    assert not Voter.objects.exclude(email="", name="", folded="").exists() and not VoterLink.objects.exists()
    assert Voter.objects.filter(voted_on__isnull=False).count() == 6 and quiet.pk
    assert Client().get(link).status_code == 404


def test_the_worker_counts_what_has_closed_once():
    row, paper, running = opened(), opened(paper=True), opened()
    for each in (row, paper, running):
        cast(each, 1)
    close(row)
    close(paper)
    counting.count_closed()
    counting.count_closed()
    runs = DecisionRun.objects.filter(method="choosing")
    assert [(run.subject_id, run.state) for run in runs] == [(str(row.pk), "proposed")]


def test_very_many_ballots_are_left_to_the_worker(monkeypatch):
    monkeypatch.setattr(counting, "SMALL", 3)
    row = opened()
    many(row, number=5)
    close(row)
    run = counting.count(row, by=None)
    assert run.state == "waiting"
    counting.finish_computing(run)
    run.refresh_from_db()
    assert run.state == "proposed" and run.result["ballots"] == 5


def test_a_ballot_read_since_the_count_is_not_forgotten():
    row = opened()
    many(row, number=6)
    close(row)
    run = counting.count(row, by=None)
    BallotFactory(choosing=row, named=[3], paper=1)
    with pytest.raises(Refusal, match="since it was counted"):
        counting.announce(row, run, by=None)
    row.refresh_from_db()
    assert row.announced_at is None
    counting.announce(row, counting.count(row, by=None), by=None)


def test_counting_writes_ballots_anew_so_that_their_rows_tell_no_order():
    """By the database's own numbers of transactions and places, as whoever has all of it could see them."""
    row = opened()
    codes = [cast(row, 1 + number % 3) for number in range(12)]
    before = sorted(Ballot.objects.values_list("key", "named"))
    close(row)
    counting.count(row, by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, xmin::text FROM initiatives_ballot ORDER BY ctid")
        rows = cursor.fetchall()
    assert [key for key, _by in rows] == sorted(key_of(code) for code in codes)
    assert len({by for _key, by in rows}) == 1
    assert sorted(Ballot.objects.values_list("key", "named")) == before


def test_an_initiative_learns_how_it_ended():
    initiative, other = InitiativeFactory(cost=300), InitiativeFactory(cost=900)
    row = opened(options=0, rule="greedy")
    ChoosingOptionFactory(choosing=row, initiative=initiative, number=1)
    ChoosingOptionFactory(choosing=row, initiative=other, number=2, cost=900)
    for named in ([1], [1], [1], [2], [1, 2]):
        cast(row, *named)
    assert [one.ended for one in how_it_stood(initiative, None)] == ["open"]
    announced(row)
    assert [one.ended for one in how_it_stood(initiative, None)] == ["funded"]
    assert [one.ended for one in how_it_stood(other, None)] == ["not_funded"]


def test_only_those_who_run_it_count():
    row, stranger = opened(), PersonFactory(with_account=True)
    many(row, number=5)
    close(row)
    with pytest.raises(Refusal) as refused:
        counting.count(row, by=stranger)
    run = counting.count(row, by=None)
    with pytest.raises(Refusal):
        counting.announce(row, run, by=stranger)
    assert refused.value.status == 403 and Choosing.objects.get(pk=row.pk).announced_at is None


def test_of_few_ballots_nothing_says_that_they_are_published(browser):
    row = opened()
    voters = [VoterFactory(choosing=row, language="en") for _number in range(4)]
    for voter in voters:
        cast(row, 1, voter=voter)
    close(row)
    browser.force_login(runner_of(row).account)
    browser.post(address("count_choosing", row.pk))
    page = browser.post(address("announce_choosing", row.pk), follow=True).content.decode()
    for untrue in ("the ballots are published", "The published file holds", "Published ballots"):
        assert untrue not in page, untrue
    letter = Letter.objects.filter(kind="initiatives-vote-result").first()
    assert "among the published ones" not in letter.text


def test_nothing_says_that_it_is_counted_while_the_worker_counts(browser, monkeypatch):
    monkeypatch.setattr(counting, "SMALL", 2)
    row = opened()
    for _number in range(3):
        cast(row, 1)
    close(row)
    browser.force_login(runner_of(row).account)
    page = browser.post(address("count_choosing", row.pk), follow=True).content.decode()
    assert "being counted" in page and "Look at the result" not in page


def test_nobody_announces_a_count_that_they_have_not_seen(browser):
    row = opened()
    for _number in range(5):
        cast(row, 1)
    close(row)
    browser.force_login(runner_of(row).account)
    seen = counting.count(row, by=None)
    shown = browser.get(address("choosing", row.pk)).content.decode()
    assert f'name="run" value="{seen.pk}"' in shown
    counting.count(row, by=None)
    answer = browser.post(address("announce_choosing", row.pk), {"run": seen.pk})
    row.refresh_from_db()
    assert answer.status_code == 409 and "counted again" in answer.content.decode() and row.announced_at is None
