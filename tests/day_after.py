"""Chapters of the day about what came of it: needs, papers, certificate, trail."""

import io
import re

from talka.events.models import Certificate, Registration
from talka.needs.models import Need
from talka.workshops.models import Card, Cluster

from .day_people import LACK, NEED, PROPOSAL, PUBLICITY, TITLE


def needs_come_of_it(stage, zane):
    path = f"/e/{stage.event.slug}/needs/"
    zane.open(path)
    zane.press(f"form[action='{path}take-over/'] button")
    zane.fill(lead_0="Plānotājiem visvairāk trūkst datu.", follows_0="Pavasarī notiks datu darbnīca.")
    zane.press("form:has([name=lead_0]) button[type=submit]")
    zane.press(f"form[action='{path}publish/'] button")
    assert Need.objects.get().words == NEED
    zane.open(f"/needs/{Need.objects.get().pk}/")


def papers_hold_what_was_found(stage, zane, here):
    from docx import Document
    from pypdf import PdfReader

    event = stage.event
    need = Cluster.objects.get(name=NEED)
    votes = sum(need.ballots.values_list("value", flat=True))
    said = need.cards.count()
    assert votes >= 10

    anybody = stage.person(phone=True)
    anybody.open(f"/e/{event.slug}/findings/")
    row = anybody.page.locator("tr", has_text=NEED)
    assert {str(votes), str(said)} <= set(row.locator("td").all_inner_texts())

    document = Document(io.BytesIO(anybody.fetch(f"/e/{event.slug}/findings.docx")))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    found = next(row for row in rows if any(NEED in cell for cell in row))
    assert str(votes) in found
    assert any(PROPOSAL in cell for row in rows for cell in row)
    everything = "\n".join([*(p.text for p in document.paragraphs), *(cell for row in rows for cell in row)])
    for section in document.sections:
        everything += "\n".join(p.text for part in (section.footer, section.header) for p in part.paragraphs)
    assert PUBLICITY in everything

    paper = text_of(PdfReader(io.BytesIO(anybody.fetch(f"/e/{event.slug}/findings.pdf"))))
    assert NEED in paper
    assert PROPOSAL in paper
    assert PUBLICITY in paper
    assert re.search(rf"{re.escape(NEED)}.{{0,120}}\b{votes}\b", paper)
    assert zane.fetch(f"/e/{event.slug}/article.docx").startswith(b"PK")

    paper = text_of(PdfReader(io.BytesIO(zane.fetch(f"/e/{event.slug}/attendance-list.pdf"))))
    names = here | {"Negaidīts Viesis"}
    assert {name: paper.count(name) for name in names} == dict.fromkeys(names, 1)
    assert "@" not in paper
    away = Registration.objects.filter(attendances=None).select_related("person")
    assert away.count() == 3
    assert not [row.person.name for row in away if row.person.name in paper]


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def a_certificate_verifies(stage, zane, phones):
    path = f"/e/{stage.event.slug}/certificates/"
    zane.open(path)
    zane.press(f"form[action='{path}issue/'] button")
    assert Certificate.objects.count() == 29
    registration = Registration.objects.get(person__family_name="Šķiņķe")
    phones["aija"].open(f"/r/{registration.token}/")
    assert phones["aija"].fetch(f"/r/{registration.token}/certificate.pdf").startswith(b"%PDF")
    code = registration.certificate.code
    anybody = stage.person(phone=True)
    anybody.open("/c/")
    anybody.fill(code=code)
    anybody.press("main form button[type=submit]")
    assert "Aija Šķiņķe" in anybody.told()
    assert TITLE in anybody.told()
    assert PUBLICITY in anybody.told()


def the_trail_leads_both_ways(stage):
    card = Card.objects.get(text=LACK[0])
    anybody = stage.person(phone=True)
    anybody.open(f"/trail/card/{card.pk}/")
    told = anybody.told()
    for words in (LACK[0], NEED, TITLE, "Plānošanas kapacitāte", "Semināri"):
        assert words in told, words
    anybody.press(f"main a[href^='/trail/need/']:has-text('{NEED}')")
    assert LACK[0] in anybody.told()
    anybody.press("main a[href^='/trail/project/']")
    assert "4.3-24/TEST/1" in anybody.told()
    # And down again: from the project by its activity and the event to what was found there.
    anybody.press("main a[href^='/trail/activity/']")
    anybody.press("main a[href^='/trail/event/']")
    assert NEED in anybody.told()
    assert LACK[0] in anybody.told()
