"""Report, article and trail of the played seminar: what they say, to whom, and what they never say."""

import io
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from docx import Document
from lxml import html
from pypdf import PdfReader

from talka.events.factories import EventFactory, PresentationFactory, two
from talka.events.models import AgendaItem, Event
from talka.needs.models import Findings, Measure, Need
from talka.people.models import Person
from talka.results.loading import load
from talka.results.queries.article import article
from talka.workshops.models import Card

EXAMPLES = Path(__file__).parents[4] / "examples"
pytestmark = pytest.mark.django_db
BASE = "/e/izspeles-seminars/"


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """Read once for all tests here: each of them takes back what it wrote, and this file what was read."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(EXAMPLES / "izspele")
        transaction.set_rollback(True)


@pytest.fixture
def organiser(played):
    return Person.objects.get(family_name="Organizatore")


def words_of_docx(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    footers = [p.text for section in document.sections for p in section.footer.paragraphs]
    return "\n".join([p.text for p in document.paragraphs] + cells + footers)


def words_of_pdf(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["lv", "en"])
def test_paper_and_page_say_the_same(client, played, language):
    client.cookies["talka_language"] = language
    page = client.get(BASE + "findings/").content.decode()
    pdf = words_of_pdf(client.get(BASE + "findings.pdf").content)
    docx = words_of_docx(client.get(BASE + "findings.docx").content)
    here, later = "izspeles-seminars", "izspeles-otrais-seminars"
    needs = list(Need.objects.filter(event__slug=here).values_list("words", flat=True))
    # Measures of this seminar answer two needs of the later one too, which stand beside them.
    others = Need.objects.filter(event__slug=later).exclude(measures__event__slug=here)
    others = list(others.values_list("words", flat=True))
    assert (len(needs), len(others)) == (12, 16)
    with translation.override(language):
        publicity = str(played.projects.get(slug="kopa-planojam").publicity)
    for text in (page, pdf, docx):
        assert [words for words in needs if words not in text] == []
        assert [words for words in others if words in text] == [], "what the later seminar found"
        assert "Kopīgu projektu darbnīca" in text
        assert publicity[:40] in text
        assert "IZD-2026/7" in text
        assert ("izdomāti dati" if language == "lv" else "made-up data") in text.lower()
    assert len(page.encode()) < 60_000


def test_figures_on_the_page_are_those_of_the_cards_and_dots(client, played):
    need = Need.objects.get(words="Zināšanas par sadarbības formām un līgumiem")
    cluster = need.evidence.get().cluster
    votes = sum(cluster.ballots.values_list("value", flat=True))
    page = client.get(BASE + "findings/").content.decode()
    after = (part.split("</tr>", 1)[0] for part in page.split(need.words)[1:])
    row = next(row for row in after if "data-label" in row)  # of the table, below the chart
    told = re.findall(r">\s*(\d+)\s*</td>", row)
    assert {str(votes), str(cluster.cards.filter(withdrawn_at=None).count())} <= set(told)


def test_article_is_the_organisers_draft(client, played, organiser):
    assert client.get(BASE + "article.docx").status_code == 404
    client.force_login(organiser.account)
    text = words_of_docx(client.get(BASE + "article.docx").content)
    for expected in (
        "Gads kopienās",
        "Zane Organizatore",
        "Teritoriju ekonomika",
        "Mācības darbam ar datiem",
        "IZD-2026/7",
        "2026. gada 14. oktobrī notika",
    ):
        assert expected in text


def test_presentations_of_the_article_can_be_opened(client, played, organiser):
    item = AgendaItem.objects.get(event__slug="izspeles-seminars", speakers__person=organiser)
    shown = PresentationFactory(item=item, published=True, url="", file="prezentacija.pdf")
    article_of = article(item.event, language="lv", base="https://talka.example")
    link = next(one.link for one in article_of.presentations if one.link)
    assert link == "https://talka.example" + reverse("events:presentation", args=[item.event.slug, shown.token])


def test_followed_events_are_linked_and_those_of_hidden_projects_not_named(client, played):
    event = Event.objects.get(slug="izspeles-seminars")
    hidden = EventFactory(follows=event, project__public=False, title=two("Slepens seminārs", "A hidden seminar"))
    page = client.get(BASE + "findings/").content.decode()
    assert '<a href="/e/darbnica/">Kopīgu projektu darbnīca</a>' in page
    for text in (page, words_of_pdf(client.get(BASE + "findings.pdf").content)):
        assert str(hidden.title) not in text


def test_trail_leads_from_a_card_to_the_project_and_to_the_next_event(client, played):
    card = Card.objects.filter(cluster__name="Kopīgu projektu darbnīca", seat__isnull=False).first()
    page = client.get(f"/trail/card/{card.pk}/").content.decode()
    for expected in ("Kopā plānojam", "Izspēles seminārs", "Pašvaldību sadarbība un kopīgi projekti", card.text):
        assert expected in page
    assert f"/trail/measure/{Measure.objects.get(words='Kopīgu projektu darbnīca').pk}/" in page
    assert "/e/darbnica/" in page
    assert "izdomāti dati" in page.lower()
    assert str(played.projects.get(slug="kopa-planojam").publicity) in page
    assert card.seat.registration.person.name not in page


def test_trail_of_the_project_stays_bounded(client, played, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        page = client.get(f"/trail/programme/{played.pk}/").content
    assert len(page) < 60_000


@pytest.mark.parametrize(
    "address", ["card/x", "card/00000000-0000-4000-8000-000000000000", "need/999999", "need/x", "nothing/1", "event/-1"]
)
def test_what_is_not_there_has_no_trail(client, played, address):
    assert client.get(f"/trail/{address}/").status_code == 404


def test_withdrawn_cards_and_unpublished_findings_have_no_trail_outside(client, played, organiser):
    card = Card.objects.filter(cluster__isnull=False).first()
    need = Need.objects.first()
    Findings.objects.update(published_at=None)
    assert client.get(f"/trail/need/{need.pk}/").status_code == 404
    assert f"/trail/need/{need.pk}/" not in client.get(f"/trail/card/{card.pk}/").content.decode()
    Card.objects.filter(pk=card.pk).update(withdrawn_at="2026-10-15T00:00:00Z")
    assert client.get(f"/trail/card/{card.pk}/").status_code == 404
    client.force_login(organiser.account)
    assert client.get(f"/trail/need/{need.pk}/").status_code == 200


STATED = (
    "Urban Institute un Vides aizsardzības un reģionālās attīstības ministrija (VARAM)",
    "pašvaldību pārstāvjus, lai stiprinātu attīstības plānošanas kapacitāti",
    "2015. gada 11. februāris",
    "VARAM un OECD LEED apmācīb",
    "vietējo kopienu aktivizēšanas un apmācību programm",
    "„Zināšanu eņģeļi” un „Nākotnes spēles”",
    "Brocēnu iespaid",
    "trīs paralēlas darba grupas",
    "Teritoriju ekonomikas attīstība – resursi, specializācija un stratēģiskā plānošanas rezultātu sasniegšana",
    "Pašvaldību savstarpējā sadarbība un kopīgu projektu īstenošana, pašvaldību sadarbība ar vietējiem partneriem,",
    "Politiskā līderība: vietējo iniciatīvu veicināšana un sadarbības iesaiste lēmumu pieņemšanā",
    "vairāk nekā pusotras stundas ilgām diskusijām un aktīva darba katra darba grupa prezentēja paveikto",
    "kādi pasākumi būtu jāīsteno arī turpmāk, lai stiprinātu pašvaldību attīstības plānošanas kapacitāti Latvijā",
    "aktuālākajām vajadzībām attīstības plānošanas kapacitātē",
    "lai pašvaldību un plānošanas reģionu eksperti iegūtu nepieciešamās papildu zināšanas",
    "novadu, reģionu un visas Latvijas ilgtspējīgu izaugsmi",
    "Projektu Nr. 4.3-24/NFI/INP-002 „Latvijas plānošanas reģionu un vietējo pašvaldību teritoriālās attīstības "
    "plānošanas kapacitātes palielināšana un attīstības plānošanas dokumentu izstrādāšana” līdzfinansē Norvēģijas "
    "finanšu instruments",
    "www.norwaygrants.lv",
    "www.norwaygrants.org",
)
"""What the record of the seminar of 11 February 2015 says, each on the event's page."""


def test_true_record_has_findings_without_figures(client, db):
    from talka.territories import actions as territories
    from talka.territories.register_files import read_areas

    territories.load_areas(read_areas())
    load(EXAMPLES / "lv07")
    words = " ".join(html.document_fromstring(client.get("/e/imc-0/").content).text_content().split())
    assert [statement for statement in STATED if statement not in words] == []
    page = client.get("/e/imc-0/findings/").content.decode()
    assert "pieredzes apmaiņa" in page
    assert "Politiskā līderība" in page
    assert "4.3-24/NFI/INP-002" in page
    assert "Ko ziņoja darba grupas" not in page, "what they reported is not on record"
    assert "izdomāti dati" not in page.lower()
