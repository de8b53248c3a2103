"""A rehearsal beside true group work: nothing of it stands in findings, needs, trail, files, panels or figures, and no
count changes; to the true work it is as if it had never been."""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from talka.events.models import Event, Registration
from talka.links import registry
from talka.needs import actions as needs
from talka.needs.factories import Voiced, voiced_event
from talka.needs.queries import open_themes
from talka.needs.queries.register import register_of
from talka.needs.queries.voices import voices_of
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.people.personal_data import export
from talka.programmes.factories import TeamMemberFactory
from talka.results.loading import dump
from talka.ui.refusals import Refusal
from talka.workshops.actions.rehearsing import begin_rehearsal
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    ReportFactory,
    SeatFactory,
    WorkshopFactory,
    put_at,
)
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import (
    Answer,
    Card,
    Cluster,
    CommonIdea,
    Group,
    HandCount,
    Message,
    Picture,
    Seat,
    Sheet,
    Workshop,
)
from talka.workshops.queries import cluster_results, combined, group_results
from talka.workshops.rehearsal import play

from .own_database import own_database

PLAYED = "zqizspelets"
"""Stands in every word of the rehearsal that a person could have written."""


@dataclass
class Day:
    """A day held with true group work behind needs and proposals, and those who look at it."""

    voiced: Voiced
    organiser: Person
    administrator: Person
    registration: Registration
    twins: tuple[Workshop, ...] = ()

    @property
    def event(self) -> Event:
        return self.voiced.event

    def client(self, who: str) -> Client:
        client = Client(raise_request_exception=True)
        person = {"organiser": self.organiser, "administrator": self.administrator}.get(who)
        if person:
            client.force_login(person.account)
        return client


@pytest.fixture(scope="module")
def seen(django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[tuple[Day, dict[str, str], dict[str, str]]]:
    """The day, and all that is told of it: before a rehearsal was played beside it, and after."""
    with own_database(django_db_blocker, "rehearsals"):
        day = _true_day()
        before = dict(_told(day, tmp_path_factory.mktemp("before")))
        day.twins = _rehearse(day)
        after = dict(_told(day, tmp_path_factory.mktemp("after")))
        yield day, before, after


def _true_day() -> Day:
    today = timezone.localdate()
    voiced = voiced_event()
    Event.objects.filter(pk=voiced.event.pk).update(first_day=today, last_day=today, room_code="KDS234")
    voiced.event.refresh_from_db()
    organiser = TeamMemberFactory(project=voiced.event.project).person
    for kind, raised in (("lack", needs.raise_need), ("do", needs.propose_measure)):
        for name in ("Dati", "Telpas"):
            theme = voiced.theme(f"{name} {kind}", 6, kind=kind, dots=2)
            raised(voiced.event, [theme.pk], by=organiser)
    voiced.theme("Vēl atvērts", 5)
    needs.publish_findings(voiced.event, public=True, by=organiser)
    ReportFactory(group=voiced.group, text="Mums vajag datus.")
    registration = Registration.objects.filter(event=voiced.event).earliest("pk")
    return Day(voiced, organiser, PersonFactory(administrator=True), registration)


def _rehearse(day: Day) -> tuple[Workshop, ...]:
    """One as the button makes it, played through; and one that holds a row of every kind, and a registered person."""
    twin = begin_rehearsal(day.voiced.workshop, 12, by=day.organiser)
    hands = count(step=30.0)
    play(twin, 5, by=day.organiser, clock=lambda: next(hands), pause=lambda seconds: None)
    Card.objects.filter(workshop=twin).update(text=PLAYED)
    Cluster.objects.filter(group__workshop=twin).update(name=PLAYED)
    full = WorkshopFactory(
        event=day.event,
        block=day.voiced.workshop.block,
        slug="pilns-reh",
        title={"lv": PLAYED, "en": PLAYED},
        stages=shipped_format("game"),
        rehearsal=True,
    )
    group = GroupFactory(workshop=full, number=1, name=PLAYED)
    seats = [SeatFactory(group=group, name=PLAYED) for _ in range(7)]
    seats.append(SeatFactory(group=group, name=PLAYED, registration=day.registration))
    ideas = full.stages.get(key="ideas")
    theme = ClusterFactory(group=group, name=PLAYED)
    vote = full.stages.get(key="prioritising")
    common = CommonIdea.objects.create(workshop=full, name=PLAYED)
    for seat in seats:
        card = CardFactory(seat=seat, stage=ideas, lane="idea", kind="do", cluster=theme, common=common, text=PLAYED)
        BallotFactory(seat=seat, stage=vote, cluster=theme, value=3)
        Answer.objects.create(seat=seat, stage=vote, question="x", text=PLAYED)
    ClusterFactory(group=group, name=PLAYED, removed_at=timezone.now(), merged_into=theme)
    HandCount.objects.create(group=group, stage=vote, cluster=theme, value=50, voters=50)
    ReportFactory(group=group, text=PLAYED)
    Sheet.objects.create(group=group, stage=ideas, title=PLAYED, words={"what": PLAYED}, card=card)
    group.awards.create(words=PLAYED, points=9)
    Message.objects.create(workshop=full, text=PLAYED)
    Picture.objects.create(group=group, card=card, file="x/y.jpg", size=1, type="image/jpeg", words=PLAYED)
    return twin, put_at(full, "closed")


ADDRESSES = [
    "/", "/e/{slug}/", "/e/{slug}/findings/", "/e/{slug}/needs/", "/e/{slug}/manage/", "/e/{slug}/registrations/",
    "/r/{token}/", "/trail/event/{event}/", "/trail/workshop/{workshop}/", "/trail/group/{group}/",
    "{led}{number}/", "{led}{number}/report/", "{led}{number}/people/", "{led}forming/", "{led}glance/", "{led}ideas/",
    "{led}guests/", "{led}points/", "{led}paper/", "{led}paper/cards.csv", "{led}{number}/counts/",
    "/w/", "/p/{programme}/", "/p/{programme}/{project}/", "/projects/{project}/", "/p/{programme}/{project}/results/",
]  # fmt: skip
PAPERS = ["/e/{slug}/findings.docx", "/e/{slug}/findings.pdf", "/e/{slug}/findings.pptx", "/e/{slug}/article.docx"]


def _told(day: Day, folder: Path) -> Iterator[tuple[str, str]]:
    """Every page, paper, file and figure that tells of the day, by its name."""
    event, group, workshop = day.event, day.voiced.group, day.voiced.workshop
    names = {
        "slug": event.slug, "event": event.pk, "token": day.registration.token,
        "workshop": workshop.pk, "group": group.pk, "number": group.number,
        "led": f"/e/{event.slug}/groups/{workshop.slug}/",
        "project": event.project.slug, "programme": event.project.programme.slug,
    }  # fmt: skip
    for who in ("anybody", "organiser", "administrator"):
        client = day.client(who)
        for address in ADDRESSES:
            answer = client.get(address.format(**names), headers={"accept-language": "lv"})
            yield f"{who} {address}", f"{answer.status_code} {_steady(answer.content.decode())}"
    client = day.client("organiser")
    for address in PAPERS:
        yield address, _paper(address.rpartition(".")[2], client.get(address.format(**names)).content)
    (programme,) = dump(folder)
    for path in sorted(programme.rglob("*")):
        if path.is_file():
            yield f"file {path.relative_to(programme)}", path.read_text()
    yield "personal data", json.dumps(export(day.registration.person), ensure_ascii=False, default=str)
    for name, figure in FIGURES.items():
        yield name, repr(figure(day.event))


FIGURES: dict[str, Callable[[Event], Any]] = {
    "themes": cluster_results,
    "groups": group_results,
    "open themes": open_themes,
    "voices": lambda event: sorted(voices_of(cluster_results(event)).items()),
    "needs register": lambda event: register_of(event.project.programme, None).entries,
    "people": lambda event: combined(row.backers for row in cluster_results(event)),
}


def _steady(page: str) -> str:
    """Without what differs from one request to the next."""
    return re.sub(r'name="(csrfmiddlewaretoken|uid|batch)" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page)


def _paper(kind: str, content: bytes) -> str:
    file = io.BytesIO(content)
    if kind == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(file).pages)
    if kind == "docx":
        document = Document(file)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    shapes = [shape for slide in Presentation(file).slides for shape in slide.shapes]
    return "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def test_all_that_is_told_of_the_day_is_the_same(seen):
    _day, before, after = seen
    assert before.keys() == after.keys()
    changed = [
        "\n".join([name, *unified_diff(before[name].splitlines(), after[name].splitlines(), n=0, lineterm="")])
        for name in before
        if before[name] != after[name]
    ]
    assert not changed, "\n\n".join(changed)
    assert [name for name, text in after.items() if PLAYED in text.lower()] == []
    refused = [name for name, text in after.items() if name.startswith("organiser ") and not text.startswith("200")]
    assert refused == ["organiser {led}ideas/"], "working groups have no idea sheets"
    assert "Dati lack" in after["/e/{slug}/findings.pptx"], "the papers were read"


def test_the_trail_knows_nothing_of_it(seen):
    day, _before, _after = seen
    for model, kind in ((Group, "group"), (Card, "card"), (Cluster, "theme"), (Workshop, "workshop")):
        key = {"group": "workshop", "card": "workshop", "theme": "group__workshop"}.get(kind)
        rows = (
            model.objects.filter(**{f"{key}__in": day.twins})
            if key
            else Workshop.with_rehearsals.filter(rehearsal=True)
        )
        ids = {str(pk) for pk in rows.values_list("pk", flat=True)}
        assert ids
        shown = registry.kind_of(kind).show
        for person in (None, day.organiser, day.administrator):
            assert shown(list(ids), person) == {}, kind
        assert registry.steps_forward(kind, ids) == []
        assert registry.steps_backward(kind, ids) == []
        for pk in ids:
            assert day.client("organiser").get(f"/trail/{kind}/{pk}/").status_code == 404


def test_no_need_and_no_proposal_comes_of_it(seen):
    day, _before, _after = seen
    themes = Cluster.objects.filter(group__workshop__in=day.twins, removed_at=None)
    assert themes.exists()
    for theme in themes:
        for raised in (needs.raise_need, needs.propose_measure):
            with pytest.raises(Refusal):
                raised(day.event, [theme.pk], by=day.organiser)
    assert {row.name for row in open_themes(day.event)} == {"Vēl atvērts"}


def test_the_code_of_the_event_leads_to_the_true_work_only(seen):
    day, _before, _after = seen
    answer = Client().post("/w/", {"code": "KDS234"}, follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"/w/{day.voiced.workshop.code}/")


def test_on_the_person_s_own_data_only_what_was_true(seen):
    day, _before, after = seen
    assert "Dati lack" in after["personal data"]
    assert Seat.objects.filter(registration=day.registration).count() == 2, "one true, one rehearsed"
