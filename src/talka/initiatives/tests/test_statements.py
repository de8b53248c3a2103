"""Statements: one vote of each person, none twice in other dress, no single voice that fills the page."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.initiatives.access import deliberations as access
from talka.initiatives.actions import deliberation_people as people
from talka.initiatives.actions import moderation
from talka.initiatives.actions import statements as actions
from talka.initiatives.factories.deliberation import (
    DeliberationFactory,
    DeliberationMemberFactory,
    StatementFactory,
)
from talka.initiatives.models import DeliberationMember, Statement, StatementVote
from talka.initiatives.moderated import kind_of
from talka.initiatives.queries.statements import card_for
from talka.letters.models import Letter
from talka.people.actions.persons import PersonData
from talka.people.factories import PersonFactory
from talka.people.personal_links import make_token
from talka.ui.refusals import Refusal

from .deliberating import address, browser, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return PersonFactory(with_account=True)


@pytest.fixture
def row(clerk):
    return DeliberationFactory(organisation=clerk.organisation)


@pytest.fixture
def resident():
    return PersonFactory(with_account=True)


def test_a_vote_is_given_once_and_can_be_changed(row, resident):
    statement = StatementFactory(deliberation=row)
    client = browser(resident)
    for side, kept in (("1", 1), ("1", 1), ("-1", -1), ("0", 0)):
        answer = client.post(address("vote_deliberation", row.pk), {"statement": statement.pk, "side": side})
        assert answer.status_code == 302
        assert [vote.side for vote in StatementVote.objects.all()] == [kept]
    statement.refresh_from_db()
    assert statement.given == 1 and statement.versions.count() == 1, "a vote is no new version of what is voted on"
    again = page(client, address("vote_deliberation", row.pk) + f"?statement={statement.pk}")
    assert "voted on this one before" in again and 'aria-pressed="true"' in again


@pytest.mark.parametrize("sent", [{"side": "2"}, {"side": ""}, {}, {"side": "1", "statement": "0"}, {"statement": "x"}])
def test_what_is_no_vote_is_not_kept(row, resident, sent):
    statement = StatementFactory(deliberation=row)
    answer = browser(resident).post(address("vote_deliberation", row.pk), {"statement": statement.pk} | sent)
    assert answer.status_code in (404, 422)
    assert not StatementVote.objects.exists()


def test_a_statement_of_another_deliberation_is_not_there(row, resident):
    foreign = StatementFactory(deliberation=DeliberationFactory(invited=True))
    answer = browser(resident).post(address("vote_deliberation", row.pk), {"statement": foreign.pk, "side": "1"})
    assert answer.status_code == 404 and not StatementVote.objects.exists()


def test_nobody_votes_without_a_person_or_an_invitation(row, resident):
    statement = StatementFactory(deliberation=row)
    vote = {"statement": statement.pk, "side": "1"}
    assert browser().post(address("vote_deliberation", row.pk), vote).status_code == 404
    closed_door = DeliberationFactory(invited=True, organisation=resident.organisation)
    other = StatementFactory(deliberation=closed_door)
    answer = browser(resident).post(address("vote_deliberation", closed_door.pk), vote | {"statement": other.pk})
    assert answer.status_code == 403, "who runs it does not take part in it for that"
    assert not StatementVote.objects.exists()


def test_somebody_with_two_links_and_an_account_has_one_vote(clerk, row, resident):
    statement = StatementFactory(deliberation=row)
    who = PersonData(resident.given_name, resident.family_name, resident.email)
    member = people.invite(row, who, by=clerk)
    people.invite(row, who, by=clerk)
    assert member.person == resident
    first = make_token(resident, access.purpose(row.pk))
    second = make_token(resident, access.purpose(row.pk))
    for token, side in ((first, "1"), (second, "-1")):
        where = address("vote_deliberation_by_link", row.pk, token)
        assert browser().post(where, {"statement": statement.pk, "side": side}).status_code == 302
    browser(resident).post(address("vote_deliberation", row.pk), {"statement": statement.pk, "side": "0"})
    assert [vote.side for vote in StatementVote.objects.all()] == [0]
    assert DeliberationMember.objects.count() == 1


def test_the_link_of_the_letter_lets_take_part_without_an_account(clerk):
    row = DeliberationFactory(invited=True, organisation=clerk.organisation)
    StatementFactory(deliberation=row, text="Vajag baseinu.")
    client = browser(clerk)
    sent = {"given_name": "Ansis", "family_name": "Kurzemnieks", "email": "ansis@example.test"}
    assert client.post(address("deliberation_people", row.pk), sent).status_code == 302
    letter = Letter.objects.get(kind="initiatives.deliberation_invited")
    link = next(line for line in letter.text.splitlines() if "/me/" in line)
    path = "/initiatives" + link.partition("/initiatives")[2].strip()
    guest = browser()
    assert row.question in page(guest, path)
    assert "Vajag baseinu." in page(guest, path + "vote/")
    assert guest.post(path + "propose/", {"text": "Vajag slidotavu."}).status_code == 302
    assert guest.post(path + "questions/", {"text": "Cik tas maksā?"}).status_code == 302
    for part in ("votes/", "propose/", "questions/", "results/"):
        assert guest.get(path + part).status_code == 200, part
    other = DeliberationFactory(invited=True)
    assert guest.get(path.replace(f"/{row.pk}/", f"/{other.pk}/")).status_code == 404
    assert guest.get(address("deliberation", row.pk)).status_code == 404
    member = DeliberationMember.objects.get()
    assert client.post(address("withdraw_deliberation_link", row.pk, member.pk)).status_code == 302
    assert guest.get(path).status_code == 404
    assert Statement.objects.filter(text="Vajag slidotavu.").exists(), "what was said stays"


def test_a_link_that_is_over_says_so(row, resident):
    DeliberationMemberFactory(deliberation=row, person=resident, invited_at=timezone.now())
    token = make_token(resident, access.purpose(row.pk), lasts=-dt.timedelta(seconds=1))
    assert browser().get(address("deliberation_by_link", row.pk, token)).status_code == 410


@pytest.mark.parametrize(
    "same", ["Vajag bibliotēku!", "vajag  BIBLIOTEKU", "“Vajag—bibliotēku…”", "Vajag\u200b bibliotēku"]
)
def test_the_same_words_in_other_dress_are_shown_where_they_stand(row, resident, same):
    first = StatementFactory(deliberation=row, number=7, text="Vajag bibliotēku.")
    answer = browser(resident).post(address("propose_statement", row.pk), {"text": same})
    said = answer.content.decode()
    assert answer.status_code == 409 and "said already: statement 7" in said and first.text in said
    assert Statement.objects.count() == 1


def test_the_words_of_a_hidden_statement_do_not_come_back(row, resident):
    StatementFactory(deliberation=row, text="Naida vārdi", hidden_at=timezone.now(), hidden_why="Naids")
    answer = browser(resident).post(address("propose_statement", row.pk), {"text": "naida vardi"})
    assert answer.status_code == 409 and "taken out" in answer.content.decode()


def test_no_single_voice_fills_the_page(row, resident):
    row.most_per_hour, row.most_per_person = 2, 3
    row.save()
    client = browser(resident)

    def say(text):
        return client.post(address("propose_statement", row.pk), {"text": text}).status_code

    assert [say("Pirmais"), say("Otrais"), say("Trešais")] == [302, 302, 429]
    Statement.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    assert [say("Trešais"), say("Ceturtais")] == [302, 429]
    assert Statement.objects.count() == 3
    assert "Trešais" in page(client, address("propose_statement", row.pk))


@pytest.mark.parametrize("text", ["", " … ", "a" * 241])
def test_what_is_no_statement(row, resident, text):
    assert browser(resident).post(address("propose_statement", row.pk), {"text": text}).status_code == 422
    with pytest.raises(Refusal):
        actions.propose(row, text, by=resident)
    assert not Statement.objects.exists()


def test_what_comes_after_the_close_is_shown_for_copying(clerk, resident):
    row = DeliberationFactory(closed=True, organisation=clerk.organisation)
    answer = browser(resident).post(address("propose_statement", row.pk), {"text": "Par vēlu teikts"})
    assert answer.status_code == 410 and "Par vēlu teikts" in answer.content.decode()
    answer = browser(resident).post(address("deliberation_questions", row.pk), {"text": "Par vēlu jautāts"})
    assert answer.status_code == 410 and "Par vēlu jautāts" in answer.content.decode()


def test_where_each_is_read_first_it_waits(clerk, resident):
    row = DeliberationFactory(organisation=clerk.organisation, checking="before")
    client, runs = browser(resident), browser(clerk)
    for text in ("Vajag parku", "Vajag tirgu"):
        client.post(address("propose_statement", row.pk), {"text": text})
    other = browser(PersonFactory(with_account=True))
    assert "Vajag" not in page(other, address("vote_deliberation", row.pk))
    first, second = Statement.objects.order_by("number")
    assert other.post(address("vote_deliberation", row.pk), {"statement": first.pk, "side": "1"}).status_code == 404
    assert "2 statements wait" in page(runs, address("deliberation", row.pk))
    assert runs.post(address("let_in_statement", row.pk, first.pk)).status_code == 302
    assert runs.post(address("decline_statement", row.pk, first.pk), {"reason": "Nē"}).status_code == 409
    assert runs.post(address("decline_statement", row.pk, second.pk), {"reason": " "}).status_code == 422
    assert runs.post(address("decline_statement", row.pk, second.pk), {"reason": "Ne par skolu"}).status_code == 302
    assert "Vajag parku" in page(other, address("vote_deliberation", row.pk))
    own = page(client, address("propose_statement", row.pk))
    assert "Ne par skolu" in own
    assert "Ne par skolu" not in page(other, address("propose_statement", row.pk))
    letter = Letter.objects.get(kind="initiatives.deliberation_declined")
    assert letter.to_address == resident.email and "Vajag tirgu" not in letter.text


def test_who_voted_on_words_that_were_hidden_reads_why(row, resident):
    statement = StatementFactory(deliberation=row, text="ZQHIDDEN")
    actions.vote(statement, 1, by=resident)
    Statement.objects.update(hidden_at=timezone.now(), hidden_why="Naida runa")
    told = page(browser(resident), address("own_votes", row.pk))
    assert "ZQHIDDEN" not in told and "Naida runa" in told


def test_a_hidden_statement_takes_no_votes(row, resident):
    statement = StatementFactory(deliberation=row, text="ZQHIDDEN", hidden_at=timezone.now(), hidden_why="Naids")
    client = browser(resident)
    assert "ZQHIDDEN" not in page(client, address("vote_deliberation", row.pk) + f"?statement={statement.pk}")
    answer = client.post(address("vote_deliberation", row.pk), {"statement": statement.pk, "side": "1"})
    assert answer.status_code == 409 and not StatementVote.objects.exists()


def test_hate_is_reported_hidden_with_a_reason_appealed_and_shown_again(clerk, row, resident):
    """By the part of the room that moderates words: the author still reads them, others read nothing."""
    author, runs = browser(resident), browser(clerk)
    author.post(address("propose_statement", row.pk), {"text": "ZQHATE"})
    statement = Statement.objects.get()
    actions.vote(statement, 1, by=resident)
    reader = browser(PersonFactory(with_account=True))
    assert address("report", "statement", statement.pk) in page(reader, address("vote_deliberation", row.pk))
    assert reader.post(address("report", "statement", statement.pk), {"reason": "hate"}).status_code == 302
    where = ("statement", statement.pk)
    stranger = reader.post(address("decide_report", *where), {"decision": "hide", "reason": "Es", "seen": 0})
    assert stranger.status_code == 404
    kind = kind_of("statement")
    moderation.hide(kind, statement, "Naida runa", seen=0, by=clerk)
    assert "ZQHATE" not in page(reader, address("vote_deliberation", row.pk))
    own = page(author, address("propose_statement", row.pk))
    assert "ZQHATE" in own and "Naida runa" in own and address("moderation", *where) in own
    assert "Naida runa" in page(runs, address("deliberation_statements", row.pk))
    statement.refresh_from_db()
    with pytest.raises(Refusal, match="takes no votes"):
        actions.vote(statement, -1, by=PersonFactory(with_account=True))
    moderation.appeal(kind, statement, "Tas ir citāts.", by=resident)
    moderation.answer_appeal(kind, statement, "Citāts.", restore=True, by=PersonFactory(administrator=True))
    assert "ZQHATE" in page(reader, address("vote_deliberation", row.pk))
    assert StatementVote.objects.count() == 1, "no vote was lost"


def test_nobody_decides_about_their_own_words(clerk, row):
    statement = actions.propose(row, "Mani vārdi", by=clerk)
    with pytest.raises(Refusal) as refused:
        moderation.hide(kind_of("statement"), statement, "Tā", seen=0, by=clerk)
    assert refused.value.status == 403


def test_each_person_has_their_own_order_and_few_votes_come_sooner(row):
    rows = [StatementFactory(deliberation=row, number=n) for n in range(1, 21)]
    for statement in rows[:10]:
        for _n in range(3):
            actions.vote(statement, 1, by=PersonFactory(with_account=True))
    firsts = []
    for _n in range(40):
        at = access.visit(PersonFactory(with_account=True), row.pk)
        card = card_for(at)
        assert card.statement == card_for(at).statement, "the same at each look"
        assert (card.done, card.whole) == (0, 20)
        firsts.append(card.statement.number)
    assert len(set(firsts)) > 5
    # By the rates 4 of 5 begin with what has no votes; that fewer than 20 of 40 do happens once in 40,000 times.
    assert sum(number > 10 for number in firsts) >= 20


def test_what_was_taken_out_leaves_room_for_others(row, resident, monkeypatch):
    """Whoever fills a deliberation with rubbish does not close it to others."""
    monkeypatch.setattr(actions, "MOST", 3)
    for number in (1, 2, 3):
        StatementFactory(deliberation=row, number=number, text=f"Pērciet {number}")
    with pytest.raises(Refusal, match="There are 3"):
        actions.propose(row, "Vajag tirgu", by=resident)
    Statement.objects.filter(number=1).update(hidden_at=timezone.now(), hidden_why="Reklāma")
    actions.propose(row, "Vajag tirgu", by=resident)
    Statement.objects.filter(number=2).update(state="declined", reason="Reklāma")
    assert actions.propose(row, "Vajag pludmali", by=resident).number == 5
