"""What must not mix or come out: true and made-up data, programmes that not everybody knows of, links made for
something else, words that were hidden, and states that what a council decided contradicts."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from talka.initiatives.actions import (
    authors,
    choosings,
    consultation_comments,
    consultations,
    council_questions,
    deliberations,
    supporters,
)
from talka.initiatives.actions import council_decisions as decisions
from talka.initiatives.actions import initiatives as actions
from talka.initiatives.actions.choosings import ChoosingData, Purse
from talka.initiatives.actions.consultations import ConsultationData
from talka.initiatives.actions.council_decisions import Annulment
from talka.initiatives.actions.deliberations import DeliberationData
from talka.initiatives.actions.initiatives import InitiativeData
from talka.initiatives.actions.moderation import hide, report
from talka.initiatives.factories.consultations import ConsultationCommentFactory, ConsultationFactory
from talka.initiatives.factories.deliberation import DeliberationFactory, StatementFactory
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import Initiative
from talka.initiatives.moderated import kind_of
from talka.initiatives.personal import initiatives as personal
from talka.initiatives.queries import initiatives as queries
from talka.initiatives.trail_of_initiatives import show_initiatives
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import PersonalLink
from talka.people.personal_links import digest_of, make_token
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

from .asking_councils import NOTHING, World
from .consultation_world import address, browser, page, posted, world

pytestmark = pytest.mark.django_db
REPORTED = "initiatives-words-reported"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return World()


@pytest.mark.parametrize("made_up", [True, False])
def test_a_made_up_initiative_stands_in_no_true_programme(made_up):
    writer = PersonFactory(with_account=True)
    area, programme = AreaFactory(illustrative=made_up), ProgrammeFactory(illustrative=not made_up)
    with pytest.raises(Refusal, match="kept apart"):
        actions.begin(InitiativeData("Laipa", "Noklāt.", area, programme=programme), author=writer, by=writer)
    row = actions.begin(InitiativeData("Laipa", "Noklāt.", area), author=writer, by=writer)
    with pytest.raises(Refusal, match="kept apart"):
        data = InitiativeData("Laipa", "Noklāt.", area, programme=programme)
        actions.change(row, data, version=row.version, by=writer)
    assert not Initiative.objects.filter(programme=programme).exists()


def test_what_is_published_of_a_made_up_place_does_not_become_true():
    row = InitiativeFactory(illustrative=True, area=AreaFactory(illustrative=True))
    writer, true = AuthorFactory(initiative=row).person, AreaFactory(illustrative=False)
    SupporterFactory(initiative=row)
    with pytest.raises(Refusal, match="kept apart"):
        actions.change(row, InitiativeData("Laipa", "Noklāt.", true), version=row.version, by=writer)
    row.refresh_from_db()
    assert row.illustrative and row.area != true


def test_a_published_consultation_does_not_become_true():
    there = world(illustrative=True, area=AreaFactory(illustrative=True))
    row, true = there.row, AreaFactory(illustrative=False)
    data = ConsultationData(row.title, true, row.opens_on, row.closes_on)
    with pytest.raises(Refusal, match="kept apart"):
        consultations.change(row, data, version=row.version, by=there.clerk)


def test_a_programme_that_not_everybody_knows_of_is_not_named_on_a_public_page():
    programme = ProgrammeFactory(public=False, title={"lv": "Klusā programma", "en": "The quiet programme"})
    row = InitiativeFactory(programme=programme)
    organiser = TeamMemberFactory(programme=programme, person=PersonFactory(with_account=True)).person
    elsewhere = TeamMemberFactory(person=PersonFactory(with_account=True)).person
    assert "quiet programme" not in page(browser(), address("initiative", row.pk))
    assert "quiet programme" in page(browser(organiser), address("initiative", row.pk))
    assert "quiet programme" not in page(browser(elsewhere), address("export_initiatives", "csv"))


def test_a_link_to_one_consultation_opens_no_other_one():
    one, other = world().row, ConsultationFactory()
    consultation_comments.send_link(one, given_name="Anna", family_name="Ozola", email="a@example.lv", language="en")
    letter = Letter.objects.get(to_address="a@example.lv")
    token = letter.text.split(f"/{one.pk}/", 1)[1].split("/")
    token = next(part for part in token if len(part) > 30).split()[0]
    assert PersonalLink.objects.filter(digest=digest_of(token)).exists()
    page(browser(), address("consultation_by_link", one.pk, token))
    page(browser(), address("consultation_by_link", other.pk, token), 404)


def test_a_link_goes_to_the_one_with_an_account_of_several_at_an_address():
    row = world().row
    PersonFactory(email="two@example.lv")
    known = PersonFactory(with_account=True, email="two@example.lv")
    consultation_comments.send_link(row, given_name="A", family_name="B", email="two@example.lv", language="en")
    assert PersonalLink.objects.latest("pk").person == known


def test_an_initiative_is_reported_from_its_page():
    row = InitiativeFactory(by=PersonFactory(with_account=True))
    link = address("report", "initiative", row.pk)
    assert link in page(browser(), address("initiative", row.pk))
    assert link not in page(browser(AuthorFactory(initiative=row).person), address("initiative", row.pk))


def test_whoever_wrote_a_hidden_initiative_finds_where_to_ask_again(here):
    row = here.initiative
    Initiative.objects.filter(pk=row.pk).update(by=here.author)
    row.refresh_from_db()
    other = AuthorFactory(initiative=row).person
    hide(kind_of("initiative"), row, "Aizskar kaimiņu.", seen=0, by=here.clerk)
    link = address("moderation", "initiative", row.pk)
    for person, finds in ((here.author, True), (here.clerk, True), (other, False)):
        assert (link in page(browser(person), address("initiative", row.pk))) == finds
        page(browser(person), link, 200 if finds else 404)


def test_the_title_of_a_hidden_question_stands_in_no_answer(here):
    SupporterFactory(initiative=here.initiative)
    row = here.ask()
    hide(kind_of("council_question"), row, "Aizskar.", seen=0, by=PersonFactory(administrator=True))
    here.decide(row)
    told = Letter.objects.filter(kind="council-answered")
    assert told.count() == 2
    assert not any(row.title in letter.subject + letter.text for letter in told)


def test_a_question_that_was_returned_leaves_what_was_decided_before(here):
    """Accepted, asked again about more money, returned: it is accepted still."""
    here.decide(here.ask())
    again = here.ask()
    assert here.state() == "asked"
    council_questions.return_question(again, "Par to lemj ministrija.", by=here.clerk)
    assert here.state() == "accepted"


def test_an_annulled_decision_holds_no_state(here):
    question = here.ask()
    made = here.decide(question)
    decisions.annul(made, Annulment(here.today, "Kļūda", "Lēmums 5", here.soon()), version=made.version, by=here.clerk)
    question.refresh_from_db()
    council_questions.withdraw(question, "Vairs nevajag.", by=here.author)
    assert here.state() == "open"


def test_taken_up_again_it_is_before_the_council_where_its_question_waits(here):
    question = here.ask()
    actions.withdraw(here.initiative, "Pārdomājām.", by=here.author)
    actions.take_up_again(here.initiative, by=here.author)
    assert here.state() == "asked"
    here.decide(question)
    assert here.state() == "accepted"


def test_those_who_look_after_an_initiative_hear_of_the_first_report(here):
    row, kind = here.initiative, kind_of("initiative")
    organiser = TeamMemberFactory(programme=ProgrammeFactory(), person=PersonFactory(with_account=True))
    Initiative.objects.filter(pk=row.pk).update(programme=organiser.programme)
    row.refresh_from_db()
    administrator = PersonFactory(administrator=True)
    for _each in range(2):
        report(kind, row, "insult", by=PersonFactory(with_account=True))
    told = Letter.objects.filter(kind=REPORTED)
    assert {letter.to_address for letter in told} == {here.clerk.email, organiser.person.email}
    assert told.count() == 2
    assert administrator.email not in {letter.to_address for letter in told}
    assert not any(row.title in letter.text + letter.subject for letter in told)
    assert address("moderation", "initiative", row.pk) in told[0].text


def test_after_a_decision_a_new_report_is_told_again():
    there = world()
    row = ConsultationCommentFactory(consultation=there.row, person=there.neighbour)
    link = address("report", "comment", row.pk)
    posted(browser(there.stranger), link, {"reason": "insult"})
    decide = {"what": "stands", "reason": "Skarbi, bet par lietu.", "seen": "0"}
    posted(browser(there.clerk), address("decide_report", "comment", row.pk), decide)
    report(kind_of("comment"), row, "insult", by=PersonFactory(with_account=True))
    assert Letter.objects.filter(kind=REPORTED, to_address=there.clerk.email).count() == 2


@pytest.mark.parametrize("kind", ["council_question", "statement"])
def test_where_nobody_looks_after_the_page_administrators_hear_of_it(here, kind):
    """A council does not hide what it is asked, so its people do not hear of it."""
    administrator = PersonFactory(administrator=True)
    row = here.ask() if kind == "council_question" else StatementFactory()
    report(kind_of(kind), row, "insult", by=PersonFactory(with_account=True))
    told = {letter.to_address for letter in Letter.objects.filter(kind=REPORTED)}
    assert told == {administrator.email}


@pytest.mark.parametrize("kind", ["initiative", "council_question", "council_decision", "consultation"])
@pytest.mark.parametrize("pk", ["abc", "9" * 30])
def test_the_way_of_what_has_no_such_number_is_not_there(kind, pk):
    page(browser(), f"/trail/{kind}/{pk}/", 404)


def test_the_words_of_a_hidden_initiative_stand_on_no_page_beside_it(here):
    """To be begun of, to be written together, to be supported by a link of before: the title was a word, too."""
    row = here.initiative
    Initiative.objects.filter(pk=row.pk).update(title="Slepenais virsraksts", by=here.author)
    row.refresh_from_db()
    invited = authors.invite(row, "Anna", "Ozola", "anna@example.lv", by=here.author).person
    supporters.ask_link(row, "Ivars", "Priede", "ivars@example.lv", language="en")
    hide(kind_of("initiative"), row, "Aizskar kaimiņu.", seen=0, by=here.clerk)
    organiser = TeamMemberFactory(person=PersonFactory(with_account=True)).person
    for name in ("new_consultation", "new_deliberation"):
        page(browser(organiser), address(name) + f"?initiative={row.pk}", 404)
    for person, purpose, name in (
        (invited, authors.purpose_of(row), "author_by_link"),
        (PersonFactory(), supporters.purpose_of(row), "support_by_link"),
    ):
        token = make_token(person, purpose)
        assert "Slepenais" not in page(browser(), address(name, row.pk, token))
    assert not queries.mine(invited).invited
    assert not show_initiatives([str(row.pk)], invited)


def test_who_is_reminded_is_not_named_to_everybody(here):
    """The form says that Talka reminds them, not that everybody reads who they are."""
    row = here.ask()
    here.decide(row, responsible="Būvvalde", responsible_person=here.clerk)
    link = address("council_question", row.pk)
    assert "Būvvalde" in page(browser(), link) and here.clerk.name not in page(browser(), link)
    assert here.clerk.name in page(browser(here.clerk), link).split("Whom Talka reminds")[1]


def test_a_corrected_decision_does_not_end_that_it_is_before_the_council_again(here):
    first = here.decide(here.ask(), "declined")
    here.ask()
    data = here.data("in_part", number=first.number, reasons="Daļēji.")
    decisions.correct(first, data, NOTHING, version=first.version, by=here.clerk)
    assert here.state() == "asked"


def test_a_hidden_initiative_is_not_named_in_the_answer(here):
    SupporterFactory(initiative=here.initiative)
    row = here.ask()
    hide(kind_of("initiative"), here.initiative, "Aizskar.", seen=0, by=PersonFactory(administrator=True))
    here.decide(row)
    assert not any(
        row.title in letter.subject + letter.text for letter in Letter.objects.filter(kind="council-answered")
    )


@pytest.mark.parametrize(
    ("state", "reads"), [("accepted", True), ("invited", True), ("left", False), ("declined", False)]
)
def test_a_draft_is_told_to_those_who_write_it(state, reads):
    row = InitiativeFactory(draft=True, what="Slepena doma.")
    person = AuthorFactory(initiative=row, state=state).person
    assert ("Slepena doma." in str(personal.export(person))) == reads


def test_a_hidden_initiative_is_not_named_by_a_deliberation_about_it(here):
    Initiative.objects.filter(pk=here.initiative.pk).update(title="Slepenais virsraksts")
    here.initiative.refresh_from_db()
    link = address("deliberation", DeliberationFactory(initiative=here.initiative).pk)
    assert "Slepenais" in page(browser(), link)
    hide(kind_of("initiative"), here.initiative, "Aizskar kaimiņu.", seen=0, by=here.clerk)
    assert "Slepenais" not in page(browser(), link)


def test_nobody_is_offered_to_support_what_is_hidden(here):
    link = address("initiative", here.initiative.pk)
    assert "Support it" in page(browser(here.clerk), link)
    hide(kind_of("initiative"), here.initiative, "Aizskar kaimiņu.", seen=0, by=here.clerk)
    for person in (here.clerk, here.author):
        assert "Support it" not in page(browser(person), link)


def test_taken_up_again_nothing_says_that_it_looks_for_support_while_it_is_before_the_council(here):
    here.ask()
    actions.withdraw(here.initiative, "Pārdomājām.", by=here.author)
    answer = browser(here.author).post(address("take_up_initiative", here.initiative.pk), follow=True)
    assert "looks for support again" not in answer.content.decode()


def test_no_vote_consultation_or_deliberation_joins_true_and_made_up_things():
    """Whoever looks after everything could name both."""
    keeper, area = PersonFactory(administrator=True, with_account=True), AreaFactory(illustrative=False)
    made_up = OrganisationFactory(illustrative=True, area=AreaFactory(illustrative=True))
    day, now = timezone.localdate(), timezone.now()
    vote = ChoosingData("Ko?", "", area, Decimal(100), "Europe/Riga", now, now + dt.timedelta(days=1))
    with pytest.raises(Refusal, match="kept apart"):
        choosings.begin(Purse(organisation=made_up), vote, by=keeper)
    with pytest.raises(Refusal, match="kept apart"):
        consultations.begin(ConsultationData("Plāns", area, day, day), organisation=made_up, by=keeper)
    with pytest.raises(Refusal, match="kept apart"):
        deliberations.begin(
            DeliberationData("Kam?"), organisation=made_up, initiative=InitiativeFactory(area=area), by=keeper
        )
