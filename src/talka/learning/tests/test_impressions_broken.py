"""What people do to an impression that nobody meant: after leaving, without a writer, twice, with files of any kind."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from talka.documents.photographs import MOST_BYTES
from talka.learning.actions import impression_photos as photos
from talka.learning.actions import impressions as actions
from talka.learning.factories import LearnerFactory, TeamFactory
from talka.learning.factories.angels import AngelRequestFactory
from talka.learning.factories.impressions import ImpressionFactory, ImpressionPhotoFactory
from talka.learning.models import Impression, ImpressionPhoto
from talka.letters.models import Letter
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAID = {"title": "Gads", "text": "Nezinājām.", "day": "2026-05-05"}
NASTY = '<script>alert("x")</script> {{ 7 }} {% now %} "\' &amp;'


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def writer(team):
    return LearnerFactory(team=team, person=PersonFactory(with_account=True, family_name="Ksaverijs")).person


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def test_whoever_has_left_tells_their_own_story_and_not_the_team_s(english, team):
    place = LearnerFactory(team=team, left_on=dt.date(2026, 3, 1))
    english.force_login(place.person.account)
    page = english.get(address("new_impression")).content.decode()
    assert f"learner-{place.pk}" in page and f"team-{place.pk}" not in page
    assert english.post(address("new_impression"), SAID | {"voice": f"team-{place.pk}"}).status_code == 422
    data = actions.ImpressionData("A", "B", dt.date(2026, 5, 5))
    with pytest.raises(Refusal, match="left this team"):
        actions.write_of_team(place, data, for_team=True, agreed=actions.Agreed(), by=place.person)
    assert english.post(address("new_impression"), SAID | {"voice": f"learner-{place.pk}"}).status_code == 302


def test_a_story_without_a_writer_can_be_deleted_by_those_who_publish(
    english, team, writer, organiser, trainer, stranger
):
    row = ImpressionFactory(team=team, person=writer, published=True, stays=True)
    erase_person(writer, by=writer)
    row.refresh_from_db()
    for person in (trainer, stranger):
        english.force_login(person.account)
        assert address("remove_impression", row.pk) not in english.get(address("impression", row.pk)).content.decode()
        assert english.post(address("remove_impression", row.pk)).status_code == 404
    english.force_login(organiser.account)
    page = english.get(address("impression", row.pk)).content.decode()
    assert address("give_back_impression", row.pk) not in page and address("remove_impression", row.pk) in page
    assert english.get(address("give_back_impression", row.pk)).status_code == 404
    with pytest.raises(Refusal):
        actions.give_back(row, "x", by=organiser)
    assert english.post(address("remove_impression", row.pk)).status_code == 302
    assert not Impression.objects.exists()
    assert english.post(address("remove_impression", row.pk)).status_code == 404


def test_those_who_publish_do_not_delete_what_has_a_writer(client, team, writer, organiser):
    row = ImpressionFactory(team=team, person=writer, published=True)
    client.force_login(organiser.account)
    assert client.post(address("remove_impression", row.pk)).status_code == 404
    assert Impression.objects.exists()


@pytest.mark.parametrize("closed", ["draft", "hidden", "retired"])
def test_it_is_not_said_that_everybody_reads_what_only_some_may(english, client, training, team, organiser, closed):
    row = ImpressionFactory(team=team, state="offered")
    if closed == "draft":
        training.published_at = None
    elif closed == "retired":
        training.retired_at = training.published_at
    training.programme.public = closed != "hidden"
    training.programme.save()
    training.save()
    english.force_login(organiser.account)
    page = english.post(address("publish_impression", row.pk), {"version": row.version}, follow=True).content.decode()
    assert page.count("Everybody reads it once the programme") == 2 and "Everybody reads it." not in page
    assert client.get(address("impression", row.pk)).status_code == 404
    assert row.title not in client.get(address("impressions")).content.decode()


def test_pressed_twice_it_is_done_once(client, team, writer, organiser):
    row = ImpressionFactory(team=team, person=writer)
    client.force_login(writer.account)
    for _twice in range(2):
        assert client.post(address("offer_impression", row.pk)).status_code == 302
    client.force_login(organiser.account)
    for _twice in range(2):
        assert client.post(address("publish_impression", row.pk), {"version": "1"}).status_code == 302
    assert Letter.objects.filter(to_address=writer.email).count() == 1
    assert Letter.objects.filter(to_address=organiser.email).count() == 1


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "99999999999999", "²"])
def test_a_made_up_version_publishes_nothing(client, team, organiser, version):
    row = ImpressionFactory(team=team, state="offered")
    client.force_login(organiser.account)
    assert client.post(address("publish_impression", row.pk), {"version": version}).status_code == 409
    row.refresh_from_db()
    assert row.state == "offered"


def test_a_stale_form_loses_nobody_s_words(client, team, writer):
    row = ImpressionFactory(team=team, person=writer)
    client.force_login(writer.account)
    for version, status in (("1", 302), ("1", 409), ("", 409), ("2", 302)):
        sent = SAID | {"title": f"Pēc {version or 'nekā'}", "version": version}
        answer = client.post(address("edit_impression", row.pk), sent)
        assert answer.status_code == status, version
        assert status == 302 or sent["title"] in answer.content.decode(), "what was written stands in the form"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", b""),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.png", png()[:40]),
        ("a.exe", png()),
        ("a.jpg", b"\xff\xd8\xff" + b"x" * (MOST_BYTES + 1)),
    ],
)
def test_files_of_other_kinds_and_huge_ones_are_refused_beside_the_field(client, team, writer, name, content):
    row = ImpressionFactory(team=team, person=writer)
    client.force_login(writer.account)
    sent = {"file": SimpleUploadedFile(name, content), "alt": "Dīķis", "people": "nobody"}
    answer = client.post(address("impression_photos", row.pk), sent)
    assert 400 <= answer.status_code < 500 and b"error" in answer.content
    assert not ImpressionPhoto.objects.exists()


@pytest.mark.parametrize("width", ["0", "-1", "x", "99999", "999999999", "²", ""])
def test_a_picture_of_any_width_that_is_asked_for(client, team, writer, width):
    row = ImpressionFactory(team=team, person=writer, published=True, consents=["photos"])
    photos.add_photo(row, file=io.BytesIO(png()), name="a.png", alt="A", people="nobody", by=writer)
    Impression.objects.filter(pk=row.pk).update(state="published", published_at=row.published_at)
    one = ImpressionPhoto.objects.get()
    assert client.get(address("impression_photo", row.pk, one.token) + f"?w={width}").status_code == 200
    elsewhere = ImpressionFactory(published=True, consents=["photos"])
    assert client.get(address("impression_photo", elsewhere.pk, one.token)).status_code == 404


def test_words_of_any_kind_stand_as_words(english, team, writer, organiser):
    row = ImpressionFactory(
        team=team, person=writer, published=True, consents=["quoting", "photos"],
        title=NASTY, text=NASTY + "Ā" * 300, changed=NASTY, answer=NASTY,
    )  # fmt: skip
    ImpressionPhotoFactory(impression=row, alt=NASTY)
    for person in (None, writer, organiser):
        english.logout()
        if person is not None:
            english.force_login(person.account)
        for name, args in (("impressions", []), ("impression", [row.pk]), ("training", [row.training.slug])):
            answer = english.get(address(name, *args))
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode(), name
    assert english.get(address("impressions") + "?q=%00").status_code < 500
    assert english.get(address("impressions") + "?training=nav").status_code == 404


def test_what_an_angel_tells_stands_on_the_page_of_the_programme(client, team, training):
    angel = AngelRequestFactory(programme=training.programme).programme
    told = ImpressionFactory(
        team=None,
        training=None,
        programme=angel,
        voice="angel",
        person=PersonFactory(),
        published=True,
        title="ZQENĢELIS",
    )
    ImpressionFactory(team=team, published=True, title="ZQKOMANDA")
    ImpressionFactory(team=TeamFactory(), published=True)
    place = reverse("programmes:programme", args=[training.programme.slug])
    page = client.get(place).content.decode()
    assert "ZQENĢELIS" in page and "ZQKOMANDA" not in page
    Impression.objects.filter(pk=told.pk).update(state="offered", published_at=None)
    assert "ZQENĢELIS" not in client.get(place).content.decode()


def test_a_picture_in_the_list_is_seen_only_while_the_consent_stands(client, team, writer):
    shown = ImpressionFactory(team=team, person=writer, published=True, consents=["photos"])
    hidden = ImpressionFactory(team=team, person=writer, published=True)
    for row in (shown, hidden):
        ImpressionPhotoFactory(impression=row, alt=f"Bilde {row.pk}")
    page = client.get(address("impressions")).content.decode()
    assert f"Bilde {shown.pk}" in page and f"Bilde {hidden.pk}" not in page
