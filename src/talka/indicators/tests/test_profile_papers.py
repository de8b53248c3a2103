"""The profile as PDF and DOCX: everything the page shows, in both languages, of an area with much and with nothing."""

import io

import docx
import pypdf
import pytest
from django.utils import translation

from talka.indicators.actions.register import load_catalogue, load_facts
from talka.indicators.actions.renewal import renew
from talka.indicators.models import Peer
from talka.indicators.register_files import read_facts
from talka.territories.actions import load_areas
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.territories.register_files import read_areas

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    load_areas(read_areas())
    load_catalogue()
    load_facts(read_facts())
    renew()
    here, there = (Area.objects.get(key=key) for key in ("adazu-novads", "ropazu-novads"))
    Peer.objects.create(area=here, peer=there, rank=1, distance=0.5)
    return here


def in_language(client, language):
    client.cookies["django_language"] = language
    return client


def pdf_of(client, key, language):
    answer = in_language(client, language).get(f"/areas/{key}/profile.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert f"{key}-{language}.pdf" in answer["Content-Disposition"]
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def docx_of(client, key, language):
    answer = in_language(client, language).get(f"/areas/{key}/profile.docx")
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.content))


def words_of(paper):
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join([*(line.text for line in paper.paragraphs), *cells])
