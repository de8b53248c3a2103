"""Materials, visits of coaches and twin teams: who reads and keeps them, and what is refused."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.documents.kept_files import Sent
from talka.documents.report import Report, report_pdf
from talka.learning.actions import coaching, cohorts, materials, twinning
from talka.learning.actions.coaching import CoachingData
from talka.learning.actions.materials import MaterialData
from talka.learning.factories import (
    CohortFactory,
    LearnerFactory,
    ModuleFactory,
    SessionFactory,
    StaffFactory,
    TeamFactory,
    TrainingFactory,
)
from talka.learning.factories.homework import CoachingFactory, MaterialFactory, TwinMeetingFactory, TwinningFactory
from talka.learning.models import Coaching, Learner, Material, TwinLetter, TwinMeeting, Twinning
from talka.learning.queries.between import hours_coached, shelves_of
from talka.letters.models import Letter
from talka.people.actions import erase_person
from talka.people.personal_data import export
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def client():
    """In Latvian, as a new reader gets the pages."""
    return Client()


LINK = Sent(link="https://example.test/x")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def module(training):
    return ModuleFactory(training=training, order=1)


@pytest.fixture
def twins(team, other_team):
    return TwinningFactory(first=team, second=other_team)


def pdf() -> bytes:
    return report_pdf(Report(title="Rokasgrāmata"))


def address(name, cohort, *args):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *args])


def signed_in(client, person):
    client.logout()
    if person:
        client.force_login(person.account)


def test_materials_are_kept_changed_moved_and_come_back(client, cohort, module, trainer):
    client.force_login(trainer.account)
    sent = {"title_0": "Rokasgrāmata", "audience": "cohort", "file": SimpleUploadedFile("r.pdf", pdf())}
    assert client.post(address("new_material", cohort, f"module-{module.pk}"), sent).status_code == 302
    row = Material.objects.get()
    got = client.get(reverse("learning:material_file", args=[cohort.training.slug, row.pk]))
    assert b"".join(got.streaming_content) == pdf()
    other = materials.add_material(cohort, module, MaterialData("Otrais"), by=trainer, sent=LINK)
    client.post(address("move_material", cohort, other.pk), {"to": "up"})
    client.post(address("move_material", cohort, other.pk), {"to": "up"})  # at the end it stays
    assert [str(one) for one in module.materials.all()] == ["Otrais", "Rokasgrāmata"]
    changed = {"title_0": "Rokasgrāmata, 2.", "audience": "public", "link": "", "version": 1}
    assert client.post(address("edit_material", cohort, row.pk), changed).status_code == 302
    assert client.post(address("edit_material", cohort, row.pk), changed).status_code == 409
    client.post(address("retire_material", cohort, row.pk))
    assert client.get(address("edit_material", cohort, row.pk)).status_code == 404
    (shelf,) = shelves_of(cohort, trainer)
    assert ([str(one) for one in shelf.materials], [str(one) for one in shelf.taken_away]) == (
        ["Otrais"],
        ["Rokasgrāmata, 2."],
    )
    client.post(address("restore_material", cohort, row.pk))
    assert Material.objects.filter(retired_at=None).count() == 2


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        (MaterialData(" "), LINK),
        (MaterialData("A"), Sent()),
        (MaterialData("A", audience="nobody"), LINK),
        (MaterialData("A"), Sent(link="ftp://x")),
        (MaterialData("A"), Sent(io.BytesIO(b"MZ\x90\x00"), "virus.exe")),
    ],
)
def test_a_material_that_cannot_be_is_refused(cohort, module, trainer, data, sent):
    with pytest.raises(Refusal):
        materials.add_material(cohort, module, data, by=trainer, sent=sent)
    assert not Material.objects.exists()


def test_materials_are_read_by_whom_they_are_for(
    client, cohort, module, learner, trainer, coach, organiser, stranger, settings
):
    (settings.MEDIA_ROOT / "aa").mkdir()
    (settings.MEDIA_ROOT / "aa" / "x.pdf").write_bytes(b"SATURS")
    session = SessionFactory(cohort=cohort)
    kept = {"file": "aa/x.pdf", "file_name": "x.pdf", "link": ""}
    of_module = MaterialFactory(module=module, title="KOIEKSĒJAIS", **kept)
    of_session = MaterialFactory(module=None, session=session, title="KOSESIJAI", **kept)
    for_all = MaterialFactory(module=module, title="KOVISIEM", audience="public", **kept)
    gone = MaterialFactory(module=module, title="KOPROM", audience="public", retired_at=timezone.now(), **kept)
    elsewhere = CohortFactory(training=cohort.training, number=2)
    neighbour = LearnerFactory(team__cohort=elsewhere).person
    foreign = LearnerFactory(team__cohort__training=TrainingFactory()).person
    for person, seen in (
        (None, {"KOVISIEM"}),
        (stranger, {"KOVISIEM"}),
        (foreign, {"KOVISIEM"}),
        (neighbour, {"KOVISIEM", "KOIEKSĒJAIS"}),  # of another cohort: what all cohorts share
        (learner, {"KOVISIEM", "KOIEKSĒJAIS", "KOSESIJAI"}),
        (coach, {"KOVISIEM", "KOIEKSĒJAIS", "KOSESIJAI", "KOPROM"}),
        (trainer, {"KOVISIEM", "KOIEKSĒJAIS", "KOSESIJAI", "KOPROM"}),
        (organiser, {"KOVISIEM", "KOIEKSĒJAIS", "KOSESIJAI", "KOPROM"}),
    ):
        signed_in(client, person)
        if person != neighbour:
            page = client.get(address("materials", cohort)).content.decode()
            assert {each for each in ("KOVISIEM", "KOIEKSĒJAIS", "KOSESIJAI", "KOPROM") if each in page} == seen
        for row in (of_module, of_session, for_all, gone):
            answer = client.get(reverse("learning:material_file", args=[cohort.training.slug, row.pk]))
            assert answer.status_code == (200 if str(row) in seen else 404), (person, row)
    cohort.training.published_at = None
    cohort.training.save()
    signed_in(client, stranger)
    where = reverse("learning:material_file", args=[cohort.training.slug, for_all.pk])
    assert client.get(where).status_code == 404


def test_materials_are_kept_by_those_who_teach_what_they_are_of(client, cohort, module, learner, stranger):
    session = SessionFactory(cohort=cohort)
    only_here = StaffFactory(training=cohort.training, cohort=cohort).person
    elsewhere = StaffFactory(training=cohort.training, cohort=CohortFactory(training=cohort.training, number=2)).person
    materials.add_material(cohort, session, MaterialData("A"), by=only_here, sent=LINK)
    with pytest.raises(Refusal):  # all cohorts have the module's
        materials.add_material(cohort, module, MaterialData("A"), by=only_here, sent=LINK)
    row = MaterialFactory(module=module)
    for person in (None, stranger, learner, elsewhere, only_here):
        signed_in(client, person)
        for name in ("edit_material", "retire_material", "restore_material", "move_material"):
            assert client.post(address(name, cohort, row.pk), {"to": "up"}).status_code == 404, (person, name)
        assert client.post(address("new_material", cohort, f"module-{module.pk}")).status_code == 404
    for name in (
        "module-x",
        "module-99999",
        f"session-{SessionFactory().pk}",
        "other-1",
        f"module-{ModuleFactory().pk}",
    ):
        assert client.get(address("new_material", cohort, name)).status_code == 404


def test_a_coach_notes_visits_and_hours_are_summed(client, cohort, team, coach, learner):
    client.force_login(coach.account)
    sent = {"day": "2026-04-02", "hours": "3,5", "worked_on": "Dīķis", "next": "Izmērīt"}
    assert client.post(address("new_coaching", cohort, team.pk), sent).status_code == 302
    row = Coaching.objects.get()
    assert (row.coach, row.hours) == (coach, Decimal("3.5"))
    coaching.note_visit(team, CoachingData(dt.date(2026, 5, 1), Decimal(2), "Skola"), by=coach)
    CoachingFactory(hours=Decimal(9))  # to another team
    assert hours_coached(team) == Decimal("5.5")
    client.force_login(learner.account)
    page = client.get(address("coaching", cohort, team.pk)).content.decode()
    assert "Izmērīt" in page and "5,5" in page
    client.force_login(coach.account)
    assert client.post(address("edit_coaching", cohort, team.pk, row.pk), sent | {"version": 1}).status_code == 302
    assert client.post(address("edit_coaching", cohort, team.pk, row.pk), sent | {"version": 1}).status_code == 409
    client.post(address("retire_coaching", cohort, team.pk, row.pk))
    assert hours_coached(team) == Decimal(2)
    client.post(address("restore_coaching", cohort, team.pk, row.pk))
    assert hours_coached(team) == Decimal("5.5")


@pytest.mark.parametrize(
    "data",
    [
        CoachingData(dt.date(2026, 4, 2), Decimal(0), "A"),
        CoachingData(dt.date(2026, 4, 2), Decimal(25), "A"),
        CoachingData(dt.date(2026, 4, 2), Decimal(2), " "),
        CoachingData(dt.date(2099, 4, 2), Decimal(2), "A"),
        CoachingData(dt.date(2026, 4, 2), Decimal(2), "A" * 10_001),
    ],
)
def test_a_visit_that_cannot_be_is_refused(team, coach, data):
    with pytest.raises(Refusal):
        coaching.note_visit(team, data, by=coach)
    assert not Coaching.objects.exists()


def test_visits_are_for_the_team_coaches_and_coordinators(
    client, cohort, team, other_team, learner, trainer, coach, organiser, stranger
):
    row = CoachingFactory(team=team, worked_on="KONOSLĒPUMS", coach=coach)
    neighbour = LearnerFactory(team=other_team).person
    other_coach = StaffFactory(training=cohort.training, role="coach").person
    for person, seen in (
        (None, False), (stranger, False), (neighbour, False), (trainer, False), (learner, True),
        (coach, True), (other_coach, True), (organiser, True),
    ):  # fmt: skip
        signed_in(client, person)
        answer = client.get(address("coaching", cohort, team.pk))
        assert (answer.status_code, "KONOSLĒPUMS" in answer.content.decode()) == ((200 if seen else 404), seen)
        assert ("coaching/" in client.get(address("team", cohort, team.pk)).content.decode()) is seen
        changes = person in (coach, organiser)
        for name in ("edit_coaching", "retire_coaching", "restore_coaching"):
            expected = (200, 302, 422) if changes else (404,)
            assert client.post(address(name, cohort, team.pk, row.pk)).status_code in expected, (person, name)
        assert client.get(address("new_coaching", cohort, team.pk)).status_code == (
            200 if person in (coach, other_coach, organiser) else 404
        )
    with pytest.raises(Refusal):
        coaching.note_visit(team, CoachingData(dt.date(2026, 4, 2), Decimal(2), "A"), by=trainer)
    with pytest.raises(Refusal):
        coaching.retire_visit(row, by=other_coach)


def test_two_teams_also_of_different_cohorts_become_twins(client, cohort, team, organiser, learner):
    far = TeamFactory(cohort=CohortFactory(training=cohort.training, number=2), aims="KOPIRKŠANA")
    client.force_login(organiser.account)
    sent = {"one": team.pk, "other": far.pk, "aim": "Mācīties tirgot"}
    assert client.post(address("all_twins", cohort), sent).status_code == 422  # of another cohort than the chosen one
    assert client.post(f"{address('all_twins', cohort)}?with=2", sent).status_code == 302
    row = Twinning.objects.get()
    assert {row.first, row.second} == {team, far}
    client.force_login(learner.account)
    page = client.get(address("twins", cohort, team.pk)).content.decode()
    assert "Mācīties tirgot" in page and "KOPIRKŠANA" in page
    client.force_login(organiser.account)
    client.post(address("end_twins", cohort, row.pk))
    with translation.override("en"), pytest.raises(Refusal, match="no longer"):
        twinning.note_meeting(row, team, dt.date(2026, 5, 5), "A", by=learner)
    twinning.twin(far, team, "Atkal", by=organiser)
    row.refresh_from_db()
    assert (Twinning.objects.count(), row.ended_on, row.aim) == (1, None, "Atkal")


def test_teams_of_the_chosen_cohort_alone_are_offered(client, cohort, team, organiser):
    far = TeamFactory(cohort=CohortFactory(training=cohort.training, number=2), title="KOTĀLĀ")
    client.force_login(organiser.account)
    for query, seen in (("", False), ("?with=2", True), ("?with=nonsense", False), ("?with=99", False)):
        page = client.get(f"{address('all_twins', cohort)}{query}")
        assert (page.status_code, str(far) in page.content.decode()) == (200, seen)


def test_twins_that_cannot_be_are_refused(client, cohort, team, other_team, organiser, trainer, learner, stranger):
    elsewhere = TeamFactory(cohort__training=TrainingFactory(programme=cohort.training.programme))
    left = TeamFactory(cohort=cohort, left_on=dt.date(2026, 3, 1), left_reason="Nav laika")
    for other, aim, words in (
        (team, "A", "its own twin"),
        (elsewhere, "A", "different training"),
        (left, "A", "has left"),
        (other_team, " ", "want to learn"),
    ):
        with translation.override("en"), pytest.raises(Refusal, match=words):
            twinning.twin(team, other, aim, by=organiser)
    for person in (trainer, learner, stranger, None):
        if person:
            with pytest.raises(Refusal):
                twinning.twin(team, other_team, "A", by=person)
        signed_in(client, person)
        assert client.get(address("all_twins", cohort)).status_code == 404
    assert not Twinning.objects.exists()


def test_meetings_are_noted_by_either_and_read_by_both(
    client, cohort, team, other_team, twins, learner, trainer, stranger
):
    other = LearnerFactory(team=other_team).person
    third = LearnerFactory(team=TeamFactory(cohort=cohort)).person
    client.force_login(learner.account)
    sent = {"day": "2026-05-05", "notes": "KOSATIKĀMIES"}
    assert client.post(address("new_twin_meeting", cohort, team.pk, twins.pk), sent).status_code == 302
    row = TwinMeeting.objects.get()
    where = address("edit_twin_meeting", cohort, team.pk, twins.pk, row.pk)
    assert client.post(where, sent | {"notes": "KOSATIKĀMIES divreiz"}).status_code == 302
    signed_in(client, other)
    assert "KOSATIKĀMIES" in client.get(address("twins", cohort, other_team.pk)).content.decode()
    assert client.get(address("twins", cohort, team.pk)).status_code == 404  # they have their own page of it
    assert client.post(where, sent).status_code == 404
    mine = address("edit_twin_meeting", cohort, other_team.pk, twins.pk, row.pk)
    assert client.post(mine, sent).status_code == 404
    signed_in(client, trainer)
    assert "KOSATIKĀMIES" in client.get(address("twins", cohort, team.pk)).content.decode()
    assert client.post(address("new_twin_meeting", cohort, team.pk, twins.pk), sent).status_code == 404
    for person in (None, stranger, third):
        signed_in(client, person)
        assert client.get(address("twins", cohort, team.pk)).status_code == 404
        assert client.post(address("new_twin_meeting", cohort, team.pk, twins.pk), sent).status_code == 404
        assert client.post(address("write_to_twin", cohort, team.pk, twins.pk), sent).status_code == 404
    for day, notes in ((dt.date(2099, 1, 1), "A"), (dt.date(2026, 1, 1), " ")):
        with pytest.raises(Refusal):
            twinning.note_meeting(twins, team, day, notes, by=learner)
    with pytest.raises(Refusal):
        twinning.note_meeting(twins, third.learning.get().team, dt.date(2026, 1, 1), "A", by=third)


def test_twins_write_letters_without_seeing_addresses(client, cohort, team, other_team, twins, learner):
    to = LearnerFactory(team=other_team).person
    LearnerFactory(team=other_team, left_on=dt.date(2026, 3, 1))
    client.force_login(learner.account)
    where = address("write_to_twin", cohort, team.pk, twins.pk)
    sent = {"subject": "Tirgus", "words": "Kā jums iet?", "shows_address": "on"}
    assert to.email not in client.get(where).content.decode()
    assert client.post(where, sent).status_code == 302
    letter = Letter.objects.get(kind="learning-twin")
    assert (letter.to_address, letter.reply_to, letter.subject) == (to.email, learner.email, "Tirgus")
    assert "Kā jums iet?" in letter.text
    assert client.post(where, {"subject": "A", "words": "B"}).status_code == 422
    for left_out in ("subject", "words"):
        with pytest.raises(Refusal):
            twinning.write_to_twin(
                twins, team, by=learner, **({"subject": "A", "words": "B", "shows_address": True} | {left_out: " "})
            )
    for number in range(twinning.MOST_A_DAY - 1):
        twinning.write_to_twin(twins, team, subject=f"{number}", words="A", shows_address=True, by=learner)
    with translation.override("en"), pytest.raises(Refusal, match="letters today"):
        twinning.write_to_twin(twins, team, subject="Vēl", words="A", shows_address=True, by=learner)
    Learner.objects.filter(team=other_team).update(left_on=dt.date(2026, 3, 1))
    later = timezone.now() + dt.timedelta(days=2)
    with translation.override("en"), pytest.raises(Refusal, match="can be written to"):
        twinning.write_to_twin(twins, team, subject="A", words="A", shows_address=True, by=learner, now=later)


def test_an_erased_persons_letters_are_emptied_and_visits_stay(team, other_team, twins, learner, coach):
    LearnerFactory(team=other_team)
    twinning.write_to_twin(twins, team, subject="Tirgus", words="KOVĀRDI", shows_address=True, by=learner)
    twinning.note_meeting(twins, team, dt.date(2026, 5, 5), "Tikāmies", by=learner)
    CoachingFactory(team=team, coach=coach, worked_on="Dīķis")
    told = str(export(learner))
    assert "Tikāmies" in told
    assert "Dīķis" in str(export(coach))
    for person in (learner, coach):
        erase_person(person, by=None)
    assert not Letter.objects.filter(text__contains="KOVĀRDI").exists()
    assert (TwinLetter.objects.count(), Coaching.objects.get().worked_on) == (1, "Dīķis")


def test_a_team_that_left_has_no_pages_of_its_own_any_more(client, cohort, team, twins, learner, organiser):
    cohorts.leave(team, "Nav laika", by=organiser)
    client.force_login(learner.account)
    for name in ("twins", "coaching"):
        assert client.get(address(name, cohort, team.pk)).status_code == 404
    client.force_login(organiser.account)
    assert client.get(address("twins", cohort, team.pk)).status_code == 200


@pytest.mark.parametrize("name", ["materials", "coaching", "twins", "all_twins"])
def test_pages_ask_a_fixed_number_of_queries(client, cohort, team, other_team, module, twins, learner, organiser, name):
    client.force_login(organiser.account)
    args = [] if name in ("materials", "all_twins") else [team.pk]
    CoachingFactory(team=team)
    TwinMeetingFactory(twinning=twins)
    MaterialFactory(module=module)
    client.get(address(name, cohort, *args))
    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(name, cohort, *args)).status_code == 200
        asked.append(len(found))
        for number in range(3):
            CoachingFactory(team=team)
            MaterialFactory(module=module)
            MaterialFactory(module=None, session=SessionFactory(cohort=cohort))
            far = TeamFactory(cohort=CohortFactory(training=cohort.training, number=10 * _round + number + 2))
            TwinMeetingFactory(twinning=TwinningFactory(first=team, second=far))
    assert asked[0] == asked[1]
    assert asked[0] <= 22
