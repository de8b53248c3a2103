"""A peer review in real browsers: asked for, peers asked by letter, visited, reported, answered, published."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from talka.learning.models import Peer, PeerReport, PeerReview
from talka.letters.models import Letter
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.signin import make_link
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.programmes.models import TeamMember

pytestmark = pytest.mark.browser
NEED = "Nezinām, kā mūs redz citi"


@pytest.fixture(scope="module")
def site(django_db_blocker, tmp_path_factory):
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "reviews", tmp_path_factory.mktemp("reviews") / "var") as (browser, server):
        watch = Watch()
        yield lambda **kind: Visitor(browser, server.address, watch, **kind)
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


@pytest.fixture
def signed_in(site):
    def sign_in(person, **kind):
        visitor = site(**kind)
        visitor.open(make_link(person))
        visitor.press("main button[type=submit]")
        return visitor

    return sign_in


SEND = "main form:has(.field) button[type=submit]"


@pytest.mark.parametrize("phone", [False, True])
def test_from_a_need_to_a_published_report(site, signed_in, phone):
    programme = ProgrammeFactory()
    baiba = PersonFactory(with_account=True, organisation=OrganisationFactory(name="Ābeļu novads"))
    ieva = PersonFactory(with_account=True)
    TeamMemberFactory(person=ieva, programme=programme, project=None, role=TeamMember.Role.ORGANISER)
    municipality, organiser = signed_in(baiba, phone=phone), signed_in(ieva, phone=not phone)

    review = _it_is_begun_from_a_need(municipality, NeedFactory(words=NEED, event=None, programme=programme))
    lead = _a_lead_comes_by_letter(site, organiser, signed_in, review, phone=phone)
    _the_visit_is_prepared_and_noted(municipality, lead, review)
    _the_report_is_checked_and_answered(municipality, lead, review)
    _everybody_reads_what_is_published(site, municipality, review, lead_name="Anna Kalna")


def _it_is_begun_from_a_need(visitor, need) -> PeerReview:
    visitor.open(f"/needs/{need.pk}/")
    visitor.press("a[href^='/learning/reviews/new/']")
    last = timezone.localdate() - dt.timedelta(days=1)
    visitor.fill(
        own_theme="Ostas", visit_from=f"{last - dt.timedelta(days=3):%Y-%m-%d}", visit_until=f"{last:%Y-%m-%d}"
    )
    visitor.press(SEND)
    expect(visitor.page.locator("main")).to_contain_text(NEED)
    return PeerReview.objects.latest("pk")


def _a_lead_comes_by_letter(site, organiser, signed_in, review, *, phone):
    home = OrganisationFactory(name="Kalnu novads")
    organiser.open(f"/learning/reviews/{review.pk}/")
    organiser.press("a[href$='/invite/']")
    email = f"anna{review.pk}@kalni.test"
    organiser.fill(given_name="Anna", family_name="Kalna", email=email)
    organiser.choose("role", "lead")
    organiser.choose("organisation", str(home.pk))
    organiser.press(SEND)
    peer = Peer.objects.get(review=review)
    letter = Letter.objects.get(person_ref=f"person:{peer.person.key}")
    guest = site(phone=phone)
    guest.open(re.search(r"/learning/reviews/peers/\S+/", letter.text).group())
    guest.press("button[name=comes][value=yes]")
    peer.refresh_from_db()
    assert peer.state == Peer.State.JOINED
    return signed_in(peer.person, phone=phone)


def _the_visit_is_prepared_and_noted(municipality, lead, review) -> None:
    municipality.open(f"/learning/reviews/{review.pk}/")
    municipality.press("a[href$='/statement/new/']")
    municipality.fill(text="Plānojam labi, bet izpildi vērtējam reti.")
    municipality.press(SEND)
    municipality.press("a[href$='/meetings/new/']")
    municipality.fill(starts="09:00", ends="10:30", whom="Nodaļu vadītāji", topic="Budžets", peers="2")
    municipality.press(SEND)
    expect(municipality.page.locator("main table")).to_contain_text("Nodaļu vadītāji")
    lead.open(f"/learning/reviews/{review.pk}/visit/")
    lead.press("main table a")
    lead.fill(met="12")
    lead.press(SEND)
    expect(lead.page.locator("main dl")).to_contain_text("12")
    lead.open(f"/learning/reviews/{review.pk}/")
    lead.press("a[href$='/notes/new/']")
    lead.fill(text="Nodaļas par prioritātēm uzzina pēdējās.")
    lead.press(SEND)
    lead.open(f"/learning/reviews/{review.pk}/notes/")


def _the_report_is_checked_and_answered(municipality, lead, review) -> None:
    lead.open(f"/learning/reviews/{review.pk}/report/new/")
    lead.page.check("input[name=stage][value=draft]")
    lead.fill(
        check_until=f"{timezone.localdate() + dt.timedelta(days=14):%Y-%m-%d}",
        text="Stipra vadība.",
        strengths_own="Kuģi nāk",
        recommendations_own="Vienu rādītāju katram mērķim\nReizi ceturksnī izskatīt plānu",
    )
    lead.press(SEND)
    municipality.open(f"/learning/reviews/{review.pk}/")
    municipality.press("a[href$='/facts/']")
    municipality.fill(remarks="Nodaļu ir sešas.")
    municipality.press(SEND)
    lead.open(f"/learning/reviews/{review.pk}/report/1/")
    expect(lead.page.locator("main")).to_contain_text("Nodaļu ir sešas.")
    lead.open(f"/learning/reviews/{review.pk}/report/new/")
    lead.page.check("input[name=stage][value=final]")
    lead.press(SEND)
    assert PeerReport.objects.filter(review=review).latest("number").stage == "final"
    municipality.open(f"/learning/reviews/{review.pk}/")
    municipality.press("a[href$='/answer/']")
    municipality.choose("answer_1", "accepted")
    municipality.choose("answer_2", "no")
    municipality.fill(what_1="Attīstības nodaļa noteiks", who_1="Attīstības nodaļa", why_2="Nav cilvēku")
    municipality.press(SEND)
    municipality.press(f"a[href$='/{review.pk}/plan/']")
    municipality.fill(words="Uzrauga domes priekšsēdētājs")
    municipality.press(SEND)
    lead.open(f"/learning/reviews/{review.pk}/progress/")
    lead.choose("progress_1", "done")
    lead.press(SEND)


def _everybody_reads_what_is_published(site, municipality, review, *, lead_name) -> None:
    assert site().page.goto(f"/learning/reviews/{review.pk}/").status == 404
    for what in ("report", "plan", "progress"):
        municipality.press(f"form[action$='/publish/{what}/'] button")
    guest = site()
    page = guest.open(f"/learning/reviews/{review.pk}/")
    for words in ("Stipra vadība.", "Attīstības nodaļa noteiks", "Nav cilvēku", "Uzrauga domes priekšsēdētājs"):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.locator("main")).not_to_contain_text(lead_name)
    guest.open(f"/learning/reviews/{review.pk}/report/2/")
    municipality.press("a[href$='/close/']")
    municipality.press(SEND)
    review.refresh_from_db()
    assert review.state == PeerReview.State.CLOSED
