"""Rounds: the method proposes, a person accepts or leaves out with a reason, and it proposes anew."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.decisions.models import DecisionRun, HandChange
from talka.learning.actions import angel_rounds, proposals
from talka.learning.factories.angels import AngelFactory, AngelRequestFactory
from talka.learning.jobs import match_angels
from talka.learning.models import Proposal
from talka.learning.queries.angel_matching import given_for, problem_of
from talka.learning.queries.angel_rounds import alone_of, latest_round, page_of_round, pairs_of
from talka.people.actions.erasure import erase_person
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def asked_in(training, **said):
    return AngelRequestFactory(programme=training.programme, **said)


def shown(programme):
    run = latest_round(programme)
    return page_of_round(programme, run, pairs_of(run), alone_of(run))


def test_the_most_urgent_is_served_with_whom_knows_most(client, training, organiser):
    AngelFactory(words=["budžets", "tūrisms"], person__family_name="Divējāda")
    calm = asked_in(training, urgency=1)
    urgent = asked_in(training, urgency=5, words=["budžets", "tūrisms"])
    client.force_login(organiser.account)
    assert client.post(reverse("learning:compute_round", args=[training.programme.slug])).status_code == 302
    page = client.get(reverse("learning:angel_round", args=[training.programme.slug])).content.decode()
    assert "1 of 2 open requests have an angel" in page
    assert "Knows 2 of 2 topics" in page
    assert "Every place of those who would fit is taken" in page
    assert "How was this computed?" in page
    run = DecisionRun.objects.get()
    address = reverse("learning:accept_round", args=[training.programme.slug, run.pk])
    assert client.post(address).status_code == 302
    row = Proposal.objects.get()
    assert (row.request, row.run) == (urgent, run)
    assert row.match["topics"] == ["word:budzets", "word:turisms"]
    run.refresh_from_db()
    calm.refresh_from_db()
    assert (run.state, calm.state) == ("accepted", "open")


def test_a_pair_is_left_out_with_a_reason_only(client, training, organiser):
    AngelFactory()
    asked = asked_in(training)
    run = angel_rounds.compute(training.programme, by=organiser)
    other = asked_in(training)
    AngelFactory()
    client.force_login(organiser.account)
    run = angel_rounds.compute(training.programme, by=organiser)
    leave = reverse("learning:leave_pair_out", args=[training.programme.slug, run.pk])
    accept = reverse("learning:accept_round", args=[training.programme.slug, run.pk])
    pair = {"pair": f"request:{asked.pk}"}
    assert client.post(leave, pair).status_code == 422
    assert client.post(leave, {"pair": "request:0", "reason": "Kāpēc"}).status_code == 422
    for _twice in range(2):
        assert client.post(leave, pair | {"reason": "Strādājuši kopā pērn"}).status_code == 302
    assert client.post(accept).status_code == 302
    run.refresh_from_db()
    assert run.state == "overridden"
    change = HandChange.objects.get()
    assert (change.reason, change.cost) == ("Strādājuši kopā pērn", 3.0)
    assert Proposal.objects.get().request == other
    for deed in (accept, leave):
        assert client.post(deed, pair | {"reason": "Vēl"}).status_code == 409
    page = client.get(reverse("learning:angel_round", args=[training.programme.slug])).content.decode()
    assert "Strādājuši kopā pērn" in page
    assert "is not asked for" in page


def test_declined_it_proposes_somebody_else(training, organiser):
    first, second = AngelFactory(), AngelFactory()
    asked = asked_in(training)
    seen = []
    for _round in range(2):
        run = angel_rounds.compute(training.programme, by=organiser)
        assert angel_rounds.accept(training.programme, run, "", by=organiser).proposed == 1
        row = Proposal.objects.filter(state="proposed").get()
        seen.append(row.angel)
        proposals.say_no(row, "Nav laika", by=row.angel.person)
    assert set(seen) == {first, second}
    run = angel_rounds.compute(training.programme, by=organiser)
    assert run.result["matches"] == []
    assert run.result["unmatched"] == [{"request": f"request:{asked.pk}", "code": "refused", "count": 2}]
    page = shown(training.programme)
    assert "one of the two sides declined" in page.alone[0].why


def test_an_organiser_sees_what_was_answered_and_computes_anew_where_something_is_open(client, training, organiser):
    AngelFactory()
    asked_in(training)
    client.force_login(organiser.account)
    address = reverse("learning:angel_round", args=[training.programme.slug])
    compute = reverse("learning:compute_round", args=[training.programme.slug])
    client.post(compute)
    client.post(reverse("learning:accept_round", args=[training.programme.slug, DecisionRun.objects.get().pk]))
    page = client.get(address).content.decode()
    assert "The angel is asked" in page
    assert "No request is open" in page
    assert "Compute again" not in page
    row = Proposal.objects.get()
    proposals.say_no(row, "Nav laika", by=row.angel.person)
    page = client.get(address).content.decode()
    assert "Declined by the angel" in page
    assert "Compute again" in page
    assert "1 open" in client.get(reverse("learning:angel_requests")).content.decode()


@pytest.mark.parametrize(
    ("angel", "request_", "code"),
    [
        ({"languages": ["en"]}, {}, "no_language"),
        ({"words": ["tūrisms"]}, {}, "no_topic"),
        ({"own": True}, {}, "only_own"),
        ({"most_requests": 1, "busy": True}, {}, "full"),
        ({"goes": True}, {"where": True}, "refused"),
    ],
)
def test_why_nobody_is_proposed(training, organiser, angel, request_, code):
    asked = asked_in(training, **({"area": AreaFactory(kind="municipality")} if request_ else {}))
    said = {name: value for name, value in angel.items() if name in ("languages", "words", "most_requests")}
    row = AngelFactory(**said)
    if angel.get("own"):
        row.person.organisation = asked.organisation
        row.person.save()
    if angel.get("busy"):
        AngelRequestFactory(mentored=True, angel=row)
    if angel.get("goes"):
        row.areas.add(AreaFactory(kind="municipality"))
    run = angel_rounds.compute(training.programme, by=organiser)
    assert [each["code"] for each in run.result["unmatched"]] == [code]
    why = str(shown(training.programme).alone[0].why)
    assert why != code
    if angel.get("goes"):
        assert "do not go there" in why


def test_nearer_is_better_where_all_else_is_equal(training, organiser):
    asked_in(training, area=AreaFactory(lat=57.0, lon=24.0))
    far = AngelFactory(home=AreaFactory(lat=56.0, lon=21.0))
    near = AngelFactory(home=AreaFactory(lat=57.1, lon=24.1))
    run = angel_rounds.compute(training.programme, by=organiser)
    assert [each["angel"] for each in run.result["matches"]] == [f"angel:{near.pk}"]
    assert run.result["matches"][0]["km"] == pytest.approx(12.7, abs=0.2)
    told = shown(training.programme).matches[0].reasons
    assert "13 km away, as the crow flies" in told
    assert f"{far.person.name} would come next: knows 1 of 1 topics." in told
    far.person.consents.update(withdrawn_at=timezone.now())
    assert far.person.name not in str(shown(training.programme))


def test_what_no_longer_fits_is_left_out(training, organiser):
    angel = AngelFactory()
    asked_in(training)
    run = angel_rounds.compute(training.programme, by=organiser)
    AngelRequestFactory(mentored=True, angel=angel)
    done = angel_rounds.accept(training.programme, run, "", by=organiser)
    assert (done.proposed, done.gone) == (0, 1)


def test_nothing_to_match_is_said(training, organiser):
    with translation.override("en"), pytest.raises(Refusal, match="No request is open"):
        angel_rounds.compute(training.programme, by=organiser)
    asked_in(training)
    AngelFactory(consents=False)
    AngelFactory(person__illustrative=True)
    with translation.override("en"), pytest.raises(Refusal, match="no angel who could be proposed"):
        angel_rounds.compute(training.programme, by=organiser)


def test_only_organisers_of_the_programme_have_rounds(client, training, organiser, stranger, learner, trainer):
    asked_in(training, title="SLEPENS")
    angel = AngelFactory()
    run = angel_rounds.compute(training.programme, by=organiser)
    slug = training.programme.slug
    for person in (None, stranger, learner, trainer, angel.person):
        client.logout()
        if person:
            client.force_login(person.account)
        assert client.get(reverse("learning:angel_round", args=[slug])).status_code == 404
        assert client.post(reverse("learning:compute_round", args=[slug])).status_code == 404
        for name in ("accept_round", "set_aside_round", "leave_pair_out"):
            assert client.post(reverse(f"learning:{name}", args=[slug, run.pk])).status_code == 404
        with pytest.raises(Refusal):
            angel_rounds.compute(training.programme, by=person)
    client.force_login(organiser.account)
    assert client.post(reverse("learning:set_aside_round", args=[slug, run.pk]), {"reason": "Vēlāk"}).status_code == 302
    run.refresh_from_db()
    assert run.state == "rejected"


def test_a_large_round_is_the_workers(training, organiser, monkeypatch):
    monkeypatch.setattr(angel_rounds, "AT_ONCE", 0)
    AngelFactory()
    asked_in(training)
    run = angel_rounds.compute(training.programme, by=organiser)
    assert run.state == "waiting"
    for _twice in range(2):
        match_angels(run.pk)
    run.refresh_from_db()
    assert (run.state, len(run.result["matches"])) == ("proposed", 1)


def test_inputs_name_nobody_and_an_erased_angel_is_taken_out(training, organiser):
    angel = AngelFactory(person__family_name="Nekurnerakstāmā")
    asked_in(training)
    run = angel_rounds.compute(training.programme, by=organiser)
    assert "Nekur" not in json.dumps(run.input, ensure_ascii=False)
    reference = f"angel:{angel.pk}"
    erase_person(angel.person, by=angel.person)
    run.refresh_from_db()
    assert reference not in json.dumps([run.input, run.result])
    assert shown(training.programme).matches[0].angel is None
    assert angel_rounds.accept(training.programme, run, "", by=organiser).gone == 1


@pytest.mark.parametrize("many", [1, 3])
def test_a_round_asks_a_fixed_number_of_queries(training, organiser, many):
    for _n in range(many):
        AngelFactory().areas.add(asked_in(training, area=AreaFactory(kind="municipality")).area)
    with CaptureQueriesContext(connection) as asked:
        given = given_for(training.programme)
    problem_of(given).require_valid()
    assert len(given["elsewhere"]) == many * (many - 1)
    assert len(asked) == 7
    angel_rounds.compute(training.programme, by=organiser)
    with CaptureQueriesContext(connection) as asked:
        assert len(shown(training.programme).matches) == many
    assert len(asked) == 10


def test_a_long_round_comes_in_pages(client, training, organiser):
    for _n in range(31):
        AngelFactory()
        asked_in(training)
    angel_rounds.compute(training.programme, by=organiser)
    client.force_login(organiser.account)
    page = client.get(reverse("learning:angel_round", args=[training.programme.slug]))
    assert page.content.decode().count('name="pair"') == 30
    assert len(page.content) < 60_000
