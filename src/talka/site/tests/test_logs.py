"""Whatever breaks, the log says where and how, and not a word about a person."""

import asyncio
import io
import json
import logging
import smtplib
import threading
import warnings

import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client
from procrastinate import testing
from procrastinate.contrib.django import app

from talka.letters import actions as letters
from talka.letters.factories import LetterFactory
from talka.site.logs import faults, lines, saying
from talka.site.tests.faulty_urls import MAIL, NAME, PHONE
from talka.ui import request_number

TOKEN = "Zx9-planted-token_QWERTY77"
ADDRESS = "203.0.113.77"
PLANTED = (NAME, NAME.split()[0], MAIL, "planted.test", PHONE, TOKEN, ADDRESS, "planted-query", "planted-body")


class Log:
    """What is written while a test runs, as a process would write it."""

    def __init__(self, formatter: logging.Formatter) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(formatter)

    def text(self) -> str:
        return self.stream.getvalue()

    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.text().splitlines()]


@pytest.fixture(params=["json", "plain"])
def log(request, monkeypatch):
    log = Log(lines.JsonLines() if request.param == "json" else lines.PlainLines())
    log.json = request.param == "json"
    root, access = logging.getLogger(), logging.getLogger("talka.access")
    before, level = (root.level, access.level), logging.DEBUG
    root.addHandler(log.handler)
    root.setLevel(level)
    access.setLevel(level)
    for name in ("django", "procrastinate", "asyncio"):
        monkeypatch.setattr(logging.getLogger(name), "level", level)
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    logging.captureWarnings(True)
    yield log
    logging.captureWarnings(False)
    root.removeHandler(log.handler)
    root.setLevel(before[0])
    access.setLevel(before[1])


def silent_about_people(log: Log) -> str:
    text = log.text()
    assert text
    assert [word for word in PLANTED if word.lower() in text.lower()] == []
    return text


def ask(path: str, **more):
    client = Client(raise_request_exception=False)
    return client.get(f"{path}?name=planted-query&mail={MAIL}", REMOTE_ADDR=ADDRESS, **more)


@pytest.mark.urls("talka.site.tests.faulty_urls")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("way", "kind"), [("words", "RuntimeError"), ("database", "UniqueViolation 23505"), ("statement", "InvalidText")]
)
def test_a_page_that_breaks(log, way, kind):
    answer = ask(f"/{way}/{TOKEN}/")
    assert answer.status_code == 500
    text = silent_about_people(log)
    assert kind in text
    assert "faulty_urls.py" in text and f"by_{way}" in text
    assert answer.headers["X-Request-ID"] in text
    if log.json:
        row = next(row for row in log.rows() if row["level"] == "error")
        assert (row["route"], row["method"], row["status"]) == (way, "GET", 500)
        assert row["request"] == answer.headers["X-Request-ID"]
        if way == "database":
            assert {"table": "people_account", "constraint": "people_account_email_key"}.items() <= {
                name: value for fault in row["faults"] for name, value in fault.items() if isinstance(value, str)
            }.items()


@pytest.mark.django_db
def test_what_is_not_there_and_what_is_not_allowed(log):
    ask(f"/r/{TOKEN}/")
    ask("/", HTTP_HOST=f"{TOKEN}.planted.test:http")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.post(f"/signin/{TOKEN}/", {"name": NAME, "phone": PHONE, "more": "planted-body"}, REMOTE_ADDR=ADDRESS)
    client.post("/i18n/setlang/", {"next": f"https://planted.test/{TOKEN}"}, REMOTE_ADDR=ADDRESS)
    logging.getLogger("django.security.DisallowedHost").error(str(DisallowedHost(f"Invalid header: {MAIL}")))
    text = silent_about_people(log)
    if log.json:
        answered = [row for row in log.rows() if row["logger"] == "talka.access"]
        assert [row["route"].partition(":")[0] for row in answered][::2] == ["events", "people"]
        assert all({"request", "method", "status", "ms"} <= row.keys() for row in answered)
    assert "answered" in text


@pytest.mark.django_db
def test_a_job_that_breaks_tells_its_number_and_task_and_not_its_arguments(log):
    @app.task(name="tests.break_with_words")
    def break_with_words(mail: str, token: str) -> None:
        raise LookupError(f"{NAME} <{mail}> {token}")

    try:
        with app.replace_connector(testing.InMemoryConnector()):
            break_with_words.defer(mail=MAIL, token=TOKEN)
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    finally:
        app.tasks.pop("tests.break_with_words")
    text = silent_about_people(log)
    assert "LookupError" in text
    assert "task=tests.break_with_words" in text or '"task": "tests.break_with_words"' in text


@pytest.mark.django_db
def test_mail_that_fails(log, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:9?from=talka@example.test&starttls=0"
    LetterFactory(to_address=MAIL, to_name=NAME, subject=f"Par {NAME}", text=f"https://talka.example/r/{TOKEN}\n")
    assert letters.send_due().again == 1
    refused = smtplib.SMTPRecipientsRefused({MAIL: (550, f"5.1.1 <{MAIL}>: no such user".encode())})
    try:
        raise refused
    except smtplib.SMTPException:
        logging.getLogger("talka.letters").exception("A letter to %s could not be sent: %s", MAIL, refused)
    text = silent_about_people(log)
    assert "SMTPRecipientsRefused" in text
    assert "A letter to … could not be sent: SMTPRecipientsRefused" in text


def test_what_nobody_catches(log):
    warnings.warn(f"{NAME} is deprecated", UserWarning, stacklevel=1)
    faults.catch()
    try:
        thread = threading.Thread(target=lambda: 1 / int(PHONE.replace("+", "") + NAME))
        thread.start()
        thread.join()
    finally:
        threading.excepthook = threading.__excepthook__
        import sys

        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
    loop = asyncio.new_event_loop()
    loop.call_exception_handler({"message": f"Task of {MAIL} broke", "exception": OSError(2, f"/home/{NAME}")})
    loop.close()
    text = silent_about_people(log)
    assert "ValueError" in text
    assert "OSError" in text or "FileNotFoundError ENOENT" in text


def test_numbers_and_own_words_stay(log):
    logging.getLogger("talka.live.hub").warning("The stream %s went back from %s to %s", "workshop/12", 7, 3)
    logging.getLogger("talka.live.hub").warning("The stream %s went back from %s to %s", NAME, 7, 3)
    logging.getLogger("talka.x").warning("%(who)s came %(times)d times", {"who": NAME, "times": 2})
    text = silent_about_people(log)
    assert "The stream workshop/12 went back from 7 to 3" in text
    assert "The stream … went back from 7 to 3" in text
    assert "… came 2 times" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "taken"),
    [("0f8fad5b-d9cb-469f-a165-70867728950e", True), (MAIL, False), ("Anna", False), ("abc", False), ("", False)],
)
def test_the_number_of_a_request_comes_in_and_goes_out(client, given, taken):
    answer = client.get("/healthz", headers={"X-Request-ID": given} if given else {})
    number = answer.headers["X-Request-ID"]
    assert (number == given) == taken
    assert request_number.GIVEN.fullmatch(number)
    assert request_number.current() == ""


@pytest.mark.urls("talka.site.tests.faulty_urls")
@pytest.mark.django_db
def test_the_page_of_a_fault_says_the_number():
    answer = ask(f"/words/{TOKEN}/", headers={"X-Request-ID": "0123456789abcdef"})
    assert answer.headers["X-Request-ID"] == "0123456789abcdef"
    assert "0123456789abcdef" in answer.content.decode()
    assert NAME not in answer.content.decode()


def test_paths_are_told_from_the_package_on():
    assert saying.short("/home/janis.berzins/talka/src/talka/events/models.py") == "talka/events/models.py"
    assert saying.short("/home/janis.berzins/script.py") == "script.py"
