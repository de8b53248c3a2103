"""Photographs of impressions, and what becomes of a story when its writer's data are erased."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from talka.documents.storage import private_storage
from talka.learning.actions import impression_photos as photos
from talka.learning.actions import impressions as actions
from talka.learning.factories import LearnerFactory
from talka.learning.factories.impressions import ImpressionFactory, ImpressionPhotoFactory
from talka.learning.models import Impression, ImpressionPhoto
from talka.people.actions import erase_person, withdraw_consent
from talka.people.factories import PersonFactory
from talka.people.models import Consent
from talka.people.personal_data import export, versions_of
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def writer(team):
    person = PersonFactory(with_account=True, family_name="Ksaverijs", email="ksaverijs@example.test")
    return LearnerFactory(team=team, person=person).person


@pytest.fixture
def row(team, writer):
    return ImpressionFactory(team=team, person=writer, published=True, consents=["quoting", "photos"])


def picture(size=(2000, 1000)) -> bytes:
    """A picture that says something beside its pixels."""
    beside, out = PngInfo(), io.BytesIO()
    beside.add_text("Comment", "ZQVIETA")
    Image.new("RGB", size, "green").save(out, "PNG", pnginfo=beside)
    return out.getvalue()


def files_kept():
    return [path for path in Path(private_storage().location).rglob("*") if path.is_file()]


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def sent(content=None, name="diķis.png", **more):
    file = SimpleUploadedFile(name, picture() if content is None else content)
    return {"file": file, "alt": "Dīķis", "people": "nobody"} | more


def test_a_photograph_is_drawn_anew_and_the_story_waits_again(client, row, writer):
    client.force_login(writer.account)
    assert client.post(address("impression_photos", row.pk), sent()).status_code == 302
    photo = ImpressionPhoto.objects.get()
    assert (photo.width, photo.height, photo.alt) == (1600, 800, "Dīķis")
    kept = private_storage().open(photo.file.name).read()
    assert b"ZQVIETA" not in kept
    row.refresh_from_db()
    assert (row.state, row.version) == ("offered", 2)
    answer = client.get(address("impression_photo", row.pk, photo.token) + "?w=160")
    assert answer.status_code == 200
    assert Image.open(io.BytesIO(answer.content)).width == 160
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"alt": " "}, 422),
        ({"people": "crowd"}, 422),
        ({"content": b"<script>alert(1)</script>", "name": "x.png"}, 400),
        ({"content": b"%PDF-1.7 nothing", "name": "x.pdf"}, 400),
    ],
)
def test_what_is_no_picture_or_not_described_is_refused(client, row, writer, more, status):
    client.force_login(writer.account)
    assert client.post(address("impression_photos", row.pk), sent(**more)).status_code == status
    assert not ImpressionPhoto.objects.exists()
    assert files_kept() == []


def test_no_more_than_eight(row, writer):
    for number in range(8):
        ImpressionPhotoFactory(impression=row, order=number)
    with pytest.raises(Refusal, match="at most 8"):
        photos.add_photo(row, file=io.BytesIO(picture()), name="a.png", alt="A", people="nobody", by=writer)
    assert files_kept() == []


def test_photographs_are_seen_only_while_the_consent_stands(
    client, row, writer, organiser, trainer, stranger, django_capture_on_commit_callbacks
):
    photos.add_photo(row, file=io.BytesIO(picture()), name="a.png", alt="A", people="agreed", by=writer)
    photo = ImpressionPhoto.objects.get()
    actions.publish(row, by=None)
    where = address("impression_photo", row.pk, photo.token)
    page = address("impression", row.pk)
    everybody = (None, stranger, trainer)

    def seen(person) -> tuple[int, bool]:
        client.logout()
        if person is not None:
            client.force_login(person.account)
        return client.get(where).status_code, photo.token in client.get(page).content.decode()

    assert [seen(person) for person in everybody] == [(200, True)] * 3
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(Consent.objects.get(person=writer, kind="photos"), by=writer)
    assert [seen(person) for person in everybody] == [(404, False)] * 3
    assert [seen(person) for person in (writer, organiser)] == [(200, True)] * 2
    for person in everybody:
        client.logout()
        if person is not None:
            client.force_login(person.account)
        assert client.post(address("remove_impression_photo", row.pk, photo.token)).status_code == 404
    foreign = ImpressionFactory(published=True)
    assert client.get(address("impression_photo", foreign.pk, photo.token)).status_code == 404


def test_the_writer_or_who_publishes_removes_a_photograph_with_its_file(
    client, row, writer, organiser, django_capture_on_commit_callbacks
):
    for person in (writer, organiser):
        photos.add_photo(row, file=io.BytesIO(picture()), name="a.png", alt="A", people="nobody", by=writer)
        photo = ImpressionPhoto.objects.get()
        client.force_login(person.account)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address("remove_impression_photo", row.pk, photo.token)).status_code == 302
        assert not ImpressionPhoto.objects.exists()
        assert not private_storage().exists(photo.file.name)


def test_nobody_else_adds_one(row, organiser):
    with pytest.raises(Refusal) as refused:
        photos.add_photo(row, file=io.BytesIO(picture()), name="a.png", alt="A", people="nobody", by=organiser)
    assert refused.value.status == 403


def test_a_person_is_told_their_stories(row, writer):
    told = str(export(writer))
    assert row.title in told and row.changed in told and "Impressions you told" in told


@pytest.mark.parametrize("stays", [True, False])
def test_an_erased_writer_s_story_stays_only_where_they_chose_so(
    client, row, writer, stays, django_capture_on_commit_callbacks
):
    photos.add_photo(row, file=io.BytesIO(picture()), name="a.png", alt="A", people="nobody", by=writer)
    actions.publish(row, by=None)
    Impression.objects.filter(pk=row.pk).update(stays=stays)
    kept = ImpressionPhoto.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(writer, by=writer)
    assert not ImpressionPhoto.objects.exists()
    assert not private_storage().exists(kept)
    versions = versions_of(Impression)[0]._base_manager.filter(pgh_obj_id=row.pk)
    assert not versions.exclude(person=None).exists()
    page = client.get(address("impression", row.pk))
    if stays:
        assert Impression.objects.get().person is None
        assert page.status_code == 200
        assert row.title in page.content.decode() and "Ksaverijs" not in page.content.decode()
    else:
        assert page.status_code == 404
        assert not Impression.objects.exists() and not versions.exists()
    assert not versions_of(ImpressionPhoto)[0]._base_manager.exists()


def test_a_draft_goes_in_any_case(team, writer):
    ImpressionFactory(team=team, person=writer, stays=True)
    erase_person(writer, by=writer)
    assert not Impression.objects.exists()
