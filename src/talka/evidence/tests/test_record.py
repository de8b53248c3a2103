"""Evidence in record files: what stands goes out and comes in again, byte for byte; what is wrong is named."""

import pytest

from talka.events.factories import EventFactory
from talka.events.models import Event
from talka.evidence.factories import EvidenceFileFactory, OwnItemFactory, PublicationFactory, StatementFactory
from talka.evidence.models import EvidenceFile, OwnItem, Publication, Statement
from talka.programmes.models import Programme
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nzq\n%%EOF\n"


@pytest.fixture
def event() -> Event:
    return EventFactory(
        state=Event.State.PUBLISHED, project__programme__slug="mezmala", project__programme__illustrative=True
    )


def test_there_and_back(event, tmp_path):
    own = OwnItemFactory(programme=event.project.programme, people=False, when="before")
    EvidenceFileFactory(event=event, content=PDF, caption="Skenējums")
    EvidenceFileFactory(event=event, item=own.key, content=PDF + b"2")
    EvidenceFileFactory(event=event, taken_back_at=event.created_at, taken_back_reason="x", content=PDF + b"3")
    copy = EvidenceFileFactory(event=event, item="publication_links", file_name="kopija.pdf", content=PDF + b"4")
    PublicationFactory(event=event, title="Raksts", publisher="Avīze", url="", copy=copy)
    PublicationFactory(event=event, title="Atsauktais", withdrawn_at=event.created_at)
    StatementFactory(event=event)
    StatementFactory(event=event, item="publicity", withdrawn_at=event.created_at)
    (folder,) = dump(tmp_path / "first", "mezmala")
    load(folder)
    assert EvidenceFile.objects.count() == 4 and Publication.objects.count() == 2, "loading again adds nothing"
    for model in (EvidenceFile, Publication, Statement, OwnItem):
        model.objects.all().delete()
    load(folder)
    kept = {row.item: row for row in EvidenceFile.objects.all()}
    assert set(kept) == {"signed_list", own.key, "publication_links"}
    assert kept["signed_list"].caption == "Skenējums" and kept["signed_list"].file_name == "saraksts.pdf"
    row = Publication.objects.get()
    assert (row.title, row.publisher, row.copy) == ("Raksts", "Avīze", kept["publication_links"])
    assert Statement.objects.get().item == "certificates"
    again = OwnItem.objects.get()
    assert (again.key, again.people, again.when) == (own.key, False, "before")
    (second,) = dump(tmp_path / "second", "mezmala")
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert files == {path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()}
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[file]]\nitem = "zq"\nname = "a.pdf"', "zq"),
        ('[[file]]\nitem = "signed_list"\nname = "none.pdf"', "none.pdf"),
        ('[[file]]\nitem = "signed_list"\nname = "../x.pdf"', "../x.pdf"),
        ('[[publication]]\ntitle = "x"', "publication"),
        ('[[publication]]\ntitle = "x"\nurl = "https://example.org"\nday = "vakar"', "vakar"),
        ('[[publication]]\ntitle = "x"\nurl = "nowhere"', "nowhere"),
        ('[[does_not_apply]]\nitem = "publicity"', "publicity"),
        ('[does_not_apply]\nitem = "publicity"', "does_not_apply"),
    ],
)
def test_what_is_wrong_is_named(event, tmp_path, text, said):
    (folder,) = dump(tmp_path, "mezmala")
    place = folder / "events" / event.slug / "evidence.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    with pytest.raises(Refusal) as refused:
        load(folder)
    assert said in refused.value.text() and "evidence.toml" in refused.value.text()
    assert not EvidenceFile.objects.exists()
