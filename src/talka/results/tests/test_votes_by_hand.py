"""Stickers that a group counted stand in every findings report with a star, and the star is explained."""

import io

import pytest
from pptx import Presentation

from talka.documents.findings import findings_docx, findings_pdf
from talka.documents.findings_slides import findings_pptx
from talka.needs import actions
from talka.needs.factories import voiced_event
from talka.programmes.factories import TeamMemberFactory
from talka.results.queries.findings_report import findings_report
from talka.workshops.models import HandCount

from .test_reports import words_of_docx, words_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """One need whose votes came from phones alone, one with stickers, one with few voters."""
    voiced = voiced_event()
    organiser = TeamMemberFactory(project=voiced.event.project).person
    vote = voiced.workshop.stages.get(key="vote")
    for name, people, stickers in (("Tālruņi", 6, 0), ("Uzlīmes", 6, 30), ("Maz", 2, 2)):
        theme = voiced.theme(name, people, dots=1)
        actions.raise_need(voiced.event, [theme.pk], by=organiser)
        if stickers:
            HandCount.objects.create(
                group=voiced.group, stage=vote, cluster=theme, value=stickers, voters=min(stickers, 2)
            )
    actions.publish_findings(voiced.event, public=True, by=organiser)
    return voiced.event


def test_the_star_stands_where_stickers_were_counted(client, counted):
    client.cookies["talka_language"] = "lv"
    page = client.get(f"/e/{counted.slug}/findings/").content.decode()
    assert '36<span aria-hidden="true">*</span>' in page
    assert '>6<span aria-hidden="true">*' not in page
    paper = findings_report(counted, language="lv", base="http://x")
    assert [(one.title, one.votes, one.by_hand) for one in paper.needs] == [
        ("Uzlīmes", 36, True), ("Tālruņi", 6, False), ("Maz", None, False),
    ]  # fmt: skip
    explained = paper.method.rpartition(". ")[2]
    slides = Presentation(io.BytesIO(findings_pptx(paper))).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    for words in (
        words_of_docx(findings_docx(paper)),
        words_of_pdf(findings_pdf(paper)),
        "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells),
    ):
        assert "36*" in words
        assert "6*" not in words.replace("36*", "")
    assert explained in words_of_docx(findings_docx(paper))
