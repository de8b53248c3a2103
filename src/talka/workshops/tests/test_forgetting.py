"""What is kept of a person goes: by erasure at their word, by the night's work when its time has come."""

import datetime as dt
import io
import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image

from talka.documents.storage import store_file
from talka.documents.uploads import check_upload
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.traces import find_traces, words_of
from talka.workshops.actions import rehearsing
from talka.workshops.actions.forgetting import DAYS, forget_people, forget_the_day
from talka.workshops.actions.joining import hand_over_seats
from talka.workshops.factories import CardFactory, ClusterFactory, GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.jobs import forget
from talka.workshops.models import Answer, Ballot, Call, Card, Picture, Receipt, Seat, Sitting
from talka.workshops.personal import export

NAME = "Žanete Ģībiete"


def kept_picture(words: bytes) -> str:
    """The name of a stored picture that holds these words in its data."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "JPEG", comment=words)
    return store_file(file, check_upload(file, "x.jpg", kinds=("image",)))


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def seat(day, files):
    """Žanete's place in group work that looks back, with everything a person can leave there."""
    registration = day.register(day.organisations[0], day.groups[0])
    person = registration.person
    person.given_name, person.family_name = NAME.split()
    person.save()
    workshop = WorkshopFactory(event=day.event, stages=shipped_format("impressions"), at="impressions")
    group = GroupFactory(workshop=workshop)
    seat = SeatFactory(
        group=group, registration=registration, name=NAME, expertise=f"{NAME}: ceļi", move_digest="x",
        joined_at=timezone.now(), role=Seat.Role.PRACTITIONER,
    )  # fmt: skip
    stage, tell = workshop.stages.get(key="impressions"), workshop.stages.get(key="tell")
    Answer.objects.create(seat=seat, stage=stage, question="learned", number=4)
    Answer.objects.create(seat=seat, stage=stage, question="story", text="Satiku kaimiņus")
    Answer.objects.create(seat=seat, stage=stage, question="advice", text=f"Zvaniet man: {NAME}")
    Receipt.objects.create(id=uuid4(), seat=seat, digest=b"x" * 32)
    Sitting.objects.create(seat=seat, group=group, round=1)
    Call.objects.create(group=group, to="practitioner", practitioner=seat, words="Kur ceļš?")
    CardFactory(seat=seat, stage=tell, kind="note", lane="support", text="Paliek")
    gone = CardFactory(seat=seat, stage=tell, kind="note", lane="support", text=f"{NAME} raksta")
    Card.objects.filter(pk=gone.pk).update(text=f"{NAME} raksta citu", withdrawn_at=timezone.now())
    Picture.objects.create(
        group=group, card=gone, file=kept_picture(NAME.encode()), size=1, type="image/jpeg", words=NAME
    )
    Ballot.objects.create(seat=seat, stage=tell, team=group, value=1)
    return seat


def found_in(files: Path, words: str) -> list[Path]:
    return [path for path in files.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_person_is_told_everything(seat):
    told = json.dumps(export(seat.registration.person), ensure_ascii=False)
    for words in (
        "Satiku kaimiņus", "Zvaniet man", "ceļi", "Paliek", "raksta citu", '"value": 1', '"number": 4', "Kur ceļš?",
        '"earlier"', "Uzzināju ko noderīgu savam darbam", str(seat.get_role_display()),
    ):  # fmt: skip
        assert words in told
    assert "digest" not in told


@pytest.mark.parametrize("published", [False, True])
def test_erased_nothing_is_left_in_tables_and_files(seat, files, published, django_capture_on_commit_callbacks):
    person = seat.registration.person
    if published:
        stage = seat.workshop.stages.get(key="impressions")
        Answer.objects.create(seat=seat, stage=stage, question="publish", number=1)
    words = words_of(person)
    assert find_traces(words)
    assert found_in(files, NAME)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_person(person, by=PersonFactory(administrator=True)).traces == []
    assert find_traces(words) == []
    assert not found_in(files, NAME)
    seat.refresh_from_db()
    assert (seat.registration, seat.joined_at, seat.move_until) == (None, None, None)
    assert not Receipt.objects.exists() and not Sitting.objects.exists() and not Picture.objects.exists()
    assert list(Card.objects.values_list("text", "seat")) == [("Paliek", None)]
    assert Ballot.objects.get().seat == seat
    stories = set(Answer.objects.exclude(text="").values_list("text", flat=True))
    assert stories == ({"Satiku kaimiņus"} if published else set()), "what may be told without a name stays, no other"
    assert Answer.objects.get(question="learned").number == 4


def test_the_night_forgets_what_was_for_the_day(seat):
    last = seat.workshop.event.last_day
    at = lambda days: dt.datetime.combine(last + dt.timedelta(days=days), dt.time(4), dt.UTC)  # noqa: E731
    assert forget_the_day(at(1)) == 0
    assert forget_the_day(at(3)) == 1
    assert not Receipt.objects.exists()
    assert forget_the_day(at(DAYS)) == 0
    assert forget_the_day(at(DAYS + 1)) == 2
    seat.refresh_from_db()
    assert (seat.name, seat.expertise, seat.move_digest) == ("", "", "")
    assert seat.registration is not None
    assert not Call.objects.exists()
    assert forget_the_day(at(DAYS + 1)) == 0


def test_after_the_retention_date_nobody_can_say_whose_seat_it_was(day, seat):
    project = day.event.project
    project.retention_until = dt.date(2031, 12, 31)
    project.save()
    ClusterFactory(group=seat.group)
    assert forget_people(dt.date(2031, 12, 31)) == 0
    assert forget_people(dt.date(2032, 1, 1)) == 1
    seat.refresh_from_db()
    assert (seat.registration, seat.name) == (None, "")
    assert Card.objects.filter(seat=seat).count() == 2, "what so many said stays told"
    assert not Answer.objects.exclude(text="").exists()
    assert forget_people(dt.date(2032, 1, 1)) == 0


def test_the_job_runs_on_a_day_on_which_nothing_is_due(seat):
    forget()
    assert Receipt.objects.exists()


def test_a_rehearsal_s_pictures_go_with_it(day, files, django_capture_on_commit_callbacks):
    twin = rehearsing.begin_rehearsal(day.workshop, 2, by=day.organiser)
    group = twin.groups.first()
    card = CardFactory(group=group)
    for on in (card, None):
        Picture.objects.create(group=group, card=on, file=kept_picture(b"ZQ"), size=1, type="image/jpeg")
    own = kept_picture(b"ZQ")
    Picture.objects.create(group=day.groups[0], file=own, size=1, type="image/jpeg")
    assert len(found_in(files, "ZQ")) == 3
    with django_capture_on_commit_callbacks(execute=True):
        rehearsing.end_rehearsal(twin, by=day.organiser)
    assert [path.name for path in found_in(files, "ZQ")] == [own.rpartition("/")[2]]


def test_who_comes_instead_gets_no_answers_of_the_one_before(day, seat):
    Card.objects.all().delete()
    Ballot.objects.all().delete()
    new = day.register(day.organisations[1], day.groups[0])
    assert hand_over_seats(seat.registration_id, new.pk) == 1
    seat.refresh_from_db()
    assert seat.registration_id != new.pk
    assert not Seat.objects.get(registration=new, workshop=seat.workshop).answers.exists()
