from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from talka.letters import access
from talka.letters.factories import LetterFactory
from talka.letters.models import Letter, Suppression

SECRET = "Slepens ielūgums Annai"


@pytest.fixture
def staff(db, client):
    account = get_user_model().objects.create_user("admin@example.org", is_staff=True)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def organiser(db, client, monkeypatch):
    """Somebody who runs the event "imc-0" and nothing else; persons themselves live in a room above."""
    account = get_user_model().objects.create_user("ina@example.org")
    monkeypatch.setattr(access, "_scopes", {})
    access.register_scope("proof", lambda who: ["imc-0"] if who == "Ina" else [])
    monkeypatch.setattr(access, "reader_of", lambda request: access.Reader(False, "Ina"))
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_outbox_is_closed_to_strangers(db, client):
    letter = LetterFactory(subject=SECRET)
    for name in ("outbox", "letter", "letter-as-sent"):
        url = reverse(f"letters:{name}", args=[] if name == "outbox" else [letter.key])
        answer = client.get(url)
        assert answer.status_code == 302 and SECRET not in answer.content.decode()


def test_a_signed_in_person_without_letters_finds_no_outbox(db, client):
    LetterFactory(subject=SECRET)
    account = get_user_model().objects.create_user("juris@example.org")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("letters:outbox")).status_code == 404


def test_an_organiser_sees_the_letters_of_their_own_event_only(organiser):
    mine = LetterFactory(subject="Par manu pasākumu", about_kind="proof", about_id="imc-0")
    other = LetterFactory(subject=SECRET, about_kind="proof", about_id="cits")
    page = organiser.get(reverse("letters:outbox")).content.decode()
    assert mine.subject in page and SECRET not in page
    assert organiser.get(reverse("letters:letter", args=[mine.key])).status_code == 200
    assert organiser.get(reverse("letters:letter", args=[other.key])).status_code == 404
    for deed in ("retry", "hold", "bounce"):
        assert organiser.post(reverse(f"letters:{deed}", args=[other.key])).status_code == 404
    other.refresh_from_db()
    assert other.state == "queued" and not Suppression.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(staff, number, django_assert_num_queries):
    LetterFactory.create_batch(number)
    with django_assert_num_queries(6):
        page = staff.get(reverse("letters:outbox")).content.decode()
    assert page.count("Ielūgums ") >= number and len(page) < 60_000


def test_letters_are_found_by_word_and_state(staff):
    LetterFactory(subject="Ielūgums uz Ķekavu", to_address="a@example.org", state="sent")
    LetterFactory(subject="Atgādinājums", to_address="b@example.org")
    found = staff.get(reverse("letters:outbox"), {"q": "kekavu IELŪGUMS"}).content.decode()
    assert "uz Ķekavu" in found and "Atgādinājums" not in found
    found = staff.get(reverse("letters:outbox"), {"state": "queued"}).content.decode()
    assert "Atgādinājums" in found and "uz Ķekavu" not in found
    assert staff.get(reverse("letters:outbox"), {"q": "nekas"}).status_code == 200


def test_a_letter_shows_what_is_sent_and_a_link_to_copy(staff, settings):
    settings.EMAIL_URL = ""
    letter = LetterFactory(state="held")
    page = staff.get(reverse("letters:letter", args=[letter.key])).content.decode()
    assert "Labdien!" in page and 'data-copy="https://talka.example/r/abc"' in page
    shown = staff.get(reverse("letters:letter-as-sent", args=[letter.key]))
    assert "sandbox" in shown["Content-Security-Policy"] and "script-src" not in shown["Content-Security-Policy"]


def test_a_code_is_not_shown_after_its_time(staff):
    letter = LetterFactory(
        text="Kods: QX7K2M https://talka.example/s/QX7K2M",
        html="<p>QX7K2M</p>",
        kind="sign-in",
        secret_until=timezone.now() + timedelta(minutes=5),
    )
    assert "QX7K2M" in staff.get(reverse("letters:letter", args=[letter.key])).content.decode()
    Letter.objects.update(secret_until=timezone.now() - timedelta(seconds=1))
    assert "QX7K2M" not in staff.get(reverse("letters:letter", args=[letter.key])).content.decode()
    assert staff.get(reverse("letters:letter-as-sent", args=[letter.key])).status_code == 404


def test_holding_sending_and_noting_a_return(staff, settings):
    settings.EMAIL_URL = "smtp://mail.example?from=a@example.org"
    letter = LetterFactory()

    def do(deed):
        answer = staff.post(reverse(f"letters:{deed}", args=[letter.key]))
        letter.refresh_from_db()
        return answer.status_code, letter.state

    assert do("hold") == (302, "held")
    assert do("hold") == (409, "held")
    assert do("retry") == (302, "queued")
    assert do("retry") == (409, "queued")
    Letter.objects.update(state="sent", sent_at=timezone.now())
    assert do("bounce") == (302, "bounced")
    assert Suppression.objects.get().address == letter.to_address
    assert staff.get(reverse("letters:hold", args=[letter.key])).status_code == 405
