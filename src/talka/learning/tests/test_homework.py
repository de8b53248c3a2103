"""Homework from being set to being accepted: who reads what, what is refused, what is written to whom."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.documents.kept_files import Sent
from talka.documents.report import Report, report_pdf
from talka.learning.access import homework as access
from talka.learning.actions import cohorts
from talka.learning.actions import homework as actions
from talka.learning.actions.answers import say
from talka.learning.actions.homework import HomeworkData
from talka.learning.actions.reminders import remind_due
from talka.learning.factories import CohortFactory, LearnerFactory, ModuleFactory, StaffFactory, TeamFactory
from talka.learning.factories.homework import HandInFactory, HandInRemarkFactory, HandInVersionFactory, HomeworkFactory
from talka.learning.models import HandIn, HandInRemark, HandInVersion, Homework, Learner
from talka.learning.queries import homework as queries
from talka.learning.queries.mine import taking_part
from talka.letters.models import Letter
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def client():
    """In Latvian, as a new reader gets the pages."""
    return Client()


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def homework(cohort):
    return HomeworkFactory(cohort=cohort)


@pytest.fixture
def place(learner):
    return Learner.objects.get(person=learner)


def pdf() -> bytes:
    return report_pdf(Report(title="Karte"))


def address(name, cohort, *args):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *args])


def kinds(kind="learning-homework"):
    return [(letter.kind, letter.to_address) for letter in Letter.objects.filter(kind__startswith=kind)]


def test_a_trainer_sets_it_with_a_file(client, cohort, trainer, learner):
    module = ModuleFactory(training=cohort.training, order=1)
    client.force_login(trainer.account)
    sent = {
        "title_0": "Kopienas karte", "task_0": "Uzzīmējiet", "due_on": timezone.localdate() + dt.timedelta(days=9),
        "module": module.pk, "needed": "on", "each": "", "file": SimpleUploadedFile("paraugs.pdf", pdf()),
    }  # fmt: skip
    answer = client.post(address("new_homework", cohort), sent)
    row = Homework.objects.get()
    assert answer.url == address("homework", cohort, row.pk)
    assert (row.module, row.needed, row.each, row.file_name) == (module, True, False, "paraugs.pdf")
    client.force_login(learner.account)
    assert "Kopienas karte" in client.get(address("homework_list", cohort)).content.decode()
    got = client.get(address("homework_file", cohort, row.pk))
    assert b"".join(got.streaming_content) == pdf()
    assert "attachment" in got["Content-Disposition"]


def test_the_whole_way_to_being_accepted(client, cohort, homework, team, learner, trainer, place):
    mate = LearnerFactory(team=team).person
    client.force_login(learner.account)
    sent = {"text": "Mums ir dīķis.", "file": SimpleUploadedFile("karte.pdf", pdf()), "link": ""}
    answer = client.post(address("homework", cohort, homework.pk), sent)
    row = HandIn.objects.get()
    assert answer.url == address("hand_in", cohort, row.pk)
    assert (row.team, row.learner, row.state) == (team, None, "handed_in")
    client.force_login(trainer.account)
    assert "Kopienas karte" in client.get(address("waiting", cohort)).content.decode()
    page = client.get(address("hand_in", cohort, row.pk))
    assert "Mums ir dīķis." in page.content.decode()
    client.post(address("hand_in", cohort, row.pk), {"text": "Un skola?", "verdict": "returned", "version": 1})
    assert {to for _kind, to in kinds("learning-homework-answered")} == {learner.email, mate.email}
    client.force_login(mate.account)
    assert "Un skola?" in client.get(address("hand_in", cohort, row.pk)).content.decode()
    client.post(address("homework", cohort, homework.pk), {"text": "Ir arī skola."})
    assert [(one.number, one.text, one.by) for one in row.versions.all()] == [
        (1, "Mums ir dīķis.", learner),
        (2, "Ir arī skola.", mate),
    ]
    client.force_login(trainer.account)
    stale = client.post(address("hand_in", cohort, row.pk), {"text": "", "verdict": "accepted", "version": 1})
    assert stale.status_code == 409
    client.post(address("hand_in", cohort, row.pk), {"text": "", "verdict": "accepted", "version": 2})
    row.refresh_from_db()
    assert row.state == "accepted"
    assert "Kopienas karte" not in client.get(address("waiting", cohort)).content.decode()
    first = client.get(address("hand_in_file", cohort, row.pk, 1))
    assert b"".join(first.streaming_content) == pdf()
    with translation.override("en"), pytest.raises(Refusal, match="accepted already"):
        actions.hand_in(homework, place, "Vēl", by=learner)


def test_what_a_team_hands_in_is_not_for_other_teams_nor_strangers(
    client, cohort, team, other_team, learner, trainer, coach, organiser, stranger, settings
):
    (settings.MEDIA_ROOT / "aa").mkdir()
    for name in ("x.pdf", "y.pdf"):
        (settings.MEDIA_ROOT / "aa" / name).write_bytes(b"KOFAILS")
    homework = HomeworkFactory(cohort=cohort, task="KOUZDEVUMS")
    row = HandInFactory(homework=homework, team=team, version__text="KONOSLĒPUMS", version__number=1)
    HandInVersionFactory(hand_in=row, number=2, text="KOOTRAIS", file="aa/x.pdf", file_name="KOFAILS.pdf")
    remark = HandInRemarkFactory(hand_in=row, text="KOATBILDE", file="aa/y.pdf", file_name="KOATBILDE.pdf")
    neighbour = LearnerFactory(team=other_team).person
    foreign = StaffFactory(training=cohort.training, cohort=CohortFactory(training=cohort.training, number=2)).person
    gone = LearnerFactory(team=team, left_on=dt.date(2026, 5, 1)).person
    pages = {
        "homework_list": [], "homework": [homework.pk], "hand_in": [row.pk], "hand_in_file": [row.pk, 2],
        "remark_file": [row.pk, remark.pk], "waiting": [], "homework_file": [homework.pk],
    }  # fmt: skip

    def told(person):
        client.logout()
        if person:
            client.force_login(person.account)
        found = {}
        for name, args in pages.items():
            answer = client.get(address(name, cohort, *args))
            text = "" if answer.streaming or answer.status_code != 200 else answer.content.decode()
            found[name] = answer.status_code, "KOUZDEVUMS" in text, "KONOSLĒPUMS" in text, "KOATBILDE" in text
        return found

    nothing = (404, False, False, False)
    for person in (None, stranger, foreign, gone):
        assert set(told(person).values()) == {nothing}
    seen = told(neighbour)
    assert seen["homework"] == (200, True, False, False)
    assert [seen[name] for name in ("hand_in", "hand_in_file", "remark_file", "waiting")] == [nothing] * 4
    for person in (learner, trainer, coach, organiser):
        assert told(person)["hand_in"] == (200, False, True, True)
    assert told(learner)["waiting"] == nothing
    assert str(row.team) not in client.get(address("homework", cohort, homework.pk)).content.decode().split("<main")[0]
    actions.open_to_cohort(row, True, by=learner)
    seen = told(neighbour)
    assert seen["hand_in"] == (200, False, True, False)  # not what was said about it
    assert seen["remark_file"] == nothing
    assert told(foreign)["hand_in"] == nothing


def test_only_who_may_does_it(client, cohort, homework, team, other_team, learner, trainer, stranger):
    row = HandInFactory(homework=homework, team=team, version__number=1)
    neighbour = LearnerFactory(team=other_team).person
    foreign = StaffFactory(training=cohort.training, cohort=CohortFactory(training=cohort.training, number=2)).person
    deeds = {
        "new_homework": [], "edit_homework": [homework.pk], "retire_homework": [homework.pk],
        "restore_homework": [homework.pk], "hand_in": [row.pk], "open_hand_in": [row.pk],
    }  # fmt: skip
    for person, left_out in (
        (None, ()), (stranger, ()), (foreign, ()), (neighbour, ()), (learner, ("hand_in", "open_hand_in")),
        (trainer, ("new_homework", "edit_homework", "retire_homework", "restore_homework", "hand_in")),
    ):  # fmt: skip
        client.logout()
        if person:
            client.force_login(person.account)
        for name, args in deeds.items():
            if name not in left_out:
                assert client.post(address(name, cohort, *args)).status_code == 404, (person, name)
    row.open_to_cohort = True
    row.save()
    client.force_login(neighbour.account)
    assert client.post(address("hand_in", cohort, row.pk), {"text": "Iejaucos"}).status_code == 404
    for person in (neighbour, foreign, stranger):
        with pytest.raises(Refusal):
            say(row, "Iejaucos", by=person)
    with pytest.raises(Refusal):
        actions.set_homework(cohort, HomeworkData("A", "B", timezone.localdate()), by=foreign)
    with pytest.raises(Refusal):
        actions.open_to_cohort(row, False, by=trainer)
    with translation.override("en"), pytest.raises(Refusal, match="Only those who teach"):
        say(row, "", verdict="accepted", by=learner)
    assert not HandInRemark.objects.exists()


def test_nobody_accepts_their_own(cohort, homework, team, trainer):
    learner = LearnerFactory(team=team, person=trainer)
    row = actions.hand_in(homework, learner, "Mans", by=trainer)
    with translation.override("en"), pytest.raises(Refusal, match="nobody their own"):
        say(row, "Lieliski", verdict="accepted", by=trainer)


def test_late_is_said_and_taken(cohort, team, place, learner):
    homework = HomeworkFactory(cohort=cohort, due_on=timezone.localdate() - dt.timedelta(days=1))
    row = actions.hand_in(homework, place, "Vēlu", by=learner)
    assert [one.late for one in row.versions.all()] == [True]
    evening = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    other = HomeworkFactory(cohort=cohort, due_on=dt.date(2026, 3, 1))
    row = actions.hand_in(other, place, "Vakarā", by=learner, now=evening)
    assert not row.versions.get().late


def test_bad_hand_ins_are_refused_and_nothing_is_lost(client, cohort, homework, team, place, learner):
    client.force_login(learner.account)
    here = address("homework", cohort, homework.pk)
    empty = client.post(here, {"text": "  ", "link": ""})
    assert empty.status_code == 422
    wrong = client.post(here, {"text": "Teksts", "file": SimpleUploadedFile("virus.exe", b"MZ\x90\x00" * 40)})
    assert wrong.status_code in (400, 422)
    assert "Teksts" in wrong.content.decode()  # what was written stays in the form
    assert client.post(here, {"text": "x", "link": "javascript:alert(1)"}).status_code == 422
    assert not HandInVersion.objects.exists()
    row = actions.hand_in(homework, place, "Pirms", by=learner)
    other = HomeworkFactory(cohort__training=cohort.training, cohort__number=2)
    with translation.override("en"), pytest.raises(Refusal, match="another cohort"):
        actions.hand_in(other, place, "Svešs", by=learner)
    with pytest.raises(Refusal):
        actions.hand_in(homework, LearnerFactory(team=team), "Cita vārdā", by=learner)
    with translation.override("en"), pytest.raises(Refusal, match="nothing to hand in yet"):
        actions.hand_in(homework, place, " ", by=learner)
    with translation.override("en"), pytest.raises(Refusal, match="longer"):
        actions.hand_in(homework, place, "x" * 40_001, by=learner)
    actions.hand_in(homework, place, "Pirms", by=learner)  # sent twice
    assert row.versions.count() == 1


def test_a_team_that_left_hands_nothing_in_and_its_work_stays(client, homework, team, place, learner, organiser):
    row = actions.hand_in(homework, place, "Pirms", by=learner)
    cohorts.leave(team, "Nav laika", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="left the cohort"):
        actions.hand_in(homework, place, "Pēc", by=learner)
    client.force_login(learner.account)
    assert client.post(address("homework", homework.cohort, homework.pk), {"text": "Pēc"}).status_code == 404
    client.force_login(organiser.account)
    assert "Pirms" in client.get(address("hand_in", homework.cohort, row.pk)).content.decode()


def test_homework_that_cannot_be_is_refused(cohort, homework, trainer, place, learner):
    today = timezone.localdate()
    for data, words in (
        (HomeworkData("A", "B", today - dt.timedelta(days=1)), "has passed"),
        (HomeworkData(" ", "B", today), "title"),
        (HomeworkData("A", " ", today), "what is to be done"),
        (HomeworkData("A", "B", today, module=ModuleFactory()), "another training"),
    ):
        with translation.override("en"), pytest.raises(Refusal, match=words):
            actions.set_homework(cohort, data, by=trainer)
    data = HomeworkData("A", "B", today)
    actions.change_homework(homework, data, version=1, by=trainer)
    with translation.override("en"), pytest.raises(Refusal, match="Somebody else"):
        actions.change_homework(homework, data, version=1, by=trainer)
    Homework.objects.filter(pk=homework.pk).update(due_on=today - dt.timedelta(days=5))
    kept = HomeworkData("A", "C", today - dt.timedelta(days=5))
    actions.change_homework(homework, kept, version=2, by=trainer)  # a day that passed meanwhile stays
    actions.hand_in(homework, place, "Te", by=learner)
    with translation.override("en"), pytest.raises(Refusal, match="who hands in"):
        actions.change_homework(homework, HomeworkData("A", "C", today, each=True), version=3, by=trainer)
    actions.retire_homework(homework, by=trainer)
    with translation.override("en"), pytest.raises(Refusal, match="not asked any more"):
        actions.hand_in(homework, place, "Vēl", by=learner)


def test_each_person_hands_in_their_own(client, cohort, team, learner, place, trainer):
    homework = HomeworkFactory(cohort=cohort, each=True)
    mate = LearnerFactory(team=team)
    row = actions.hand_in(homework, place, "MANSDARBS", by=learner)
    actions.hand_in(homework, mate, "Mates", by=mate.person)
    assert row.learner == place
    client.force_login(mate.person.account)
    assert client.get(address("hand_in", cohort, row.pk)).status_code == 404
    say(row, "Labi", verdict="accepted", by=trainer, version=1)
    assert kinds("learning-homework-answered") == [("learning-homework-answered", learner.email)]
    assert queries.missing_in(homework) == []
    late_comer = LearnerFactory(team=team)
    assert queries.missing_in(homework) == [late_comer]


def test_what_somebody_handed_in_by_themselves_stays_theirs_in_another_team(
    client, cohort, team, other_team, learner, place, trainer
):
    homework = HomeworkFactory(cohort=cohort, each=True, due_on=timezone.localdate() + dt.timedelta(days=1))
    mate = LearnerFactory(team=team)
    row = actions.hand_in(homework, place, "MANSDARBS", by=learner)
    Learner.objects.filter(pk=place.pk).update(left_on=timezone.localdate())
    now = LearnerFactory(team=other_team, person=learner)
    (task,) = queries.tasks_of(cohort, now)
    assert (task.own, queries.own_hand_in(homework, learner)) == (row, row)
    assert [(one.cohort, one.number) for one in taking_part(learner)] == [(cohort, 0)]
    assert queries.missing_in(homework) == [mate]
    remind_due(timezone.localdate())
    assert kinds() == [("learning-homework-due", mate.person.email)]
    client.force_login(learner.account)
    assert "MANSDARBS" in client.get(address("hand_in", cohort, row.pk)).content.decode()
    say(row, "Vēl mazliet", verdict="returned", by=trainer, version=1)
    assert kinds("learning-homework-answered") == [("learning-homework-answered", learner.email)]
    assert actions.hand_in(homework, now, "Labāk", by=learner) == row
    assert row.versions.count() == 2
    client.force_login(mate.person.account)
    assert client.get(address("hand_in", cohort, row.pk)).status_code == 404


def test_answers_need_words(homework, team, trainer, learner):
    row = HandInFactory(homework=homework, team=team, version__number=1)
    for words, verdict in ((" ", ""), ("", "returned"), ("A", "perfect")):
        with pytest.raises(Refusal):
            say(row, words, verdict=verdict, by=trainer)
    with pytest.raises(Refusal):
        say(row, "", by=trainer, sent=Sent(io.BytesIO(b"MZ\x90"), "virus.exe"))
    assert not HandInRemark.objects.exists()
    say(row, "", by=trainer, sent=Sent(link="https://example.test/par"))
    say(row, "Kāpēc?", by=learner)
    assert list(queries.waiting_in(homework.cohort)) == [row]
    say(row, "Tāpēc", verdict="accepted", by=trainer, version=1)
    assert queries.waiting_number(homework.cohort) == 0
    say(row, "Paldies, bet kā tālāk?", by=learner)
    assert queries.waiting_number(homework.cohort) == 1


@pytest.mark.parametrize("name", ["homework_list", "homework", "hand_in", "waiting"])
@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_pages_ask_a_fixed_number_of_queries(request, client, cohort, homework, team, learner, trainer, name, role):
    if (name, role) == ("waiting", "learner"):
        return
    client.force_login({"learner": learner, "trainer": trainer}[role].account)
    row = HandInFactory(homework=homework, team=team, version__number=1)
    HandInRemarkFactory(hand_in=row)
    HandInFactory(homework=homework, team=LearnerFactory(team__cohort=cohort).team, open_to_cohort=True)
    args = {"homework": [homework.pk], "hand_in": [row.pk]}.get(name, [])
    client.get(address(name, cohort, *args))
    asked = []
    for number in range(2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(name, cohort, *args)).status_code == 200
        asked.append(len(found))
        for each in range(3):
            HandInVersionFactory(hand_in=row, number=2 + each + 3 * number)
            HandInRemarkFactory(hand_in=row)
            HomeworkFactory(cohort=cohort)
            LearnerFactory(team=TeamFactory(cohort=cohort))
            HandInFactory(homework=homework, team=LearnerFactory(team__cohort=cohort).team, open_to_cohort=True)
    assert asked[0] == asked[1]
    assert asked[0] <= 20


def test_access_functions_know_nobody(homework, team):
    row = HandInFactory(homework=homework, team=team)
    assert not access.may_read_hand_in(None, row, homework.cohort)
    assert not access.hand_ins_known_to(None, homework.cohort).exists()


def test_what_was_handed_in_of_what_is_not_asked_any_more_leads_to_no_closed_page(
    english, cohort, homework, place, learner, trainer
):
    row = actions.hand_in(homework, place, "Mūsu darbs", by=learner)
    say(row, "Vēl par mērķiem", by=trainer, verdict="returned", version=1)
    task = address("homework", cohort, homework.pk)
    link = f'href="{task}"'
    english.force_login(learner.account)
    assert link in english.get(address("hand_in", cohort, row.pk)).content.decode()
    actions.retire_homework(homework, by=trainer)
    assert english.get(task).status_code == 404
    page = english.get(address("hand_in", cohort, row.pk)).content.decode()
    assert link not in page and f"{task}#" not in page and "not asked any more" in page
    english.force_login(trainer.account)
    assert link in english.get(address("hand_in", cohort, row.pk)).content.decode()
