"""A consent is the words that were seen; taking it back leaves it on record."""

import pytest
from django.test import Client
from django.urls import reverse

from talka.people.actions import give_consent, withdraw_consent
from talka.people.factories import ConsentFactory, PersonFactory
from talka.people.models import Consent
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
WORDS = {"wording": "Piekrītu, ka mani fotografē.", "language": "lv"}


def test_said_twice_kept_once_and_other_words_are_another() -> None:
    person = PersonFactory()
    first = give_consent(person, "photos", **WORDS, by=None)
    assert give_consent(person, "photos", **WORDS, by=None) == first
    other = give_consent(person, "photos", wording="I agree.", language="en", by=None)
    about = give_consent(person, "photos", **WORDS, by=None, subject_kind="event", subject_id=7)
    assert len({first.pk, other.pk, about.pk}) == 3


def test_taken_back_and_given_again_are_two_on_record() -> None:
    person = PersonFactory()
    first = withdraw_consent(give_consent(person, "photos", **WORDS, by=None), by=None)
    assert first.withdrawn_at
    second = give_consent(person, "photos", **WORDS, by=None)
    assert second != first and Consent.objects.filter(person=person).count() == 2


def test_nobody_consents_for_others() -> None:
    stranger = PersonFactory(with_account=True)
    with pytest.raises(Refusal):
        give_consent(PersonFactory(), "photos", **WORDS, by=stranger)
    with pytest.raises(Refusal):
        withdraw_consent(ConsentFactory(), by=stranger)
    with pytest.raises(Refusal):
        give_consent(stranger, "photos", wording=" ", language="lv", by=stranger)


def test_on_ones_own_page(client: Client) -> None:
    person = PersonFactory(with_account=True)
    own, foreign = ConsentFactory(person=person, wording="Mani vārdi"), ConsentFactory()
    client.force_login(person.account)
    assert "Mani vārdi" in client.get(reverse("people:me")).content.decode()
    assert client.post(reverse("people:withdraw"), {"consent": own.pk}).status_code == 302
    assert client.post(reverse("people:withdraw"), {"consent": foreign.pk}).status_code == 404
    assert client.post(reverse("people:withdraw"), {"consent": "x"}).status_code == 404
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert own.withdrawn_at and not foreign.withdrawn_at
