"""Files, publications and statements: brought by organisers alone, looked at, taken back without being lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from talka.documents.storage import open_file, private_storage
from talka.events.factories import EventFactory
from talka.events.models import Event
from talka.evidence.access import item_for
from talka.evidence.actions import files, own_items, publications, statements
from talka.evidence.factories import EvidenceFileFactory, PublicationFactory
from talka.evidence.models import EvidenceFile, OwnItem, Publication, Statement
from talka.evidence.queries.checklist import State, checklist
from talka.ui.refusals import Refusal

from .people import KEEP, READ, client_of, team_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def event() -> Event:
    return EventFactory(state=Event.State.PUBLISHED)


@pytest.fixture
def people(event):
    return team_of(event.project)


def sent(content: bytes = PDF, name: str = "saraksts.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    "role", ["anonymous", "outsider", "elsewhere", "viewer", "facilitator", "auditor", "organiser", "administrator"]
)
def test_who_sees_and_who_brings(event, people, role):
    row = EvidenceFileFactory(event=event, caption="zqscan")
    client = client_of(people[role])
    page = reverse("evidence:event", args=[event.slug])
    for address in (page, reverse("evidence:item", args=[event.slug, "signed_list"])):
        answer = client.get(address)
        assert answer.status_code == (200 if role in READ else 404)
        assert (b"zqscan" in answer.content) == (role in READ)
    file = client.get(reverse("evidence:file", args=[event.slug, row.token]))
    assert file.status_code == (200 if role in READ else 404)
    if role in READ:
        assert "attachment" in file["Content-Disposition"] and file["X-Content-Type-Options"] == "nosniff"
    answer = client.post(reverse("evidence:upload", args=[event.slug, "publicity"]), {"file": sent()})
    assert answer.status_code == (302 if role in KEEP else 404)
    assert EvidenceFile.objects.filter(item="publicity").count() == (role in KEEP)
    for panel in ("events:manage",):
        inside = client.get(reverse(panel, args=[event.slug]))
        assert (b'id="event-file"' in inside.content) == (role in READ)


def test_a_file_is_told_by_its_content(event, people):
    client = client_of(people["organiser"])
    address = reverse("evidence:upload", args=[event.slug, "signed_list"])
    for content, name in ((b"<html><script>x</script>", "scan.pdf"), (PDF, "scan.jpg"), (b"", "scan.pdf")):
        answer = client.post(address, {"file": sent(content, name)})
        assert answer.status_code in (400, 422) and not EvidenceFile.objects.exists()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"file": sent()}).status_code == 302
    assert client.post(address, {"file": sent()}).status_code == 302
    row = EvidenceFile.objects.get()
    assert row.uploaded_by == people["organiser"] and row.size == len(PDF)


def test_a_camera_s_hidden_data_stay_behind(event, people):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "zqhidden"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    item = item_for(event, "publicity")
    assert b"zqhidden" in out.getvalue()
    row = files.bring_file(event, item, file=out, name="plakāts.jpg", by=people["organiser"])
    assert row.file_name == "plakāts.jpg" and b"zqhidden" not in open_file(row.file.name).read()


def test_taking_back_keeps_the_story(event, people, django_capture_on_commit_callbacks):
    row = EvidenceFileFactory(event=event, caption="Nepareizais")
    stored = row.file.name
    client = client_of(people["organiser"])
    address = reverse("evidence:take_back", args=[event.slug, row.token])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client_of(people["auditor"]).post(address, {"reason": "x"}).status_code == 404
    assert client.post(address, {"reason": "Cita pasākuma saraksts"}).status_code == 302
    row.refresh_from_db()
    assert row.taken_back_by == people["organiser"] and private_storage().exists(stored)
    page = client.get(reverse("evidence:item", args=[event.slug, "signed_list"])).content.decode()
    assert "Cita pasākuma saraksts" in page and row.sha256 in page
    with django_capture_on_commit_callbacks(execute=True):
        files.take_back(row, reason="Redzams par daudz", with_content=True, by=people["organiser"])
    row.refresh_from_db()
    assert not row.file and row.gone_at and row.sha256 and row.taken_back_reason == "Cita pasākuma saraksts"
    assert not private_storage().exists(stored)
    assert client.get(reverse("evidence:file", args=[event.slug, row.token])).status_code == 404
    assert row.versions.count() >= 2


def test_what_does_not_apply_needs_a_reason_and_gives_way(event, people):
    client = client_of(people["organiser"])
    address = reverse("evidence:apart", args=[event.slug, "certificates"])
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert client_of(people["auditor"]).post(address, {"reason": "x"}).status_code == 404
    assert client.post(address, {"reason": "Izsniedz projekta beigās."}).status_code == 302
    assert client.post(address, {"reason": "Izsniedz vēlāk."}).status_code == 302
    assert list(Statement.objects.values_list("reason", "withdrawn_at").filter(withdrawn_at=None)) == [
        ("Izsniedz vēlāk.", None)
    ]
    assert Statement.objects.count() == 2
    files.bring_file(event, item_for(event, "certificates"), file=io.BytesIO(PDF), name="a.pdf", by=people["organiser"])
    assert not Statement.objects.filter(withdrawn_at=None).exists()
    with pytest.raises(Refusal):
        statements.say_apart(event, item_for(event, "certificates"), reason="Nav", by=people["organiser"])


def test_it_applies_after_all(event, people):
    statements.say_apart(event, item_for(event, "publicity"), reason="Tiešsaistē", by=people["organiser"])
    client = client_of(people["organiser"])
    assert client.post(reverse("evidence:applies", args=[event.slug, "publicity"])).status_code == 302
    line = next(line for line in checklist(event).lines if line.item.key == "publicity")
    assert line.state is not State.APART


def test_publications_are_entered_corrected_and_withdrawn(event, people):
    client = client_of(people["organiser"])
    new = reverse("evidence:new_publication", args=[event.slug])
    assert client.post(new, {"title": "Raksts", "kind": "press"}).status_code == 422, "nobody could find it"
    for url in ("javascript:alert(1)", "ftp://example.org/"):
        assert client.post(new, {"title": "Raksts", "kind": "web", "url": url}).status_code == 422
    assert (
        client.post(new, {"title": "Raksts", "kind": "web", "url": "example.org/x", "day": "2099-01-01"}).status_code
        == 422
    )
    told = {"title": "Raksts", "kind": "press", "publisher": "Avīze", "copy_file": sent(name="kopija.pdf")}
    assert client.post(new, told).status_code == 302
    row = Publication.objects.get()
    assert row.copy is not None and row.copy.item == "publication_links"
    address = reverse("evidence:publication", args=[event.slug, row.pk])
    changed = {"title": "Cits raksts", "kind": "press", "publisher": "Avīze", "version": row.version}
    assert client.post(address, changed).status_code == 302
    assert client.post(address, changed).status_code == 409, "the form is stale"
    row.refresh_from_db()
    assert (row.title, row.copy.file_name) == ("Cits raksts", "kopija.pdf")
    assert client_of(people["auditor"]).get(address).status_code == 404
    client.post(reverse("evidence:withdraw_publication", args=[event.slug, row.pk]))
    row.refresh_from_db()
    assert row.withdrawn_at and client.get(address).status_code == 404


def test_actions_ask_for_permission_themselves(event, people):
    item, auditor = item_for(event, "publicity"), people["auditor"]
    row, published = EvidenceFileFactory(event=event), PublicationFactory(event=event)
    data = publications.PublicationData("web", "x", url="https://example.org/")
    for deed in (
        lambda: files.bring_file(event, item, file=io.BytesIO(PDF), name="a.pdf", by=auditor),
        lambda: files.take_back(row, reason="x", with_content=False, by=auditor),
        lambda: statements.say_apart(event, item, reason="x", by=auditor),
        lambda: publications.enter_publication(event, item, data, by=None),
        lambda: publications.withdraw_publication(published, by=people["viewer"]),
        lambda: own_items.add_item(event.project.programme, own_items.OwnItemData("x"), by=people["organiser"]),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403


def test_a_programme_keeps_its_own_items(event, people):
    programme, client = event.project.programme, client_of(people["administrator"])
    new = reverse("evidence:new_own_item", args=[programme.slug])
    assert client.post(new, {"title_0": "", "title_1": "", "when": "after"}).status_code == 422
    for _twice in range(2):
        assert (
            client.post(new, {"title_0": "Agenda", "title_1": "Agenda", "when": "after", "people": "on"}).status_code
            == 302
        )
    keys = list(OwnItem.objects.values_list("key", flat=True))
    assert keys == ["agenda-2", "agenda-3"], "a key is nobody else's"
    page = reverse("evidence:own_items", args=[programme.slug])
    assert client_of(people["organiser"]).get(page).status_code == 404, "of one project only"
    client.post(reverse("evidence:retire_own_item", args=[programme.slug, "agenda-2"]))
    assert len(checklist(event).lines) == 14
    client.post(reverse("evidence:restore_own_item", args=[programme.slug, "agenda-2"]))
    assert len(checklist(event).lines) == 15
    assert client.get(page).status_code == 200
