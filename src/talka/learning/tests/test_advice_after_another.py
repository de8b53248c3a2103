"""Advice where another angel helped before, and what is offered while advice is being answered."""

import pytest
from django.urls import reverse

from talka.learning.actions import advice as advising
from talka.learning.actions import proposals
from talka.learning.actions.recommendations import AnswerData
from talka.learning.factories.angels import (
    AdviceFactory,
    AngelFactory,
    RecommendationFactory,
)
from talka.learning.models import Advice, AngelRequest, Recommendation
from talka.letters.models import Letter
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def second(work, asker, angel):
    """Another angel at work, after the first one gave advice that was answered and stepped back."""
    row = RecommendationFactory(advice__request=work, advice__text="PIRMĀ PADOMS").advice
    advising.answer(row, {row.recommendations.get().pk: AnswerData("accepted", what="Jā")}, by=asker)
    proposals.step_back(work, "Slimība", by=angel.person)
    found = AngelFactory()
    AngelRequest.objects.filter(pk=work.pk).update(angel=found, state="under_way", aims="Viena tabula")
    work.refresh_from_db()
    return found


def test_who_helps_after_another_gives_their_own_advice(client, work, second, asker):
    client.force_login(second.person.account)
    page, address = (reverse(f"learning:{name}", args=[work.pk]) for name in ("angel_request", "give_advice"))
    assert "Write the advice" in client.get(page).content.decode()
    assert "PIRMĀ PADOMS" not in client.get(address).content.decode()
    sent = {"given_on": "2026-04-01", "text": "Otrās padoms", "recommendations": "Kopīga sanāksme"}
    assert client.post(address, sent).status_code == 302
    first, own = Advice.objects.order_by("number")
    assert (own.angel, own.text, first.recommendations.get().answer) == (second, "Otrās padoms", "accepted")
    work.refresh_from_db()
    assert work.state == "advised"


def test_answers_to_who_helped_before_end_nothing_and_write_to_nobody_else(work, second, asker):
    row = Recommendation.objects.get()
    Letter.objects.all().delete()
    advising.answer(row.advice, {row.pk: AnswerData("accepted", what="Citādi")}, by=asker)
    work.refresh_from_db()
    assert work.state == "under_way" and not Letter.objects.exists()


def test_whether_everybody_reads_advice_says_who_gave_it(client, work, second, angel, asker):
    first = Advice.objects.get()
    with pytest.raises(Refusal) as refused:
        advising.publish(first, True, by=second.person)
    assert refused.value.status == 403
    for person in (angel.person, asker):
        advising.publish(first, True, by=person)
    address, deed = reverse("learning:advice", args=[first.pk]), reverse("learning:publish_advice", args=[first.pk])
    client.force_login(second.person.account)
    assert deed not in client.get(address).content.decode()
    client.force_login(angel.person.account)
    assert deed in client.get(address).content.decode()
    assert client.post(deed, {"agrees": "no"}, follow=True).status_code == 200
    client.logout()
    assert client.get(address).status_code == 404


def test_what_is_being_answered_offers_no_new_version(client, work, angel, asker):
    advice = AdviceFactory(request=work)
    one, _other = (RecommendationFactory(advice=advice, order=n) for n in (1, 2))
    AngelRequest.objects.filter(pk=work.pk).update(state="advised")
    client.force_login(angel.person.account)
    page, address = (reverse(f"learning:{name}", args=[work.pk]) for name in ("angel_request", "give_advice"))
    assert address in client.get(page).content.decode()
    advising.answer(advice, {one.pk: AnswerData("accepted", what="Jā")}, by=asker)
    assert address not in client.get(page).content.decode()
