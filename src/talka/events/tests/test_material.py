"""Presentations, photographs and money: what comes in is looked at, and who may see it is kept."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from talka.documents.storage import private_storage
from talka.events.actions.presentations import link_purpose
from talka.events.factories import CostFactory, PresentationFactory, SpeakerFactory
from talka.events.models import Photo, Presentation
from talka.letters.models import Letter
from talka.people import personal_links
from talka.people.factories import PersonFactory
from talka.programmes.factories import BudgetLineFactory

from .planning import Cast, cast, edoc, item, pdf, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def talk() -> Cast:
    made = cast()
    SpeakerFactory(item=item(made.event, "talk", 10, 11), person=PersonFactory(email="runa@example.test"))
    item(made.event, "other", 11, 12)
    return made


def _upload(made: Cast, file: SimpleUploadedFile | None, key: str = "talk", **more: str) -> int:
    data: dict[str, object] = {"item": made.event.items.get(key=key).pk, "title_0": "Slaidi"} | more
    if file:
        data["file"] = file
    return made.client().post(made.url("manage/presentations/"), data).status_code


def test_a_file_is_kept_published_and_handed_out_as_an_attachment(talk: Cast) -> None:
    assert _upload(talk, pdf("Mans ceļš.pdf")) == 302
    row = Presentation.objects.get()
    assert (row.kind, row.file_name, row.published) == ("pdf", "Mans ceļš.pdf", False)
    talk.client().post(talk.url(f"manage/presentations/{row.token}/deed/"), {"deed": "publish"})
    page = talk.client("visitor").get(talk.url()).content.decode()
    assert row.token in page
    answer = talk.client("visitor").get(talk.url(f"presentations/{row.token}/"))
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("slaidi.pdf", b"<html><script>alert(1)</script></html>"),
        SimpleUploadedFile("slaidi.pptx", b"MZ\x90\x00 this is a programme"),
        SimpleUploadedFile("slaidi.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        SimpleUploadedFile("tukss.pdf", b""),
    ],
    ids=["page-as-pdf", "programme-as-slides", "drawing-with-code", "empty"],
)
def test_a_file_with_a_lying_extension_is_refused_and_nothing_is_kept(talk: Cast, file: SimpleUploadedFile) -> None:
    before = PresentationFactory(item=talk.event.items.get(key="talk"))
    assert _upload(talk, file) == 422
    assert list(Presentation.objects.all()) == [before]
    assert not any(files for _folder, files in [private_storage().listdir("")])


def test_a_signed_container_says_that_its_signature_is_not_checked(talk: Cast) -> None:
    assert _upload(talk, edoc()) == 302
    row = Presentation.objects.get()
    assert row.kind == "signed"
    row.published = True
    row.save()
    assert "badge-warning" in talk.client("visitor").get(talk.url()).content.decode()


def test_the_same_file_twice_and_neither_file_nor_address_are_told(talk: Cast) -> None:
    assert _upload(talk, pdf()) == 302
    assert _upload(talk, pdf()) == 422
    assert _upload(talk, None) == 422
    assert _upload(talk, None, url="https://example.org/video") == 302
    assert Presentation.objects.count() == 2


def test_a_removed_presentation_takes_its_file_along(talk: Cast, django_capture_on_commit_callbacks) -> None:
    _upload(talk, pdf())
    row = Presentation.objects.get()
    assert private_storage().exists(row.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        talk.client().post(talk.url(f"manage/presentations/{row.token}/deed/"), {"deed": "remove"})
    assert not private_storage().exists(row.file.name) and not Presentation.objects.exists()


def test_a_presentation_is_renamed_and_hung_elsewhere_but_not_on_another_event(talk: Cast) -> None:
    row = PresentationFactory(item=talk.event.items.get(key="talk"))
    other = item(cast().event, "svess", 10, 11)
    url = talk.url(f"manage/presentations/{row.token}/deed/")
    assert talk.client().post(url, {"deed": "rename", "title_0": "Jauns", "item": other.pk}).status_code == 422
    talk.client().post(url, {"deed": "rename", "title_0": "Jauns", "item": talk.event.items.get(key="other").pk})
    row.refresh_from_db()
    assert (str(row.title.localize("lv")), row.item.key) == ("Jauns", "other")


# -- the speaker's own link ----------------------------------------------------------------------------------------


def _link(made: Cast) -> str:
    person = made.event.items.get(key="talk").speakers.get().person
    page = made.client()
    page.post(made.url("manage/presentations/link/"), {"person": person.key})
    shown = page.get(made.url("manage/presentations/")).context["handed"]
    assert page.get(made.url("manage/presentations/")).context["handed"] is None
    return shown["url"].removeprefix("http://testserver")


def test_a_speaker_hands_in_by_their_link_and_only_to_their_own_talk(talk: Cast) -> None:
    link = _link(talk)
    assert link in Letter.objects.get(kind="speaker-link", to_address="runa@example.test").text
    client = Client()
    page = client.get(link)
    assert page.status_code == 200 and [i.key for i in page.context["items"]] == ["talk"]
    keys = {key: talk.event.items.get(key=key).pk for key in ("talk", "other")}
    assert client.post(link, {"item": keys["talk"], "title_0": "Mani slaidi", "file": pdf()}).status_code == 302
    assert client.post(link, {"item": keys["other"], "title_0": "Svešs", "file": pdf("b.pdf")}).status_code == 422
    row = Presentation.objects.get()
    assert (row.item.key, row.published) == ("talk", False)
    assert "Mani slaidi" not in client.get(talk.url()).content.decode()


def test_a_speaker_takes_back_their_own_unpublished_file_and_no_other(talk: Cast) -> None:
    link, client = _link(talk), Client()
    theirs = PresentationFactory(item=talk.event.items.get(key="talk"))
    client.post(link, {"item": talk.event.items.get(key="talk").pk, "title_0": "Mani", "file": pdf()})
    mine = Presentation.objects.exclude(pk=theirs.pk).get()
    assert client.post(link, {"remove": theirs.token}).status_code == 404
    assert client.post(link, {"remove": mine.token}).status_code == 302
    assert list(Presentation.objects.all()) == [theirs]


def test_foreign_old_and_replaced_links_open_nothing(talk: Cast) -> None:
    other = cast()
    stranger = PersonFactory()
    token = personal_links.make_token(stranger, link_purpose(talk.event))
    assert Client().get(talk.url(f"speaker/{token}/")).status_code == 404
    assert Client().get(talk.url("speaker/guess/")).status_code == 404
    first = _link(talk)
    assert Client().get(first.replace(talk.event.slug, other.event.slug)).status_code == 404
    second = _link(talk)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)


# -- photographs ---------------------------------------------------------------------------------------------------


def test_a_photograph_is_drawn_anew_without_what_the_camera_wrote(talk: Cast) -> None:
    answer = talk.client().post(talk.url("manage/photos/"), {"file": picture(), "caption_0": "Zāle", "credit": "A. B."})
    assert answer.status_code == 302
    photo = Photo.objects.get()
    content = private_storage().open(photo.file.name).read()
    assert "Slepenā".encode() not in content and not Image.open(io.BytesIO(content)).getexif()
    assert (photo.width, photo.height, photo.published) == (1600, 800, False)
    talk.client().post(
        talk.url(f"manage/photos/{photo.token}/"),
        {f"{photo.token}-caption_0": "Pilna zāle", f"{photo.token}-published": "on"},
    )
    page = talk.client("visitor").get(talk.url()).content.decode()
    assert photo.token in page and 'alt="Pilna zāle"' in page
    shown = talk.client("visitor").get(talk.url(f"photos/{photo.token}/?w=320"))
    assert shown["Content-Type"] == "image/jpeg" and Image.open(io.BytesIO(shown.content)).width == 320


def test_what_is_no_picture_is_refused(talk: Cast) -> None:
    answer = talk.client().post(talk.url("manage/photos/"), {"file": pdf("foto.jpg")})
    assert answer.status_code == 422 and not Photo.objects.exists()


def test_a_removed_photograph_is_gone(talk: Cast, django_capture_on_commit_callbacks) -> None:
    talk.client().post(talk.url("manage/photos/"), {"file": picture()})
    photo = Photo.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        talk.client().post(talk.url(f"manage/photos/{photo.token}/"), {"deed": "remove"})
    assert not Photo.objects.exists() and not private_storage().exists(photo.file.name)


# -- money ---------------------------------------------------------------------------------------------------------


def test_costs_are_entered_summed_changed_and_removed(talk: Cast) -> None:
    line = BudgetLineFactory(project=talk.event.project, code="2.1")
    client = talk.client()
    client.post(talk.url("manage/costs/"), {"what": "Telpas", "planned_eur": "450", "budget_line": line.pk})
    client.post(
        talk.url("manage/costs/"),
        {
            "what": "Kafija",
            "planned_eur": "100,50",
            "spent_eur": "90,25",
            "document_number": "R-1",
            "document_date": "2030-02-11",
        },
    )
    costs = talk.client("auditor").get(talk.url("manage/costs/")).context["costs"]
    assert (costs.planned, costs.spent, costs.left) == (Decimal("550.50"), Decimal("90.25"), Decimal("460.25"))
    assert [(s.line, s.planned) for s in costs.lines] == [(line, Decimal(450)), (None, Decimal("100.50"))]
    row = talk.event.costs.get(what="Telpas")
    client.post(talk.url(f"manage/costs/{row.pk}/"), {"what": "Telpu noma", "planned_eur": "500"})
    row.refresh_from_db()
    assert (row.what, row.planned_eur, row.budget_line) == ("Telpu noma", Decimal(500), None)
    client.post(talk.url(f"manage/costs/{row.pk}/"), {"deed": "remove"})
    assert [c.what for c in talk.event.costs.all()] == ["Kafija"]


@pytest.mark.parametrize(
    "data",
    [
        {"what": "", "planned_eur": "5"},
        {"what": "Telpas", "planned_eur": "-5"},
        {"what": "Telpas", "document_date": "2030-02-11"},
        {"what": "Telpas", "planned_eur": "daudz"},
    ],
)
def test_wrong_costs_are_told_and_what_was_there_stays(talk: Cast, data: dict[str, str]) -> None:
    CostFactory(event=talk.event, what="Pareizas")
    assert talk.client().post(talk.url("manage/costs/"), data).status_code == 422
    assert [c.what for c in talk.event.costs.all()] == ["Pareizas"]


def test_a_budget_line_of_another_project_is_no_choice(talk: Cast) -> None:
    line = BudgetLineFactory()
    answer = talk.client().post(talk.url("manage/costs/"), {"what": "Telpas", "budget_line": line.pk})
    assert answer.status_code == 422 and not talk.event.costs.exists()
