"""Knowledge angels: entering oneself, being invited, who sees whom, taking the consent back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.access.angels import CONSENT
from talka.learning.actions import angels
from talka.learning.actions.angels import AngelData
from talka.learning.factories.angels import AngelFactory, AngelRequestFactory, ProposalFactory
from talka.learning.models import Angel, AngelRequest, Proposal
from talka.learning.topics import named, topics_of, typed
from talka.letters.models import Letter
from talka.needs.models import Competence
from talka.people.actions import withdraw_consent
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Consent, Person
from talka.territories.factories import AreaFactory
from talka.territories.models import Belonging
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


SAID = {"words": "Budžeta sasaiste\nDabas aizsardzība", "languages": ["lv", "en"], "most_requests": 2}


def test_somebody_enters_themselves_and_their_very_words_of_consent_are_kept(client, stranger):
    client.force_login(stranger.account)
    address = reverse("learning:edit_angel")
    refused = client.post(address, SAID)
    assert refused.status_code == 422
    assert "did not agree" in refused.content.decode()
    assert not Angel.objects.exists()
    assert client.post(address, SAID | {"agrees": "on", "public": "on"}).status_code == 302
    row = Angel.objects.get(person=stranger)
    consent = Consent.objects.get(person=stranger, subject_kind=CONSENT)
    assert "propose me to municipalities" in consent.wording
    assert consent.given_at <= timezone.now()
    assert row.topics == ["word:budzeta sasaiste", "word:dabas aizsardziba"]
    page = client.get(reverse("learning:my_angel")).content.decode()
    assert "Budžeta sasaiste" in page
    assert "Take my consent back" in page
    client.logout()
    assert stranger.name in client.get(reverse("learning:angels")).content.decode()


def test_changing_it_keeps_the_consent_and_tells_a_stale_form(stranger):
    data = AngelData((), ["Budžets"], ["lv"])
    row = angels.enter(stranger, data, agrees="I agree", by=stranger)
    angels.enter(stranger, AngelData((), ["Tūrisms"], ["en"]), agrees="", by=stranger, version=1)
    with translation.override("en"), pytest.raises(Refusal, match="Somebody else"):
        angels.enter(stranger, data, agrees="", by=stranger, version=1)
    row.refresh_from_db()
    assert (row.words, row.languages) == (["Tūrisms"], ["en"])
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (AngelData((), [], ["lv"]), "No topic"),
        (AngelData((), ["A"], []), "No language"),
        (AngelData((), ["A"], ["xx"]), "not known"),
        (AngelData(["nowhere"], [], ["lv"]), "not known"),
        (AngelData((), ["A"], ["lv"], most_requests=0), "one request"),
        (AngelData((), ["x" * 61], ["lv"]), "longer than 60"),
        (AngelData((), [f"t{n}" for n in range(21)], ["lv"]), "more than 20"),
    ],
)
def test_what_cannot_be_is_refused(stranger, data, said):
    with translation.override("en"), pytest.raises(Refusal, match=said):
        angels.enter(stranger, data, agrees="I agree", by=stranger)
    assert not Angel.objects.exists()


def test_nobody_enters_somebody_else(organiser, stranger):
    with pytest.raises(Refusal) as refused:
        angels.enter(stranger, AngelData((), ["A"], ["lv"]), agrees="I agree", by=organiser)
    assert refused.value.status == 403


def test_one_vocabulary_for_both_sides():
    house = Competence.objects.filter(programme=None).first()
    words = typed([" Dabas   aizsardzība ", "dabas aizsardziba", ""])
    assert words == ["Dabas aizsardzība"]
    keys = topics_of([house.key], words)
    assert keys == [f"competence:{house.key}", "word:dabas aizsardziba"]
    assert named(keys, words, [house]) == [str(house.title), "Dabas aizsardzība"]


def test_an_organiser_invites_and_the_link_of_the_letter_is_where_they_agree(client, organiser):
    client.force_login(organiser.account)
    sent = {"given_name": "Anna", "family_name": "Ozola", "email": "anna@example.test"}
    assert client.post(reverse("learning:invite_angel"), sent).status_code == 302
    person = Person.objects.get(email="anna@example.test")
    assert not Angel.objects.exists()
    letter = Letter.objects.get(person_ref=f"person:{person.key}")
    address = re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1]
    client.logout()
    assert "Anna Ozola" in client.get(address).content.decode()
    assert client.post(address, SAID).status_code == 422
    assert client.post(address, SAID | {"agrees": "on"}).status_code == 200
    row = Angel.objects.get()
    assert row.person == person
    person.refresh_from_db()
    client.force_login(person.account)
    assert "Budžeta sasaiste" in client.get(reverse("learning:my_angel")).content.decode()
    client.logout()
    assert Consent.objects.get(person=person, withdrawn_at=None).subject_kind == CONSENT
    assert client.get(address).status_code == 404  # used once


def test_an_invitation_needs_an_address_and_nobody_is_invited_twice(organiser):
    with translation.override("en"), pytest.raises(Refusal, match="e-mail is missing"):
        angels.invite(PersonData("Anna", "Ozola"), by=organiser)
    row = AngelFactory()
    who = PersonData(row.person.given_name, row.person.family_name, row.person.email)
    with translation.override("en"), pytest.raises(Refusal, match="entered already"):
        angels.invite(who, by=organiser)
    assert not Letter.objects.exists()


def test_strangers_invite_nobody(client, stranger):
    client.force_login(stranger.account)
    assert client.get(reverse("learning:invite_angel")).status_code == 404
    with pytest.raises(Refusal) as refused:
        angels.invite(PersonData("Anna", "Ozola", "a@example.test"), by=stranger)
    assert refused.value.status == 403


def test_only_who_agreed_to_be_public_is_everybodys(client, stranger, organiser):
    AngelFactory(person__family_name="Redzamā")
    hidden = AngelFactory(person__family_name="Slēptā", public=False, about="KLUSI")
    gone = AngelFactory(person__family_name="Atsauktā", consents=False)
    for person, sees in ((None, False), (stranger, False), (organiser, True), (hidden.person, False)):
        client.logout()
        if person:
            client.force_login(person.account)
        page = client.get(reverse("learning:angels")).content.decode()
        assert "Redzamā" in page
        own = person == hidden.person
        assert ("Slēptā" in page.split("<main")[1]) is sees
        assert "Atsauktā" not in page
        status = client.get(reverse("learning:angel", args=[hidden.pk])).status_code
        assert status == (200 if sees or own else 404)
        assert client.get(reverse("learning:angel", args=[gone.pk])).status_code == 404


def test_the_list_is_asked_by_topic_language_and_place(client):
    house = Competence.objects.filter(programme=None).first()
    region, town, other = AreaFactory(kind="region"), AreaFactory(kind="municipality"), AreaFactory(kind="municipality")
    Belonging.objects.create(child=town, parent=region)
    one = AngelFactory(person__family_name="Novadā", topics=[f"competence:{house.key}"], languages=["lv"])
    one.areas.add(region)
    AngelFactory(person__family_name="Visur", words=["tūrisms"], languages=["en"])

    def found(**asked):
        page = client.get(reverse("learning:angels"), asked).content.decode()
        return [name for name in ("Novadā", "Visur") if name in page]

    assert found() == ["Novadā", "Visur"]
    assert found(topic=f"competence:{house.key}") == ["Novadā"]
    assert found(language="en") == ["Visur"]
    assert found(area=town.pk) == ["Novadā", "Visur"]
    assert found(area=other.pk) == ["Visur"]
    assert found(q="turisms") == ["Visur"]
    assert found(q="turisms", language="lv") == []


@pytest.mark.parametrize("where", ["own page of the room", "own page of people", "own data action"])
def test_taking_the_consent_back_takes_off_at_once_and_tells(
    client, organiser, training, where, django_capture_on_commit_callbacks
):
    angel = AngelFactory(person__family_name="Aizejošā")
    asker = PersonFactory(with_account=True)
    waiting = AngelRequestFactory(programme=training.programme, state="proposed", asked_by=asker)
    proposal = ProposalFactory(request=waiting, angel=angel, state="accepted")
    agreed = AngelRequestFactory(mentored=True, angel=angel, programme=training.programme, asked_by=asker)
    client.force_login(angel.person.account)
    consent = Consent.objects.get(person=angel.person)
    with django_capture_on_commit_callbacks(execute=True):
        if where == "own page of the room":
            client.post(reverse("learning:withdraw_angel"))
        elif where == "own page of people":
            client.post(reverse("people:withdraw"), {"consent": consent.pk})
        else:
            withdraw_consent(consent, by=angel.person)
    client.logout()
    assert "Aizejošā" not in client.get(reverse("learning:angels")).content.decode()
    proposal.refresh_from_db()
    waiting.refresh_from_db()
    agreed.refresh_from_db()
    assert (proposal.state, waiting.state) == (Proposal.State.ENDED, AngelRequest.State.OPEN)
    assert (agreed.state, agreed.angel) == (AngelRequest.State.UNDER_WAY, angel)
    told = Letter.objects.filter(person_ref=f"person:{asker.key}", about_kind="angel_request")
    assert sorted(told.values_list("about_id", flat=True)) == sorted([str(waiting.pk), str(agreed.pk)])
    assert Letter.objects.filter(person_ref=f"person:{organiser.key}").count() == 2


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_a_fixed_number_of_queries(client, many):
    for _n in range(many):
        AngelFactory().areas.add(AreaFactory(kind="municipality"))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("learning:angels"))
    assert page.status_code == 200
    assert len(asked) == 6


def test_a_page_of_nobody_is_nobodys(client):
    for name in ("my_angel", "edit_angel", "angel_requests", "invite_angel"):
        assert client.get(reverse(f"learning:{name}")).status_code == 404
    assert client.get(reverse("learning:angel_invited", args=["nonsense"])).status_code == 404


def test_ones_own_page_tells_what_is_asked_and_what_one_asked(client, stranger):
    asker = PersonFactory(with_account=True, organisation=OrganisationFactory())
    asked = ProposalFactory(request__title="JUMS LŪDZ", request__asked_by=asker).angel
    request = AngelRequest.objects.get()
    AngelRequest.objects.update(organisation=asker.organisation)
    AngelRequestFactory(mentored=True, angel=asked, title="PALĪDZAT")
    AngelRequestFactory(asked_by=asker, title="CITAS IESTĀDES")
    for person, told in (
        (asked.person, {"JUMS LŪDZ", "PALĪDZAT"}), (asker, {"JUMS LŪDZ"}), (stranger, set()),
    ):  # fmt: skip
        client.force_login(person.account)
        page = client.get(reverse("people:me")).content.decode()
        assert {words for words in ("JUMS LŪDZ", "PALĪDZAT", "CITAS IESTĀDES") if words in page} == told
        assert ("You are asked to help" in page) is (person == asked.person)
    AngelRequest.objects.filter(pk=request.pk).update(state="closed")
    client.force_login(asker.account)
    assert "JUMS LŪDZ" not in client.get(reverse("people:me")).content.decode()
