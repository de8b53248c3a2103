"""A community on phones applies to a training programme, is selected, attends, hands in homework, and gets a
certificate that verifies and an Open Badge that others can take in; those who run and teach it sit at laptops."""

import datetime as dt
import io
import json
from urllib.parse import urlsplit

import jsonschema
import jwt
import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from talka.events.models import Attendance, Event, Registration
from talka.learning.factories.applications import ApplicationFactory, ApplicationMemberFactory
from talka.learning.models import (
    Application,
    Cohort,
    HandIn,
    Homework,
    Learner,
    Score,
    SelectionDecision,
    Session,
    TrainingCertificate,
)
from talka.learning.tests.open_badge import CREDENTIAL
from talka.letters.models import Letter
from talka.people.models import Person
from talka.people.signin import make_link

from .live_site import Visitor, house
from .walked_training import Browsers, Stage, comes_in, link_in, stage

pytestmark = pytest.mark.browser
COMMUNITY = "Madlienas kopiena"
ILZE, ANDRIS, TRAINER = "ilze@kopiena.example", "andris@kopiena.example", "pasniedzeja@macibas.example"
CRITERIA = {"Gatavība": "Kas jau ir darīts?", "Ideja": "Ko gribat mainīt?"}
TEXT = "Dīķis, skola un divas biedrības."


def test_a_community_learns_and_gets_its_certificate(django_db_blocker, tmp_path):
    with house(django_db_blocker, "training", tmp_path / "var") as (browser, server):
        world, browsers = stage(), Browsers(browser, server)
        ligita = browsers.laptop()
        ligita.open(make_link(world.organiser))
        ligita.press("main button[type=submit]")

        _a_cohort_takes_applications(world, ligita, browsers)
        ilze = _a_community_applies(world, browsers)
        trainer = _the_selection_gives_points(world, ligita, browsers)
        _the_meeting_decides(world, ligita, ilze, browsers)
        team = _a_team_of_two_is_there(world, browsers)
        _they_attend(world, ligita, team, browsers)
        _homework_goes_there_and_back(world, trainer, team, browsers)
        certificate = _the_certificate_is_issued(world, ligita, browsers)
        token = _its_holder_downloads_it(certificate, browsers)
        _everybody_verifies_it(certificate, browsers)
        _the_badge_is_taken_in(certificate, token, browsers.phone())
        assert not browsers.watch.faults, "\n".join(["", *dict.fromkeys(browsers.watch.faults)])


def _a_cohort_takes_applications(world: Stage, ligita: Visitor, browsers: Browsers) -> None:
    ligita.open(f"{world.at}/")
    ligita.press(f"a[href='{world.at}/criteria/']")
    for title, asked in CRITERIA.items():
        ligita.fill(title_0=title, asked_0=asked)
        ligita.press("#add ~ form button[type=submit]")
    browsers.picture(ligita, "criteria")
    ligita.open(f"{world.at}/staff/")
    ligita.fill(given_name="Dace", family_name="Ozola", email=TRAINER)
    ligita.choose("role", "trainer")
    ligita.press("#add ~ form button[type=submit]")
    ligita.open(f"{world.at}/")
    ligita.press(f"a[href='{world.at}/cohorts/new/']")
    now = timezone.localtime()
    ligita.fill(
        title_0="Pirmā grupa",
        places="6",
        apply_from=f"{now - dt.timedelta(days=1):%Y-%m-%dT%H:%M}",
        apply_until=f"{now + dt.timedelta(days=14):%Y-%m-%dT%H:%M}",
    )
    ligita.press("main form button[type=submit]")
    at = f"{world.at}/cohorts/{world.cohort.number}"
    ligita.press(f"a[href='{at}/sessions/']")
    for event, module in zip(world.events, world.training.modules.all(), strict=True):
        ligita.choose("event", str(event.pk))
        ligita.choose("module", str(module.pk))
        ligita.press("#add ~ form button[type=submit]")
    assert Session.objects.filter(cohort=world.cohort).count() == 2
    browsers.picture(ligita, "sessions")


def _a_community_applies(world: Stage, browsers: Browsers) -> Visitor:
    """On a phone, without an account: from the list of training programmes to an application that is sent."""
    ilze = browsers.phone()
    ilze.open("/learning/")
    browsers.picture(ilze, "trainings")
    ilze.press(f"main a[href='{world.at}/']")
    browsers.picture(ilze, "training")
    ilze.press(f"main a[href='{world.at}/cohorts/1/']")
    browsers.picture(ilze, "cohort")
    ilze.press("main a.button[href$='/apply/']")
    browsers.picture(ilze, "apply")
    for title in CRITERIA:
        assert title in ilze.told()
    ilze.fill(name=COMMUNITY, given_name="Ilze", family_name="Kalniņa", email=ILZE)
    ilze.press("main form button[type=submit]")
    browsers.picture(ilze, "apply-sent-link")
    assert ILZE in ilze.page.locator("body").inner_text()
    assert not ilze.page.locator("[name=email]").count(), "nothing is asked twice"
    ilze.open(link_in(ILZE, "/learning/application/"))
    assert ilze.page.locator("[name=given_1]").input_value() == "Ilze", "whoever writes it is in the team, mostly"
    ilze.fill(place="Madliena")
    ilze.press("button[name=keep]")
    browsers.picture(ilze, "application-draft")
    row = Application.objects.get(name=COMMUNITY)
    assert (row.sent_at, row.place) == (None, "Madliena")
    # Sent before it is whole: what is missing is said, and what was written stays.
    with ilze.page.expect_navigation():
        ilze.page.locator("button[name=send]").click()
    ilze.look()
    browsers.picture(ilze, "application-not-whole")
    assert "Ideja" in ilze.page.locator(".error-summary").inner_text()
    assert ilze.page.locator("[name=motivation]").get_attribute("aria-invalid") == "true", "said at the field too"
    assert ilze.page.locator("[name=place]").input_value() == "Madliena"
    for number, (given, family, email) in enumerate((("Ilze", "Kalniņa", ILZE), ("Andris", "Bērziņš", ANDRIS)), 1):
        ilze.fill(**{f"given_{number}": given, f"family_{number}": family, f"email_{number}": email})
    for one in world.training.criteria.all():
        ilze.fill(**{f"answer_{one.pk}": f"Par {one}: mums ir {TEXT}"})
    ilze.fill(motivation="Gribam mācīties kopā.")
    ilze.page.check("[name=agreed]")
    ilze.press("button[name=send]")
    browsers.picture(ilze, "application-sent")
    row.refresh_from_db()
    assert row.sent_at is not None
    assert row.number == 1
    assert "1" in Letter.objects.filter(to_address=ILZE).latest("pk").subject
    return ilze


def _the_selection_gives_points(world: Stage, ligita: Visitor, browsers: Browsers) -> Visitor:
    """The deadline has passed, with another application; a trainer, who was written to when she was named, scores."""
    other = ApplicationFactory(cohort=world.cohort, posted=True, number=2, name="Cita kopiena", language="lv")
    ApplicationMemberFactory(application=other)
    Cohort.objects.filter(pk=world.cohort.pk).update(apply_until=timezone.now() - dt.timedelta(seconds=1))
    ligita.open(f"{world.at}/cohorts/1/selection/")
    ligita.press("main a[href$='/selection/members/']")
    ligita.choose("person", str(Person.objects.get(email=TRAINER).pk))
    ligita.press("main form button[type=submit]")

    dace = browsers.laptop()
    comes_in(dace, TRAINER)
    dace.open(f"{world.at}/cohorts/1/selection/")
    browsers.picture(dace, "selection-of-trainer")
    for row, points in ((Application.objects.get(name=COMMUNITY), "5"), (other, "2")):
        dace.open(f"{world.at}/cohorts/1/applications/{row.pk}/")
        for one in world.training.criteria.all():
            dace.fill(**{f"points_{one.pk}": points, f"note_{one.pk}": "Tas esot ļoti slepeni."})
        browsers.picture(dace, "points")
        dace.press("#points ~ form button[type=submit]")
    assert Score.objects.count() == 4
    return dace


def _the_meeting_decides(world: Stage, ligita: Visitor, ilze: Visitor, browsers: Browsers) -> None:
    at = f"{world.at}/cohorts/1/selection"
    ligita.open(f"{at}/meetings/new/")
    ligita.fill(held_on=timezone.localdate().isoformat(), present="Līgita\nDace Ozola", minutes="Abas izskatītas.")
    ligita.press("main form button[type=submit]")
    meeting = world.cohort.selection_meetings.get()
    for row, outcome, reason in zip(
        Application.objects.order_by("number"), ("selected", "declined"), ("", "Vēl nav idejas."), strict=True
    ):
        ligita.open(f"{at}/")
        ligita.press(f"main a[href$='/applications/{row.pk}/decide/']")
        ligita.choose("outcome", outcome)
        ligita.choose("meeting", str(meeting.pk))
        ligita.fill(reason=reason)
        ligita.press("main form button[type=submit]")
    ilze.open(link_in(ILZE, "/learning/application/"))
    assert "Izraudzīt" not in ilze.told(), "nobody is told before all are"
    browsers.picture(ligita, "selection")
    ligita.page.locator("details[data-confirm] summary").first.click()
    ligita.press(f"form[action='{at}/announce/'] button[type=submit]")
    assert SelectionDecision.objects.exclude(told_at=None).count() == 2
    browsers.picture(ligita, "selection-told")
    application = Application.objects.get(name=COMMUNITY)
    ilze.open(urlsplit(ilze.page.url).path)
    browsers.picture(ilze, "application-selected")
    assert ilze.page.locator(f"main a.button[href='{world.at}/cohorts/1/']").count() == 1
    assert application.team is not None
    assert "slepeni" not in ilze.told()


def _a_team_of_two_is_there(world: Stage, browsers: Browsers) -> dict[str, Visitor]:
    """Each was written to, and the letter lets them in, on to their own way."""
    assert set(Learner.objects.values_list("person__email", flat=True)) == {ILZE, ANDRIS}
    team = {}
    for address in (ILZE, ANDRIS):
        team[address] = phone = browsers.phone()
        comes_in(phone, address)
        assert urlsplit(phone.page.url).path == f"{world.at}/cohorts/1/my-way/"
        expect(phone.page.locator("main")).to_contain_text("1. nodarbība")
    browsers.picture(team[ILZE], "my-way-new")
    team[ILZE].open("/me/")
    browsers.picture(team[ILZE], "me")
    team[ILZE].open(f"{world.at}/cohorts/1/")
    browsers.picture(team[ILZE], "cohort-inside")
    assert "Andris Bērziņš" in team[ILZE].told()
    team[ILZE].press(f"section[aria-labelledby=teams] a:has-text('{COMMUNITY}')")
    browsers.picture(team[ILZE], "team")
    assert "Andris Bērziņš" not in _as_a_stranger(browsers, f"{world.at}/cohorts/1/")
    return team


def _as_a_stranger(browsers: Browsers, path: str) -> str:
    stranger = browsers.phone()
    stranger.open(path)
    return stranger.told()


def _they_attend(world: Stage, ligita: Visitor, team: dict[str, Visitor], browsers: Browsers) -> None:
    """Each session: they register from their own way, its day comes, they are checked in at the desk."""
    for event, days_ago in zip(world.events, (30, 1), strict=True):
        for phone in team.values():
            phone.open(f"{world.at}/cohorts/1/my-way/")
            phone.press(f"main a[href='/e/{event.slug}/register/']")
            browsers.picture(phone, f"{event.slug}-register")
            phone.press("main form button[type=submit]")
            assert "/r/" in phone.page.url
            phone.open(f"{world.at}/cohorts/1/my-way/")
            browsers.picture(phone, f"{event.slug}-registered")
            assert phone.page.locator("main a[href^='/r/']").count() == 1
        _comes_today(event)
        desk = f"/e/{event.slug}/check-in/"
        for registration in Registration.objects.filter(event=event):
            ligita.open(desk)
            ligita.press(f"form[action='{desk}{registration.code}/'] button")
        assert Attendance.objects.filter(registration__event=event).count() == 2
        _is_over(event, days_ago)
    phone = team[ILZE]
    phone.open(f"{world.at}/cohorts/1/my-way/")
    browsers.picture(phone, "my-way-attended")
    assert "12 / 12" in phone.told()


def _comes_today(event: Event) -> None:
    now = timezone.now()
    _moved(event, timezone.localdate(), now - dt.timedelta(hours=1), now + dt.timedelta(hours=1))


def _is_over(event: Event, days_ago: int) -> None:
    """And what was written down on the day with it."""
    day, now = (moment - dt.timedelta(days=days_ago) for moment in (timezone.localdate(), timezone.now()))
    _moved(event, day, now - dt.timedelta(hours=1), now + dt.timedelta(hours=1))
    Attendance.objects.filter(registration__event=event).update(day=day)


def _moved(event: Event, day: dt.date, starts: dt.datetime, ends: dt.datetime) -> None:
    Event.objects.filter(pk=event.pk).update(first_day=day, last_day=day, starts_at=starts, ends_at=ends)


def _homework_goes_there_and_back(world: Stage, dace: Visitor, team: dict[str, Visitor], browsers: Browsers) -> None:
    at = f"{world.at}/cohorts/1"
    dace.open(f"{at}/homework/")
    dace.press("main a[href$='/homework/new/']")
    dace.fill(
        title_0="Kopienas karte",
        task_0="Uzzīmējiet, kas jūsu kopienai ir.",
        due_on=(timezone.localdate() + dt.timedelta(days=14)).isoformat(),
    )
    dace.press("main form button[type=submit]")
    homework = Homework.objects.get()
    phone = team[ANDRIS]
    phone.open(f"{at}/my-way/")
    browsers.picture(phone, "my-way-due")
    phone.press(f"main a[href='{at}/homework/{homework.pk}/']")
    browsers.picture(phone, "homework")
    phone.fill(text=TEXT)
    phone.page.set_input_files("[name=file]", {"name": "karte.png", "mimeType": "image/png", "buffer": _drawing()})
    phone.press("#hand-in ~ form button[type=submit]")
    browsers.picture(phone, "handed-in")
    row = HandIn.objects.get()

    dace.open(f"{at}/waiting/")
    dace.press(f"main a[href='{at}/hand-ins/{row.pk}/']")
    assert TEXT in dace.told()
    dace.fill(text="Labs sākums. Kur ir jaunieši?")
    dace.choose("verdict", "returned")
    browsers.picture(dace, "answer")
    dace.press("#thread ~ form button[type=submit]")
    # The answer reaches the other of the two as well.
    other = team[ILZE]
    other.open(link_in(ILZE, r"/learning/\S+/hand-ins/"))
    browsers.picture(other, "returned")
    assert "Kur ir jaunieši?" in other.told()
    other.press("main a.button-primary[href$='#hand-in']")
    other.fill(text=f"{TEXT} Un jauniešu klubs.")
    other.press("#hand-in ~ form button[type=submit]")
    dace.open(f"{at}/hand-ins/{row.pk}/")
    dace.choose("verdict", "accepted")
    dace.press("#thread ~ form button[type=submit]")
    row.refresh_from_db()
    assert (row.state, row.versions.count(), row.remarks.count()) == ("accepted", 2, 2)
    phone.open(link_in(ANDRIS, r"/learning/\S+/hand-ins/"))
    browsers.picture(phone, "accepted")
    phone.open(f"{at}/my-way/")
    browsers.picture(phone, "my-way-done")
    phone.open(f"{at}/my-certificate/")
    browsers.picture(phone, "my-certificate-ready")


def _drawing() -> bytes:
    drawing = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(drawing, "PNG")
    return drawing.getvalue()


def _the_certificate_is_issued(world: Stage, ligita: Visitor, browsers: Browsers) -> TrainingCertificate:
    at = f"{world.at}/cohorts/1"
    ligita.open(f"{at}/progress/")
    browsers.picture(ligita, "progress")
    ligita.open(f"{at}/certificates/")
    browsers.picture(ligita, "certificates")
    ligita.press(f"form[action='{at}/certificates/issue/'] button")
    assert TrainingCertificate.objects.count() == 2
    browsers.picture(ligita, "certificates-issued")
    return TrainingCertificate.objects.select_related("person", "cohort").get(person__email=ILZE)


def _its_holder_downloads_it(certificate: TrainingCertificate, browsers: Browsers) -> str:
    """By the link in the letter, signed in or not: the paper, and the badge in each form. Returns the signed badge."""
    ilze = browsers.phone()
    ilze.open(link_in(ILZE, "/t/"))
    browsers.picture(ilze, "own-certificate")
    assert "Ilze Kalniņa" in ilze.told()
    assert _downloaded(ilze, "certificate.pdf").startswith(b"%PDF")
    signed = _downloaded(ilze, "badge.jwt").decode()
    with Image.open(io.BytesIO(_downloaded(ilze, "badge.png"))) as image:
        assert image.text["openbadgecredential"] == signed
    return signed


def _downloaded(visitor: Visitor, ending: str) -> bytes:
    with visitor.page.expect_download() as coming:
        visitor.page.locator(f"main a[href$='{ending}']").click()
    return coming.value.path().read_bytes()


def _everybody_verifies_it(certificate: TrainingCertificate, browsers: Browsers) -> None:
    stranger = browsers.phone()
    stranger.open("/c/")
    stranger.fill(code=certificate.code)
    stranger.press("main form button[type=submit]")
    browsers.picture(stranger, "verified")
    assert urlsplit(stranger.page.url).path == f"/c/{certificate.code}/"
    for told in ("Ilze Kalniņa", "Kopienas plāno pašas", "Kopienas resursi", "12"):
        assert told in stranger.told()
    assert stranger.page.locator("main .notice-success").count() == 1
    last = "2" if certificate.code[-1] != "2" else "3"
    answer = stranger.page.goto(f"/c/{certificate.code[:-1]}{last}/")
    stranger.look()
    browsers.picture(stranger, "forged")
    assert answer.status == 404
    assert "Ilze Kalniņa" not in stranger.told()
    assert stranger.page.locator("main .notice-success").count() == 0


def _the_badge_is_taken_in(certificate: TrainingCertificate, signed: str, wallet: Visitor) -> None:
    """As a verifier does it: the key is fetched from the address in the header, and nothing else is believed."""
    key = json.loads(wallet.fetch(urlsplit(jwt.get_unverified_header(signed)["kid"]).path))
    payload = jwt.decode(signed, jwt.PyJWK(key).key, algorithms=["RS256"])
    for name in ("iss", "jti", "nbf", "sub"):
        payload.pop(name)
    jsonschema.Draft202012Validator(CREDENTIAL).validate(payload)
    assert urlsplit(payload["id"]).path == f"/c/{certificate.code}/"
    assert payload["credentialSubject"]["achievement"]["name"] == "Kopienas plāno pašas"
    status = json.loads(wallet.fetch(urlsplit(payload["credentialStatus"]["id"]).path))
    assert status["revokedCredential"] == []
    head, body, signature = signed.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{head}.{body}.{signature[:-8]}AAAAAAAA", jwt.PyJWK(key).key, algorithms=["RS256"])
