"""From a voiced need to advice that is answered, in real browsers: a knowledge angel is asked for, matched, declines on
a phone, is matched anew, comes on a visit and writes advice. Every page on the way is looked at by axe."""

import io
import os

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from talka.cooperation.factories import MunicipalityFactory
from talka.learning.factories.angels import AngelFactory, AngelRequestFactory, MentorVisitFactory, ProposalFactory
from talka.learning.models import Advice, Angel, AngelRequest, MentorVisit, Proposal
from talka.letters.models import Letter
from talka.needs.factories import NeedFactory
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory

from .live_site import Visitor, Watch, house

pytestmark = pytest.mark.browser
NEED = "Novada budžets neseko attīstības programmai"
BUSY = "Šogad vadu sava novada budžetu, laika nav."
RECOMMENDED = ("Viena tabula budžetam un rīcību plānam.", "Plānotājs piedalās budžeta komisijā.")
ABOUT = {"DACE": "Desmit gadus sasaistu budžetu ar programmu.", "JĀNIS": "Vadu plānošanas nodaļu."}


@pytest.fixture
def site(django_db_blocker, tmp_path):
    with house(django_db_blocker, "angels", tmp_path / "var") as (browser, server):
        watch = Watch()
        yield lambda **kind: Visitor(browser, server.address, watch, **kind)
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


@pytest.fixture
def person(site):
    """A visitor who signs in as somebody of an organisation."""

    def signed_in(whose, **kind):
        visitor = site(**kind)
        visitor.open(make_link(whose))
        visitor.press("main form button[type=submit]")
        return visitor

    return signed_in


def picture(visitor: Visitor, name: str) -> None:
    """For whoever wants to see what the test sees."""
    if folder := os.environ.get("TALKA_TEST_PICTURES"):
        visitor.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def at(request: AngelRequest) -> str:
    return f"/learning/angels/requests/{request.pk}/"


def test_a_need_is_matched_declined_matched_again_visited_and_advised(site, person):
    programme = ProgrammeFactory(title="Plānotāju programma")
    home = MunicipalityFactory(name="Ābeļu novada pašvaldība", area__lat=57.0, area__lon=25.0)
    near = MunicipalityFactory(name="Bērzu novada pašvaldība", area__lat=57.1, area__lon=25.1)
    far = MunicipalityFactory(name="Kļavu novada pašvaldība", area__lat=56.0, area__lon=21.2)
    need = NeedFactory(words=NEED, event=None, programme=programme)
    organiser = person(TeamMemberFactory(programme=programme, project=None).person)
    planner = person(PersonFactory(with_account=True, organisation=home, given_name="Ilze", family_name="Ozola"))
    dace = person(
        PersonFactory(with_account=True, organisation=near, given_name="Dace", family_name="Bērza"), phone=True
    )
    janis = person(
        PersonFactory(with_account=True, organisation=far, given_name="Jānis", family_name="Kļava"), phone=True
    )

    for angel, name, knows in ((dace, "DACE", "Budžets\nPlānošana"), (janis, "JĀNIS", "budžets")):
        _somebody_enters_themselves(angel, name, knows)
    request = _a_need_becomes_a_request(planner, need)
    assert _the_round_proposes(organiser, programme, request) == "Dace"
    _the_first_declines_on_a_phone(dace, request)
    assert _the_round_proposes(organiser, programme, request) == "Jānis"
    _the_second_is_willing_and_agreed_with(janis, planner, request)
    _a_visit_with_aims(janis, planner, request)
    advice = _advice_is_written(janis, request)
    _the_municipality_answers(planner, request, advice)
    _there_is_thanks_and_a_day_to_look_back(janis, request)
    _the_trail_shows_the_way(planner, organiser, site(), need, advice)


def _somebody_enters_themselves(angel: Visitor, name: str, knows: str) -> None:
    angel.open("/learning/angels/")
    angel.press("main a[href='/learning/angels/me/']")
    picture(angel, f"me-before-{name}")
    angel.press("main .empty a, main a[href='/learning/angels/me/edit/']")
    picture(angel, f"enter-{name}")
    angel.fill(about=ABOUT[name], words=knows, availability="Piektdienās")
    angel.choose("languages", "lv")
    angel.page.locator("[name=public]").check()
    angel.page.locator("[name=agrees]").check()
    angel.press("main form.form button[type=submit]")
    assert ABOUT[name] in angel.told()
    picture(angel, f"me-{name}")


def _a_need_becomes_a_request(planner: Visitor, need) -> AngelRequest:
    planner.open(f"/needs/{need.pk}/")
    planner.press("a[href^='/learning/angels/requests/new/']")
    assert planner.page.locator("[name=title]").input_value() == NEED
    picture(planner, "ask")
    planner.fill(title="Budžets, kas seko programmai", wanted="Gribam vienu sarakstu.", words="Budžets\nPlānošana")
    planner.choose("urgency", "4")
    planner.press("main form.form button[type=submit]")
    expect(planner.page.locator("main")).to_contain_text(NEED)
    picture(planner, "asked")
    return AngelRequest.objects.get()


def _the_round_proposes(organiser: Visitor, programme, request: AngelRequest) -> str:
    """An organiser comes from the list of requests; who is proposed, by their given name."""
    organiser.open("/learning/angels/requests/")
    picture(organiser, f"requests-{request.proposals.count()}")
    organiser.press("#rounds ~ ul a")
    organiser.press("form[action$='/compute/'] button")
    picture(organiser, f"round-{request.proposals.count()}")
    assert "Budžets, kas seko programmai" in organiser.told()
    organiser.press("form[action$='/accept/'] button")
    picture(organiser, f"round-accepted-{request.proposals.count()}")
    row = Proposal.objects.get(request=request, state=Proposal.State.PROPOSED)
    assert str(row.angel.person.name) in organiser.told()
    return row.angel.person.given_name


def _the_first_declines_on_a_phone(dace: Visitor, request: AngelRequest) -> None:
    dace.open("/learning/angels/me/")
    picture(dace, "me-asked")
    dace.press("#waiting ~ ul a")
    picture(dace, "request-asked")
    dace.page.locator(".notice a[href='#who']").click()
    assert dace.page.locator("main a[href$='/decline/']").is_visible()
    dace.press("main a[href$='/decline/']")
    dace.fill(reason=BUSY)
    picture(dace, "decline")
    dace.press("main form.form button[type=submit]")
    picture(dace, "declined")
    request.refresh_from_db()
    assert request.state == AngelRequest.State.OPEN
    assert "/learning/angels/me/" in dace.page.url and "Budžets, kas seko programmai" not in dace.told()


def _the_second_is_willing_and_agreed_with(janis: Visitor, planner: Visitor, request: AngelRequest) -> None:
    planner.open(at(request))
    assert "Dace" not in planner.told() and "Jānis" not in planner.told(), "who was asked is not told before they agree"
    janis.open("/learning/angels/me/")
    janis.press("#waiting ~ ul a")
    janis.press("form[action$='/yes/'] button")
    picture(janis, "willing")
    planner.open(at(request))
    assert "Jānis" in planner.told() and ABOUT["JĀNIS"] in planner.told() and BUSY not in planner.told()
    picture(planner, "request-willing")
    planner.press("form[action$='/agree/'] button")
    picture(planner, "request-agreed")


def _a_visit_with_aims(janis: Visitor, planner: Visitor, request: AngelRequest) -> None:
    planner.press(".notice a[href$='/aims/']")
    planner.fill(aims="Budžeta komisija lieto rīcību plānu.")
    planner.press("main form.form button[type=submit]")
    planner.press(".notice a[href$='/visits/agree/']")
    today = timezone.localdate().isoformat()
    planner.fill(day=today, begins="10:30", place="Ābeļu novada dome", aims="Izstaigāt budžeta ceļu pa nodaļām.")
    picture(planner, "visit-agree")
    planner.press("main form.form button[type=submit]")
    picture(planner, "visit-agreed")
    janis.open(at(request))
    for words in ("Budžeta komisija lieto rīcību plānu.", "Izstaigāt budžeta ceļu pa nodaļām.", "10:30"):
        assert words in janis.told()
    picture(janis, "request-aims")
    janis.open("/learning/angels/me/")
    janis.press("#helping ~ ul a")
    janis.press(".notice a")
    picture(janis, "visit-form")
    janis.fill(
        done="Skatījām budžetu ar finanšu nodaļu.",
        notes="Nodaļas nerunā savā starpā.", hours="6,5", km="310", travel_eur="77,50",
    )  # fmt: skip
    janis.press("main form.form button[type=submit]")
    picture(janis, "visited")
    visit = MentorVisit.objects.get(request=request)
    assert (visit.hours, visit.km, visit.travel_eur) == (6.5, 310, 77.5)
    planner.open(at(request))
    for words in ("Skatījām budžetu", "6,5", "310", "77,50"):
        assert words in planner.told()


def _advice_is_written(janis: Visitor, request: AngelRequest) -> Advice:
    janis.press("a[href$='/advice/new/']")
    janis.fill(text="Saistiet budžeta programmas ar rīcībām.", recommendations="\n".join(RECOMMENDED))
    picture(janis, "advice-form")
    janis.press("main form.form button[type=submit]")
    picture(janis, "advised")
    return Advice.objects.get(request=request)


def _the_municipality_answers(planner: Visitor, request: AngelRequest, advice: Advice) -> None:
    planner.open(at(request))
    picture(planner, "request-advised")
    planner.press("a[href$='/answer/']")
    picture(planner, "answer-form")
    planner.choose("answer_1", "accepted")
    planner.choose("answer_2", "no")
    planner.fill(
        what_1="Sagatavosim kopīgu tabulu", who_1="Attīstības nodaļa", until_1="2027-03-01", why_2="Nolikums neļauj"
    )
    planner.press("main form.form button[type=submit]")
    picture(planner, "answered")
    request.refresh_from_db()
    assert request.state == AngelRequest.State.ANSWERED
    assert list(advice.recommendations.values_list("answer", flat=True)) == ["accepted", "no"]


def _there_is_thanks_and_a_day_to_look_back(janis: Visitor, request: AngelRequest) -> None:
    janis.open(at(request))
    picture(janis, "request-answered")
    for words in (*RECOMMENDED, "Sagatavosim kopīgu tabulu", "Nolikums neļauj"):
        assert words in janis.told()
    assert janis.page.locator("main a[href$='/review/']").count() == 1
    janis.press("a[href$='/review/day/']")
    assert janis.page.locator("[name=due]").input_value() == request.review_due.isoformat()
    letter = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(janis.fetch(f"{at(request)}thanks.pdf"))).pages
    )
    for words in ("Jānis Kļava", "6,5", "Skatījām budžetu"):
        assert words in letter
    assert "Nodaļas nerunā" not in letter, "notes are for the two sides"
    janis.open("/learning/angels/me/")
    picture(janis, "me-done")
    assert "6,5" in janis.told() and "310" in janis.told()


def _the_trail_shows_the_way(planner: Visitor, organiser: Visitor, stranger: Visitor, need, advice: Advice) -> None:
    for visitor in (planner, organiser):
        visitor.open(f"/trail/need/{need.pk}/")
        for words in (NEED, "Budžets, kas seko programmai", "Ābeļu novada dome", "Padoms"):
            assert words in visitor.told(), words
    picture(planner, "trail")
    stranger.open(f"/trail/need/{need.pk}/")
    assert "Budžets, kas seko programmai" not in stranger.told()


def test_why_nobody_is_proposed_and_what_follows_a_withdrawal(site, person):
    programme = ProgrammeFactory(title="Plānotāju programma")
    home = MunicipalityFactory(name="Ābeļu novada pašvaldība")
    asker = PersonFactory(with_account=True, organisation=home)
    kept = {"programme": programme, "organisation": home, "asked_by": asker}
    for topic in ("Valoda", "Pilni", "Savējie", "Neviens"):
        AngelRequestFactory(title=f"Par tematu {topic}", words=[topic], **kept)
    english = AngelFactory(words=["Valoda"], languages=["en"])
    AngelRequestFactory(mentored=True, angel=AngelFactory(words=["Pilni"]))
    AngelFactory(words=["Savējie"], person__organisation=home)
    organiser = person(TeamMemberFactory(programme=programme, project=None).person)

    organiser.open(f"/learning/angels/rounds/{programme.slug}/")
    organiser.press("form[action$='/compute/'] button")
    picture(organiser, "round-alone")
    told = organiser.page.locator("#alone ~ ul > li").all_inner_texts()
    for topic, why in (
        ("Valoda", "nav kopīgas valodas"),
        ("Pilni", "aizņemtas"),
        ("Savējie", "organizācijā, kas lūdz"),
        ("Neviens", "neviens eņģelis nezina"),
    ):
        assert any(f"Par tematu {topic}" in one and why in one for one in told), (why, told)
    _picked_by_hand_the_fault_is_said(organiser, english)
    _withdrawn_after_the_angel_accepted(person, asker, kept)


def _picked_by_hand_the_fault_is_said(organiser: Visitor, english: Angel) -> None:
    organiser.press("#alone ~ ul a")
    picture(organiser, "request-open")
    organiser.press("a[href$='/pick/']")
    organiser.choose("angel", str(english.pk))
    organiser.fill(reason="Zina tieši to")
    organiser.page.locator("main form.form button[type=submit]").click()
    expect(organiser.page.locator("main")).to_contain_text("neprot nevienu kopīgu valodu")
    organiser.look()
    picture(organiser, "pick-refused")
    assert organiser.page.locator("[name=reason]").input_value() == "Zina tieši to", "nothing typed is lost"


def _withdrawn_after_the_angel_accepted(person, asker, kept: dict) -> None:
    """Before the municipality agreed, and with a visit held: the angel is told, and what was done is kept."""
    angel = AngelFactory(most_requests=2)
    early = ProposalFactory(
        request=AngelRequestFactory(title="Agri atsaukts", state="proposed", **kept), angel=angel, state="accepted"
    ).request
    late = AngelRequestFactory(title="Vēlu atsaukts", mentored=True, **(kept | {"angel": angel}))
    ProposalFactory(request=late, angel=angel, state="agreed")
    MentorVisitFactory(request=late, done="Izstaigājām budžetu.")
    planner, on_a_phone = person(asker), person(angel.person, phone=True)
    on_a_phone.open("/me/")
    picture(on_a_phone, "me-panel")
    assert "Vēlu atsaukts" in on_a_phone.page.locator("#my-angels").inner_text()
    for row in (early, late):
        planner.open(at(row))
        planner.press("a[href$='/withdraw/']")
        planner.fill(reason="Mainījās vadība")
        planner.press("main form.form button[type=submit]")
        letter = Letter.objects.get(person_ref=f"person:{angel.person.key}", about_id=str(row.pk))
        assert "Mainījās vadība" in letter.text
        path = "/" + next(word for word in letter.text.split() if word.startswith("http")).split("/", 3)[3]
        on_a_phone.open(path)
        picture(on_a_phone, f"withdrawn-{row.pk}")
    assert "Mainījās vadība" in on_a_phone.told() and "Izstaigājām budžetu." in on_a_phone.told()
    assert on_a_phone.page.locator("a[href$='/visits/agree/'], a[href$='/advice/new/']").count() == 0
    on_a_phone.open("/learning/angels/me/")
    assert "Agri atsaukts" not in on_a_phone.told() and "Vēlu atsaukts" in on_a_phone.told()
