"""Every page by following links, as everybody who may come: nothing breaks, leads nowhere, or stays in English.

The examples are loaded once. Of one kind of address (say, a need's page) a few are opened.
"""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from lxml import html

from talka.events.models import Attendance, Event, Registration
from talka.indicators.actions.register import load_catalogue, load_facts
from talka.indicators.actions.renewal import renew
from talka.indicators.register_files import read_facts
from talka.people.models import Person
from talka.results.loading import load
from talka.site.translations import HOUSE, rooms
from talka.site.translations.extraction import texts
from talka.territories.actions import load_areas
from talka.territories.register_files import read_areas
from talka.workshops.factories import put_at
from talka.workshops.models import Workshop

from .own_database import own_database

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PLAYED, LATER = "izspeles-seminars", "izspeles-otrais-seminars"
GAME = "izspeles-spele"
OF_A_KIND = 2
"""So many addresses of one kind are opened, and as many of it with each set of questions after the mark."""
MOST_BYTES = 60_000
LONGER = {
    "events:agenda": 120_000,
    "ui:gallery": 120_000,
    "territories:area": 100_000,
    "indicators:compare": 100_000,
    "ui:gallery_part": 120_000,
    # every processing with its purpose and time: a document, read whole and seldom
    "protection:paper": 90_000,
    "protection:project_paper": 90_000,
}
ROLES = ("visitor", "participant", "viewer", "auditor", "facilitator", "organiser", "administrator")
ACCOUNTS = {
    "viewer": "janis.verotajs",
    "auditor": "dace.revidente",
    "facilitator": "gatis.vedejs",
    "organiser": "zane.organizatore",
    "administrator": "ieva.rikotaja",
}
REFUSING = {"events:register", "events:name_cards", "people:erase_me"}
"""Links that may lead to a calm "not now": the event is over, nobody came unannounced, one runs the house."""
NOT_FOLLOWED = re.compile(r"^/(static/|accounts/logout/|ui/.)")
"""Files, the way out, and the gallery, which has tests of its own."""


@dataclass
class Page:
    """One answer: where it was found, what it said."""

    address: str
    found_on: str
    status: int
    kind: str
    body: str = ""
    to: str = ""


@dataclass
class Walk:
    """What one visitor met."""

    pages: dict[str, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def examples(django_db_blocker):
    """Both examples, with the played seminars and game held today so that their codes and seats open."""
    with own_database(django_db_blocker, "pages"):
        load_areas(read_areas())
        load_catalogue()
        load_facts(read_facts())
        load(EXAMPLES / "lv07")
        load(EXAMPLES / "izspele")
        day = timezone.localdate()
        Event.objects.filter(slug__in=(PLAYED, LATER, GAME)).update(first_day=day, last_day=day)
        Attendance.objects.filter(registration__event__slug__in=(PLAYED, LATER)).update(day=day)
        Attendance.objects.filter(registration__event__slug=GAME, day__day=7).update(day=day)
        put_at(Workshop.objects.get(event__slug=PLAYED), "vote")
        renew()
        yield


def client_of(role: str, language: str = "lv") -> tuple[Client, list[str]]:
    """A browser of this role, and the addresses that it begins at."""
    client = Client(raise_request_exception=False)
    client.cookies["talka_language"] = language
    starts = ["/", "/ui/", "/c/", "/in/", "/w/", "/accounts/login/"]
    if role in ACCOUNTS:
        client.force_login(Person.objects.get(email=f"{ACCOUNTS[role]}@izspele.example").account)
    if role == "participant":
        workshop = Workshop.objects.get(event__slug=PLAYED)
        came = Registration.objects.filter(event__slug=PLAYED, attendances__isnull=False).order_by("pk")[0]
        coming = Registration.objects.filter(event__slug="darbnica", state="registered").order_by("pk")[0]
        seat = f"/w/{workshop.code}/"
        assert client.post(f"{seat}me/{came.token}/").status_code == 302
        starts += [seat, f"{seat}me/{came.token}/", f"/r/{came.token}/", f"/r/{coming.token}/"]
    return client, starts


@cache
def kind_of(address: str) -> str:
    parts = urlsplit(address)
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return ""


def links_of(body: str, address: str) -> list[str]:
    """Addresses of this house that the page lets one open: links, pictures, forms that ask."""
    tree = html.document_fromstring(body)
    found = [*tree.xpath("//a/@href"), *tree.xpath("//img/@src"), *tree.xpath("//link[@rel='alternate']/@href")]
    found += tree.xpath("//form[not(@method) or translate(@method,'GET','get')='get']/@action")
    inside = []
    for link in found:
        whole = urlsplit(urljoin(f"http://testserver{address}", link.strip()))
        if whole.scheme in {"http", "https"} and whole.netloc == "testserver":
            inside.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return inside


def walk(client: Client, starts: list[str]) -> Walk:
    """Follow every link breadth-first; of one kind of address and one set of questions a few."""
    found, counted = Walk(), Counter()
    ahead = deque((start, "") for start in starts)
    seen = set(starts)
    while ahead:
        address, source = ahead.popleft()
        kind = kind_of(address)
        page = Page(address, source, 0, kind)
        answer = client.get(address)
        page.status = answer.status_code
        found.pages[address] = page
        if answer.status_code in {301, 302, 303}:
            page.to = answer.headers["Location"]
            following = [page.to] if page.to.startswith("/") else []
        elif answer.status_code == 200:
            if answer.headers["Content-Type"].startswith("text/html"):
                page.body = answer.content.decode()
                found.faults += faults_of(page)
                following = links_of(page.body, address)
            else:
                b"".join(answer) if answer.streaming else answer.content
                following = []
        elif kind in REFUSING and answer.status_code in {409, 410}:
            page.body = answer.content.decode()
            found.faults += faults_of(page)
            following = []
        else:
            why = f" ({answer.exc_info[1]!r})" if getattr(answer, "exc_info", None) else ""
            found.faults.append(f"{address} answers {answer.status_code}{why}; linked from {source}")
            following = []
        answer.close()
        for link in following:
            if link in seen or NOT_FOLLOWED.match(link):
                continue
            seen.add(link)
            name = kind_of(link)
            if not name:
                found.faults.append(f"{link} leads nowhere; linked from {address}")
                continue
            questions = frozenset(key for key, _value in parse_qsl(urlsplit(link).query, keep_blank_values=True))
            counted[name, questions] += 1
            if counted[name, questions] <= OF_A_KIND:
                ahead.append((link, address))
    return found


def faults_of(page: Page) -> list[str]:
    """What every page must have, whoever sees it."""
    tree = html.document_fromstring(page.body)
    faults = []
    if tree.get("lang") not in {"lv", "en"}:
        faults.append("says no language")
    headings = [" ".join(h.text_content().split()) for h in tree.xpath("//h1")]
    if len(headings) != 1 or not headings[0]:
        faults.append(f"has the headings {headings}")
    titles = [" ".join(t.text_content().split()) for t in tree.xpath("//head/title")]
    if len(titles) != 1 or len(titles[0]) < 5:
        faults.append(f"has the titles {titles}")
    doubled = [name for name, times in Counter(tree.xpath("//@id")).items() if times > 1]
    if doubled:
        faults.append(f"has ids twice: {doubled[:5]}")
    if inline := tree.xpath("//@style|//style|//script[not(@src) and not(contains(@type, 'json'))]"):
        faults.append(f"has inline code or styles: {inline[:2]}")
    if foreign := [a for a in tree.xpath("//script/@src|//link[@rel='stylesheet']/@href|//img/@src") if "//" in a]:
        faults.append(f"asks others: {foreign[:2]}")
    if len(page.body.encode()) > LONGER.get(page.kind, MOST_BYTES):
        faults.append(f"has {len(page.body.encode())} bytes")
    for left in ("{{", "{%", "{#", "None</", "&lt;c-", "<c-", "__proxy__", "LazyI18n"):
        if left in page.body and not page.kind.startswith("ui:"):
            faults.append(f"shows {left}: {page.body[max(page.body.index(left) - 60, 0) :][:120]!r}")
    return [f"{page.address} ({page.kind}) {fault}" for fault in faults]


def told(faults: list[str]) -> str:
    return "\n".join(["", *dict.fromkeys(faults)])


@pytest.fixture(scope="module")
def walks(examples):
    """Each role's walk, made when it is first asked for."""
    made: dict[str, Walk] = {}

    def of(role: str) -> Walk:
        if role not in made:
            made[role] = walk(*client_of(role))
        return made[role]

    return of


@pytest.mark.parametrize("role", ROLES)
def test_no_link_breaks_and_every_page_is_whole(walks, role):
    found = walks(role)
    assert not found.faults, told(found.faults)
    # That the walk saw the house, and not only its door.
    kinds = {page.kind for page in found.pages.values() if page.status == 200}
    assert {"events:event", "programmes:project", "territories:area", "results:findings", "results:trail"} <= kinds
    if role == "organiser":
        inside = "manage edit agenda item release invitations presentations costs registrations check_in attendance"
        assert {f"events:{name}" for name in [*inside.split(), "certificates", "questions", "quotas"]} <= kinds
        assert {f"workshops:{name}" for name in ("console", "board", "forming", "person", "settings")} <= kinds
        assert {"needs:shape", "needs:need", "needs:measure", "people:people"} <= kinds
    if role == "participant":
        assert {"workshops:phone", "events:own", "events:own_change", "events:own_substitute"} <= kinds


def test_visitors_get_no_page_of_the_team_and_no_address_of_a_person(walks):
    """Everything that organiser and administrator found is asked again by a visitor."""
    client, _starts = client_of("visitor")
    open_to_all = set(walks("visitor").pages)
    emails = set(Person.objects.exclude(email="").values_list("email", flat=True))
    public = set(Person.objects.filter(public=True).values_list("email", flat=True))
    faults = []
    for address in {**walks("organiser").pages, **walks("administrator").pages}:
        if address in open_to_all:
            continue
        answer = client.get(address)
        if answer.status_code >= 500:
            faults.append(f"{address} answers {answer.status_code}")
        elif answer.status_code == 200 and not answer.streaming and "html" in answer.headers["Content-Type"]:
            said = set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]+", answer.content.decode()))
            faults += [f"{address} shows {email}" for email in said & (emails - public)]
        answer.close()
    assert not faults, told(faults)


def words_of_ours() -> set[str]:
    """English texts of the house that Latvian pages must not show: of several words, without a place to fill."""
    found = set()
    for room in rooms():
        for text in texts(HOUSE / room):
            for words in (text.single, text.plural):
                if words and " " in words.strip() and "%" not in words and "{" not in words:
                    found.add(" ".join(unescape(words).split()))
    return found


@pytest.mark.parametrize("role", ["visitor", "participant", "organiser", "administrator"])
def test_latvian_pages_say_nothing_of_ours_in_english(walks, role):
    ours = words_of_ours()
    assert len(ours) > 500
    faults = []
    for page in walks(role).pages.values():
        if not page.body or page.kind.startswith("ui:gallery"):
            continue
        tree = html.document_fromstring(page.body)
        assert tree.get("lang") == "lv", page.address
        said = [*tree.xpath("//body//text()[not(ancestor::script) and not(ancestor::*[@lang='en'])]")]
        said += tree.xpath("//@aria-label|//@placeholder|//@alt|//title/text()")
        faults += [f"{page.address}: {words}" for text in said if (words := " ".join(text.split())) in ours]
    assert not faults, told(faults)


def test_the_language_is_switched_where_one_is(examples):
    client = Client(headers={"accept-language": "lv"})
    for address in ("/", f"/e/{PLAYED}/", "/areas/"):
        assert html.document_fromstring(client.get(address).content).get("lang") == "lv"
        answer = client.post("/ui/language/", {"language": "en", "next": address})
        assert answer.status_code in {302, 303}
        assert answer.headers["Location"] == address
        page = client.get(address)
        assert html.document_fromstring(page.content).get("lang") == "en"
        assert page.headers["Content-Language"] == "en"
        client.post("/ui/language/", {"language": "lv", "next": address})


def test_played_data_says_so_and_true_data_does_not(examples):
    """The words stand on every page about the played programme and on none about the true one."""
    client, _starts = client_of("administrator")
    events = Event.objects.select_related("project__programme")
    played, true = (
        events.filter(project__programme__illustrative=True),
        events.exclude(project__programme__illustrative=True),
    )
    assert played
    assert len(true) > 10
    wrong = []
    for event in [*played, *true]:
        project = event.project
        addresses = [f"/e/{event.slug}/", f"/p/{project.programme.slug}/{project.slug}/"]
        addresses += [f"/e/{event.slug}/{name}/" for name in ("manage", "findings", "needs", "check-in", "attendance")]
        for address in addresses:
            said = "izdomāti dati" in client.get(address).content.decode()
            if said != project.programme.illustrative:
                wrong.append(address)
    assert not wrong
