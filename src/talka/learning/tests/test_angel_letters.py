"""Who learns what by letter when a proposal is declined, taken back or its request withdrawn, and where it leads."""

import pytest
from django.urls import reverse

from talka.learning.actions import angel_requests, proposals
from talka.learning.factories.angels import AngelRequestFactory, ProposalFactory
from talka.learning.models import AngelRequest, Proposal
from talka.letters.models import Letter
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def asked(training, asker):
    return AngelRequestFactory(programme=training.programme, organisation=asker.organisation, asked_by=asker)


@pytest.mark.parametrize("who", ["angel", "asker"])
def test_who_has_to_know_learns_that_it_was_declined(client, asked, asker, organiser, angel, who):
    angel.person.family_name = "Eņģelis"
    angel.person.save()
    row = proposals.pick(asked, angel, "Zina", by=organiser)
    if who == "asker":
        proposals.say_yes(row, by=angel.person)
    Letter.objects.all().delete()
    client.force_login((angel.person if who == "angel" else asker).account)
    answer = client.post(reverse("learning:proposal_decline", args=[row.pk]), {"reason": "Slepens iemesls"})
    assert client.get(answer.url).status_code == 200, "they are led to a page that is theirs"
    told = {letter.person_ref: letter.text for letter in Letter.objects.all()}
    own = {f"person:{organiser.key}"} | ({f"person:{angel.person.key}"} if who == "asker" else set())
    assert set(told) == own
    assert reverse("learning:angel_request", args=[asked.pk]) in told[f"person:{organiser.key}"]
    for text in told.values():
        assert "Slepens iemesls" not in text
        assert "Eņģelis" not in text.split("\n\n", 1)[1], "letters are kept longer than who is named in them"
    if who == "asker":
        client.force_login(angel.person.account)
        assert reverse("learning:my_angel") in told[f"person:{angel.person.key}"]


@pytest.mark.parametrize("willing", [False, True])
def test_taken_back_they_may_be_proposed_again(asked, organiser, angel, asker, willing):
    row = proposals.pick(asked, angel, "Zina", by=organiser)
    if willing:
        proposals.say_yes(row, by=angel.person)
    Letter.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        proposals.take_back(row, "Kļūda", by=asker)
    assert refused.value.status == 403
    for _twice in range(2):
        proposals.take_back(row, "Kļūda", by=organiser)
    asked.refresh_from_db()
    assert asked.state == "open"
    told = {f"person:{each.key}" for each in ([angel.person, asker] if willing else [angel.person])}
    assert set(Letter.objects.values_list("person_ref", flat=True)) == told
    assert proposals.pick(asked, angel, "Zina", by=organiser).state == "proposed"


@pytest.mark.parametrize("state", ["proposed", "accepted", "agreed"])
def test_withdrawn_the_angels_letter_leads_to_a_page_that_is_theirs(client, asked, asker, angel, state):
    AngelRequest.objects.filter(pk=asked.pk).update(
        state="agreed" if state == "agreed" else "proposed", angel=angel if state == "agreed" else None
    )
    ProposalFactory(request=asked, angel=angel, state=state)
    asked.refresh_from_db()
    angel_requests.withdraw(asked, "Mainījās vadība", by=asker)
    client.force_login(angel.person.account)
    text = Letter.objects.get(person_ref=f"person:{angel.person.key}").text
    link = next(word for word in text.split() if word.startswith("http"))
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200
    assert Proposal.objects.get(request=asked).state == "ended"
