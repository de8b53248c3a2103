"""Photographs and documents: told by their content, drawn anew, described, with nobody in them who did not agree."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from talka.documents.storage import open_file
from talka.resources import actions
from talka.resources.factories import PhotoFactory, ResourceFactory, picture
from talka.resources.models import Paper, Photo
from talka.ui.refusals import Refusal

from . import world
from .world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(settings, tmp_path) -> world.World:
    settings.MEDIA_ROOT = tmp_path
    return world.build()


@pytest.fixture
def row(w):
    return ResourceFactory(area=w.parish, entered_for=w.community.organisation)


def told_beside() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Slepenais Fotogrāfs".encode()
    Image.new("RGB", (2400, 1200), "green").save(out, "JPEG", exif=exif, comment=b"56.9,24.1")
    return out.getvalue()


def add(row, by, **more):
    said = {"file": io.BytesIO(told_beside()), "name": "a.jpg", "alt": "Ēka", "people": "nobody", "by": by}
    return actions.add_photo(row, **said | more)


def test_nothing_of_what_the_camera_wrote_stays(w, row):
    photo = add(row, w.community)
    with open_file(photo.file.name) as file:
        content = file.read()
    assert b"Slepenais" not in content and b"56.9" not in content
    assert (photo.width, photo.height) == (1600, 800)
    served = signed_in(None).get(reverse("resources:photo", args=[row.key, photo.token]) + "?w=320")
    assert served.status_code == 200 and served["X-Content-Type-Options"] == "nosniff"
    assert b"Slepenais" not in served.content


@pytest.mark.parametrize(
    "said",
    [
        {"alt": " "},
        {"people": ""},
        {"people": "many"},
        {"file": io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "name": "a.svg"},
        {"file": io.BytesIO(b"<html>"), "name": "a.jpg"},
        {"file": io.BytesIO(b""), "name": "a.jpg"},
        {"file": io.BytesIO(b"%PDF-1.4"), "name": "a.pdf"},
    ],
)
def test_what_cannot_be_shown_is_refused_and_leaves_no_file(w, row, said, tmp_path):
    with pytest.raises(Refusal):
        add(row, w.community, **said)
    assert not Photo.objects.exists() and not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_others_add_and_remove_nothing(w, row):
    photo = add(row, w.community)
    for by in (w.neighbour, w.viewer, None):
        if by is not None:
            with pytest.raises(Refusal):
                add(row, by)
            with pytest.raises(Refusal):
                actions.edit_photo(photo, alt="Cits", people="nobody", credit="", by=by)
        with pytest.raises(Refusal):
            actions.remove_photo(photo, by=by)
        deed = reverse("resources:material_deed", args=[row.key, photo.token])
        assert signed_in(by).post(deed, {"remove": "photo"}).status_code == 404
    assert Photo.objects.count() == 1


def test_a_picture_goes_with_its_file(w, row, tmp_path, django_capture_on_commit_callbacks):
    photo = add(row, w.community)
    with django_capture_on_commit_callbacks(execute=True):
        deed = reverse("resources:material_deed", args=[row.key, photo.token])
        assert signed_in(w.municipality).post(deed, {"remove": "photo"}).status_code == 302
    assert not Photo.objects.exists() and not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_pictures_and_papers_of_what_was_taken_back_are_gone_for_strangers(w, row):
    photo = add(row, w.community)
    paper = actions.add_paper(row, title="Plāns", file=io.BytesIO(picture()), name="plans.jpg", by=w.community)
    actions.withdraw(row, why="", by=w.community)
    for name, thing in (("photo", photo), ("paper", paper)):
        where = reverse(f"resources:{name}", args=[row.key, thing.token])
        assert signed_in(None).get(where).status_code == 404
        assert signed_in(w.community).get(where).status_code == 200


def test_a_picture_opens_under_its_own_resource_only(w, row):
    other = PhotoFactory(resource=ResourceFactory(area=w.elsewhere))
    assert signed_in(None).get(reverse("resources:photo", args=[row.key, other.token])).status_code == 404


def test_a_document_is_an_attachment_and_a_link_leads_away_from_the_page(w, row):
    client = signed_in(w.community)
    where = reverse("resources:material", args=[row.key])
    file = SimpleUploadedFile("plans.jpg", picture())
    assert client.post(where, {"what": "paper", "paper-title_0": "Plāns", "paper-file": file}).status_code == 302
    sent = {"what": "paper", "paper-title_0": "Karte", "paper-link": "https://example.org/karte"}
    assert client.post(where, sent).status_code == 302
    kept, link = Paper.objects.order_by("pk")
    answer = signed_in(None).get(reverse("resources:paper", args=[row.key, kept.token]))
    assert answer["Content-Disposition"].startswith("attachment") and "plans.jpg" in answer["Content-Disposition"]
    assert signed_in(None).get(reverse("resources:paper", args=[row.key, link.token])).status_code == 404
    page = signed_in(None).get(reverse("resources:resource", args=[row.key])).content.decode()
    assert 'href="https://example.org/karte"' in page and "Plāns" in page


@pytest.mark.parametrize(
    "said", [{}, {"link": "javascript:alert(1)"}, {"link": "https://example.org", "file": io.BytesIO(picture())}]
)
def test_a_document_is_one_file_or_one_address(w, row, said):
    with pytest.raises(Refusal):
        actions.add_paper(row, title="Plāns", name="plans.jpg", by=w.community, **said)
    assert not Paper.objects.exists()
