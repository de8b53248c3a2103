import smtplib
from collections.abc import Sequence
from datetime import timedelta
from email.message import Message

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from talka.letters import access, actions, jobs, queries
from talka.letters.access import Reader
from talka.letters.actions import File, queue_letter
from talka.letters.factories import LetterFactory, SuppressionFactory
from talka.letters.models import Attachment, Letter, Suppression
from talka.letters.rendering import Words, first_link, letter_html, render_letter
from talka.letters.transport import message_of, server
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

URL = "smtp://lietotājs:p%40role@mail.example:587?from=Talka <talka@example.org>&rate=5"
WORDS = Words("Ielūgums", "Labdien!\n\nhttps://talka.example/r/x\n", "<p>Labdien!</p>", "lv")
ADMIN = Reader(administrator=True)


class Line(BaseEmailBackend):
    """A mail server of our own: takes letters, or answers as told."""

    def __init__(self, fault: Exception | None = None) -> None:
        super().__init__()
        self.fault = fault
        self.taken: list[Message] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            if self.fault:
                raise self.fault
            self.taken.append(message.message())
        return len(email_messages)


@pytest.fixture
def sends(settings, monkeypatch):
    settings.EMAIL_URL = URL
    settings.EMAIL_BACKEND = "talka.letters.backend.OutboxBackend"
    monkeypatch.setattr(jobs, "wake", lambda: None)


@pytest.fixture
def silent(settings):
    settings.EMAIL_URL = ""
    settings.EMAIL_BACKEND = "talka.letters.backend.OutboxBackend"


def write(to="anna@example.org", **more) -> Letter:
    return queue_letter(to=to, letter=WORDS, kind="invitation", **more)


# -- the address of the server ------------------------------------------------------------------------------------


def test_the_address_of_the_server_is_read():
    place = server("smtps://u:p%40ss@mail.example?from=Rīga <riga@example.org>&rate=7")
    assert (place.host, place.port, place.user, place.password) == ("mail.example", 465, "u", "p@ss")
    assert (place.encrypted, place.starttls, place.rate, place.sender) == (True, False, 7, "Rīga <riga@example.org>")
    assert server("smtp://mail.example").starttls is True
    assert server("smtp://localhost:25?from=a@example.org").starttls is False
    assert server("") is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://h:port",
        "smtp://h?rate=x",
        "smtp://h?rate=0",
        "smtp://h?from=nobody",
        "smtp://h?form=a@b.lv",
    ],
)
def test_a_wrong_address_of_the_server_is_told_without_its_password(url):
    with pytest.raises(ImproperlyConfigured) as told:
        server(url.replace("//", "//user:slepeni@") if url.startswith("smtp://h") else url)
    assert "slepeni" not in str(told.value)


# -- writing ------------------------------------------------------------------------------------------------------


def test_without_a_server_letters_are_held(db, silent):
    letter = write()
    assert letter.state == "held"
    assert actions.send_due(connection=Line()) == actions.Sending()
    with pytest.raises(Refusal):
        actions.retry(letter, by=ADMIN)


def test_a_letter_with_a_way_in_is_read_by_nobody_and_its_words_go_once_sent(db, sends, client, monkeypatch):
    monkeypatch.setattr(access, "_private", {"own-link"})
    words = Words("Anketa", "Te: https://talka.test/slepena-saite", "<p>slepena-saite</p>", "lv")
    letter = queue_letter(to="anna@example.org", letter=words, kind="own-link")
    other = queue_letter(to="anna@example.org", letter=words, kind="news")
    client.force_login(PersonFactory(administrator=True).account)
    for one, seen in ((letter, False), (other, True)):
        page = client.get(reverse("letters:letter", args=[one.key])).content.decode()
        assert ("slepena-saite" in page) is seen
        shown = client.get(reverse("letters:letter-as-sent", args=[one.key]))
        assert shown.status_code == (200 if seen else 404)
    line = Line()
    actions.send_due(connection=line)
    assert len(line.taken) == 2 and all("slepena-saite" in str(each.get_payload()[0]) for each in line.taken)
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, letter.text, letter.html) == ("sent", "", "")
    assert "slepena-saite" in other.text


def test_where_no_letters_are_sent_somebody_hands_the_way_in_over(db, silent, client, monkeypatch):
    monkeypatch.setattr(access, "_private", {"own-link"})
    words = Words("Anketa", "Te: https://talka.test/slepena-saite", "", "lv")
    letter = queue_letter(to="anna@example.org", letter=words, kind="own-link")
    client.force_login(PersonFactory(administrator=True).account)
    assert "slepena-saite" in client.get(reverse("letters:letter", args=[letter.key])).content.decode()


def test_writing_twice_is_writing_once(db, sends):
    first = write(key="invite-1", files=[File("imc.ics", "text/calendar", b"BEGIN:VCALENDAR")])
    second = write(to="other@example.org", key="invite-1", files=[File("imc.ics", "text/calendar", b"x")])
    assert first.pk == second.pk and Letter.objects.count() == 1
    assert first.attachments.count() == 1


@pytest.mark.parametrize("address", ["", "anna", "a@b.lv, c@d.lv", "a@b.lv\nBcc: visi@example.org", "a b@example.org"])
def test_what_is_no_address_is_refused(db, sends, address):
    with pytest.raises(ValueError):
        write(to=address)
    assert not Letter.objects.exists()


def test_headers_cannot_be_injected(db, sends):
    evil = Words("Sveiki\r\nBcc: visi@example.org", "Teksts", "", "lv")
    letter = queue_letter(to="anna@example.org", letter=evil, kind="x", to_name="Anna\r\nX-Evil: 1")
    line = Line()
    actions.send_due(connection=line)
    assert line.taken[0]["Bcc"] is None and line.taken[0]["X-Evil"] is None
    assert "\n" not in letter.subject
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterFactory(subject="a\nb")


def test_a_letter_goes_out_with_all_its_parts(db, sends):
    write(
        to="Anna@Example.org",
        to_name="Anna Ķēniņa",
        reply_to="ina@example.org",
        files=[
            File("imc.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR"),
            File("a.pdf", "application/pdf", b"%PDF"),
        ],
    )
    line = Line()
    assert actions.send_due(connection=line).sent == 1
    sent = line.taken[0]
    assert sent["To"].endswith("<anna@example.org>") and sent["Reply-To"] == "ina@example.org"
    assert sent["From"] == "Talka <talka@example.org>"
    kinds = [part.get_content_type() for part in sent.walk()]
    assert {"text/plain", "text/html", "text/calendar", "application/pdf"} <= set(kinds)
    letter = Letter.objects.get()
    assert letter.state == "sent" and letter.sent_at and letter.key in sent["Message-ID"]
    assert actions.send_due(connection=line).sent == 0


def test_a_reminder_waits_for_its_moment(db, sends):
    write(not_before=timezone.now() + timedelta(days=1))
    line = Line()
    assert actions.send_due(connection=line).sent == 0
    assert actions.send_due(connection=line, now=timezone.now() + timedelta(days=2)).sent == 1


def test_the_rate_is_kept(db, sends):
    LetterFactory.create_batch(8)
    line, now = Line(), timezone.now()
    assert actions.send_due(connection=line, now=now).sent == 5
    assert actions.send_due(connection=line, now=now + timedelta(seconds=20)).sent == 0
    assert actions.send_due(connection=line, now=now + timedelta(seconds=61)).sent == 3


def test_letters_that_nobody_waits_for_are_withdrawn(db, sends):
    LetterFactory(about_kind="event", about_id="a", kind="reminder")
    kept = [
        LetterFactory(about_kind="event", about_id="b", kind="reminder"),
        LetterFactory(about_kind="event", about_id="a", kind="reminder", state="sent"),
    ]
    assert actions.withdraw_letters(about=("event", "a"), kind="reminder") == 1
    assert set(Letter.objects.all()) == set(kept)


# -- what mail servers answer -------------------------------------------------------------------------------------


def test_a_server_that_is_away_is_asked_again_ever_more_slowly(db, sends):
    letter, now, waits = write(), timezone.now(), []
    for _turn in range(actions.MOST_ATTEMPTS):
        actions.send_due(connection=Line(OSError("no route")), now=now)
        letter.refresh_from_db()
        waits.append(letter.not_before - now)
        now = letter.not_before
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=2) and waits[-1] > timedelta(hours=3)
    assert letter.state == "failed" and "no route" in letter.last_error
    actions.retry(letter, by=ADMIN)
    assert actions.send_due(connection=Line()).sent == 1


def test_an_unknown_recipient_bounces_and_is_not_written_to_again(db, sends):
    letter = write()
    refused = smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"No such user")})
    assert actions.send_due(connection=Line(refused)).failed == 1
    letter.refresh_from_db()
    assert letter.state == "bounced" and "No such user" in letter.last_error
    assert write().state == "suppressed"


def test_a_full_mailbox_is_tried_again(db, sends):
    letter = write()
    actions.send_due(connection=Line(smtplib.SMTPRecipientsRefused({"anna@example.org": (452, b"full")})))
    letter.refresh_from_db()
    assert letter.state == "queued" and not Suppression.objects.exists()


def test_a_wrong_password_of_ours_does_not_fail_the_letters(db, sends):
    letter = write()
    actions.send_due(connection=Line(smtplib.SMTPAuthenticationError(535, b"wrong")))
    letter.refresh_from_db()
    assert letter.state == "queued"


def test_a_refused_letter_fails_at_once(db, sends):
    letter = write()
    actions.send_due(connection=Line(smtplib.SMTPDataError(554, b"spam")))
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_those_who_wish_no_letters_can_still_sign_in(db, sends):
    SuppressionFactory(address="anna@example.org", reason="wish")
    assert write().state == "suppressed"
    assert queue_letter(to="anna@example.org", letter=WORDS, kind=actions.SIGN_IN).state == "queued"


# -- signing in ---------------------------------------------------------------------------------------------------


def test_django_s_own_letters_stand_in_the_outbox_and_are_forgotten_in_time(db, silent):
    send_mail("Kods", "Jūsu kods: QX7K2M", None, ["anna@example.org"])
    letter = Letter.objects.get()
    assert "QX7K2M" in letter.text and letter.secret_until
    assert actions.forget_words() == 0
    assert actions.forget_words(now=timezone.now() + timedelta(minutes=16)) == 1
    letter.refresh_from_db()
    assert letter.text == "" and letter.html == ""


def test_a_code_that_expired_is_not_sent(db, sends):
    letter = write(secret_until=timezone.now() - timedelta(seconds=1))
    line = Line()
    actions.send_due(connection=line)
    letter.refresh_from_db()
    assert letter.state == "failed" and not line.taken


# -- erasure ------------------------------------------------------------------------------------------------------


def test_a_person_is_forgotten(db, sends):
    mine = write(
        to="anna@example.org",
        to_name="Anna",
        key="invite-anna@example.org",
        person_ref="p1",
        files=[File("a.ics", "text/calendar", b"Anna")],
    )
    other = write(to="juris@example.org", reply_to="anna@example.org")
    SuppressionFactory(address="anna@example.org")
    assert [each.subject for each in queries.letters_of("Anna@example.org")] == ["Ielūgums"]
    assert actions.erase_address("ANNA@example.org ") == 1
    mine.refresh_from_db(), other.refresh_from_db()
    values = " ".join(str(value) for value in Letter.objects.values_list().iterator())
    assert "anna" not in values.lower() and not Attachment.objects.exists() and not Suppression.objects.exists()
    assert mine.state == "failed" and mine.forgotten_at and other.text
    assert queries.letters_of("anna@example.org") == []


def test_after_a_year_words_and_addresses_go(db, silent):
    old, young = LetterFactory(state="sent", created=timezone.now() - timedelta(days=366)), LetterFactory(state="sent")
    assert actions.forget_words() == 1
    old.refresh_from_db(), young.refresh_from_db()
    assert (old.to_address, old.text, old.subject) == ("", "", "") and young.to_address


# -- words --------------------------------------------------------------------------------------------------------

TEMPLATE = """{% extends "letters/letter.txt" %}{% block subject %}
Ielūgums: {{ event }}
{% endblock %}{% block text %}Labdien!


Jūs esat aicināts: {{ event }} & citi. Vairāk: https://talka.example/e/imc-0.

{{ link }}
{% endblock %}"""


@pytest.fixture
def template(settings, tmp_path):
    (tmp_path / "proof.txt").write_text(TEMPLATE)
    engine = {**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}
    engine["OPTIONS"] = {
        **engine["OPTIONS"],
        "loaders": [
            "django.template.loaders.filesystem.Loader",
            "talka.ui.template_loader.Loader",
            "django.template.loaders.app_directories.Loader",
        ],
    }
    settings.TEMPLATES = [engine]
    return "proof.txt"


def test_a_letter_is_rendered_as_text_and_html(template):
    context = {
        "event": "Ķekavas <b>seminārs</b>",
        "link": "https://talka.example/r/1?a=1&b=2",
        "publicity": "Norvēģija",
    }
    words = render_letter(template, context, "lv")
    assert words.subject == "Ielūgums: Ķekavas <b>seminārs</b>"
    assert words.text.startswith("Labdien!\n\nJūs esat aicināts: Ķekavas <b>seminārs</b> & citi.")
    assert words.text.rstrip().endswith("Norvēģija")
    assert "<b>seminārs" not in words.html and "&lt;b&gt;" in words.html and "Norvēģija" in words.html
    assert 'href="https://talka.example/r/1?a=1&amp;b=2"' in words.html
    assert 'href="https://talka.example/e/imc-0"' in words.html


def test_the_event_s_name_cannot_break_the_subject(template):
    words = render_letter(template, {"event": "A\r\nBcc: x@example.org", "link": "", "publicity": ""}, "lv")
    assert "\n" not in words.subject and "\r" not in words.subject


def test_a_script_in_a_letter_is_only_words():
    html = letter_html("s", '<script>alert(1)</script> https://x.lv/"><img src=x>', "", "lv")
    assert "<script" not in html and "<img" not in html


def test_the_link_to_copy_is_the_one_that_stands_alone():
    assert first_link("Vairāk: https://x.lv/e.\n\n https://x.lv/r/1\n") == "https://x.lv/r/1"
    assert first_link("Vairāk: https://x.lv/e.") == "https://x.lv/e" and first_link("Nekā") == ""


def test_a_letter_without_words_is_a_fault():
    with pytest.raises(ValueError):
        render_letter("letters/letter.txt", {}, "lv")


def test_the_job_names_no_person(db, settings):
    from procrastinate.contrib.django.models import ProcrastinateJob

    settings.EMAIL_URL = URL
    jobs.wake()
    jobs.wake()
    job = ProcrastinateJob.objects.get(task_name="letters.send_due")
    assert job.args in ({}, {"timestamp": None})


def test_message_of_a_letter_without_html(db, sends):
    letter = LetterFactory(html="")
    assert message_of(letter, "a@example.org").message().get_content_type() == "text/plain"
    assert render_to_string("letters/letter.txt", {"part": "subject"}).strip() == ""
