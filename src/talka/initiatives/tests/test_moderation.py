"""Words are reported, hidden with a reason, appealed about; every step is kept and everybody concerned hears of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from talka.initiatives.actions import moderation as actions
from talka.initiatives.factories.consultations import ConsultationCommentFactory
from talka.initiatives.factories.moderation import ReportFactory
from talka.initiatives.models import ModerationStep, Report
from talka.initiatives.moderated import kind_of
from talka.initiatives.queries import moderation as queries
from talka.letters.models import Letter
from talka.people import personal_data
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .consultation_world import address, browser, page, posted, world

pytestmark = pytest.mark.django_db
HATE = "Pretīgi ļaudis, brauciet prom"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return world()


@pytest.fixture
def hate(here):
    """By the neighbour, on the part about roads."""
    return ConsultationCommentFactory(consultation=here.row, part=here.roads, person=here.neighbour, words=HATE)


@pytest.fixture
def kind():
    return kind_of("comment")


def part_page(here):
    return address("consultation_part", here.row.pk, here.roads.pk)


def letters_to(person):
    return list(Letter.objects.filter(to_address=person.email).order_by("pk"))


def test_hate_is_reported_hidden_appealed_and_restored(here, hate, kind):
    """The whole way, through pages only."""
    report = address("report", "comment", hate.pk)
    assert "Hate against people" in page(browser(here.stranger), report)
    posted(browser(here.stranger), report, {"reason": "hate", "words": "Naida runa"})
    queue = page(browser(here.clerk), address("reports"))
    assert HATE in queue and "Hate against people" in queue
    assert "1 reported text" in page(browser(here.clerk), "/me/")
    thing = address("moderation", "comment", hate.pk)
    assert "Naida runa" in page(browser(here.clerk), thing)
    decide = {"reason": "Naids pret cilvēku grupu", "seen": "0", "what": "hidden"}
    posted(browser(here.clerk), address("decide_report", "comment", hate.pk), decide)

    for reader in (None, here.stranger):
        seen = page(browser(reader), part_page(here))
        assert HATE not in seen and "Naids pret cilvēku grupu" in seen
    for reader in (here.neighbour, here.clerk):
        assert HATE in page(browser(reader), part_page(here))

    author, reporter = letters_to(here.neighbour), letters_to(here.stranger)
    assert "Naids pret cilvēku grupu" in author[0].text and thing in author[0].text
    assert "Naids pret cilvēku grupu" in reporter[0].text
    assert "Svešinieks" not in author[0].text and HATE not in author[0].text + reporter[0].text
    mine = page(browser(here.neighbour), thing)
    assert "Naida runa" not in mine and "Svešinieks" not in mine and "Domniece" not in mine
    assert "Ask to look again" in mine

    posted(browser(here.neighbour), address("appeal_hiding", "comment", hate.pk), {"reason": "Tā bija ironija"})
    told = letters_to(here.colleague)[-1]
    assert told.kind == "initiatives-words-appealed" and thing in told.text and "Tā bija ironija" not in told.text
    assert told.kind not in {letter.kind for letter in letters_to(here.clerk)}
    assert "asks to look again" in page(browser(here.colleague), address("reports"))
    assert HATE not in page(browser(here.clerk), address("reports"))
    # Who wrote without a name asks without a name.
    asked = page(browser(here.colleague), thing)
    assert "Tā bija ironija" in asked and "Domniece" in asked and "Ksaverija" not in asked
    answer = address("answer_appeal", "comment", hate.pk)
    refused = posted(browser(here.clerk), answer, {"reason": "Nē", "what": "upheld"}, 422)
    assert "You hid these words yourself" in refused
    posted(browser(here.colleague), answer, {"reason": "Ironija, ne naids", "what": "restored"})
    assert HATE in page(browser(), part_page(here))
    assert [step.what for step in ModerationStep.objects.all()] == ["hidden", "appealed", "restored"]
    assert len(letters_to(here.neighbour)) == 2
    assert "Ironija, ne naids" in letters_to(here.stranger)[1].text
    assert "Ironija, ne naids" in page(browser(here.stranger), address("reports"))


def test_one_person_reports_once_and_is_told_what_was_decided(here, hate, kind):
    actions.report(kind, hate, "insult", by=here.stranger)
    with pytest.raises(Refusal, match="already"):
        actions.report(kind, hate, "hate", by=here.stranger)
    actions.let_stand(kind, hate, "Skarbi, bet par lietu", seen=0, by=here.clerk)
    with pytest.raises(Refusal) as again:
        actions.report(kind, hate, "hate", by=here.stranger)
    assert "Skarbi, bet par lietu" in again.value.text()
    assert Report.objects.count() == 1
    assert letters_to(here.neighbour) == []
    assert "Skarbi, bet par lietu" in letters_to(here.stranger)[0].text


def test_who_may_not_decide(here, hate, kind):
    """The author's own words are not theirs to decide about, though they work for the municipality."""
    own = ConsultationCommentFactory(consultation=here.row, person=here.clerk, words="Pats rakstīju")
    for row, person in ((hate, here.stranger), (hate, here.neighbour), (hate, None), (own, here.clerk)):
        with pytest.raises(Refusal) as refused:
            actions.hide(kind, row, "Tāpat vien", seen=0, by=person)
        assert refused.value.status == 403
    page(browser(here.stranger), address("moderation", "comment", hate.pk), 404)
    page(browser(), address("moderation", "comment", hate.pk), 404)
    posted(browser(here.stranger), address("decide_report", "comment", hate.pk), {"what": "hidden"}, 404)
    assert "Hide the words" not in page(browser(here.clerk), address("moderation", "comment", own.pk))
    assert not ModerationStep.objects.exists()


def test_where_there_is_one_clerk_an_administrator_decides_the_appeal(here, hate, kind):
    administrator = PersonFactory(administrator=True)
    Person.objects.filter(pk=here.colleague.pk).update(organisation=None)
    actions.hide(kind, hate, "Naids", seen=0, by=here.clerk)
    actions.appeal(kind, hate, "Lūdzu, palasiet vēlreiz", by=here.neighbour)
    [letter] = letters_to(administrator)
    assert address("moderation", "comment", hate.pk) in letter.text and HATE not in letter.text
    assert letters_to(here.clerk) == []
    assert [one.appeal for one in queries.waiting_for(administrator)] == [True]
    assert queries.waiting_for(here.clerk) == []
    actions.answer_appeal(kind, hate, "Paliek", restore=False, by=administrator)
    hate.refresh_from_db()
    assert hate.hidden_at is not None and hate.words == HATE
    with pytest.raises(Refusal, match="asked already"):
        actions.appeal(kind, hate, "Vēlreiz", by=here.neighbour)


def test_an_author_without_an_account_can_ask_too(here, kind):
    """By the link in the letter, which opens these words and nobody else's."""
    guest = PersonFactory(family_name="Viesulis")
    words = ConsultationCommentFactory(consultation=here.row, person=guest, words="Asi vārdi")
    other = ConsultationCommentFactory(consultation=here.row, words="Citi vārdi")
    actions.hide(kind, words, "Par asu", seen=0, by=here.clerk)
    way = next(word for word in letters_to(guest)[0].text.split() if "/as/" in word)
    way = "/" + way.partition("//")[2].partition("/")[2]
    client = browser()
    page(client, address("appeal_hiding", "comment", words.pk), 404)
    assert "Viesulis" in page(client, way)
    page(client, way.replace(f"/{words.pk}/", f"/{other.pk}/"), 404)
    page(client, address("moderation_by_link", "comment", words.pk, "nonsense"), 404)
    posted(client, way)
    assert "Asi vārdi" in page(client, address("moderation", "comment", words.pk))
    posted(client, address("appeal_hiding", "comment", words.pk), {"reason": "Nav tik asi"})
    assert ModerationStep.objects.latest("pk").by == guest
    assert client.get("/me/").status_code != 200


def test_two_decide_at_once(here, hate, kind):
    """The second one is told what the first one did, and changes nothing."""
    actions.hide(kind, hate, "Naids", seen=0, by=here.clerk)
    with pytest.raises(Refusal, match="meanwhile"):
        actions.let_stand(kind, hate, "Paliek", seen=0, by=here.colleague)
    with pytest.raises(Refusal, match="meanwhile"):
        actions.hide(kind, hate, "Cits iemesls", seen=0, by=here.colleague)
    hate.refresh_from_db()
    assert hate.hidden_why == "Naids"


def test_a_mistake_is_mended_without_an_appeal_but_not_over_one(here, hate, kind):
    step = actions.hide(kind, hate, "Kļūda", seen=0, by=here.clerk)
    actions.show_again(kind, hate, "Pārskatījos", seen=step.pk, by=here.clerk)
    hate.refresh_from_db()
    assert hate.hidden_at is None and hate.hidden_why == ""
    last = ModerationStep.objects.latest("pk")
    actions.hide(kind, hate, "Tomēr", seen=last.pk, by=here.clerk)
    appeal = actions.appeal(kind, hate, "Nepareizi", by=here.neighbour)
    with pytest.raises(Refusal, match="asked to look again"):
        actions.show_again(kind, hate, "Es pats", seen=appeal.pk, by=here.clerk)


@pytest.mark.parametrize(
    ("reason", "words", "said"),
    [("other", "", "in a few words"), ("nonsense", "", "Choose"), ("hate", "x" * 1001, "longer")],
)
def test_a_report_that_says_nothing(here, hate, kind, reason, words, said):
    with pytest.raises(Refusal, match=said):
        actions.report(kind, hate, reason, words, by=here.stranger)
    assert not Report.objects.exists()


def test_nobody_reports_without_saying_who_they_are(here, hate, kind):
    seen = page(browser(), address("report", "comment", hate.pk))
    assert "Sign in to report" in seen
    posted(browser(), address("report", "comment", hate.pk), {"reason": "hate"}, 403)
    assert not Report.objects.exists()


def test_what_cannot_be_read_cannot_be_reported(here, kind):
    draft = world(draft=True)
    secret = ConsultationCommentFactory(consultation=draft.row, words="Melnraksta vārdi")
    assert "Melnraksta vārdi" not in page(browser(here.stranger), address("report", "comment", secret.pk), 404)
    page(browser(here.stranger), address("report", "nonsense", 1), 404)
    page(browser(here.stranger), address("report", "comment", 999_999), 404)


def test_a_day_has_so_many_reports(here, hate, kind, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 2)
    for _number in range(2):
        actions.report(kind, ConsultationCommentFactory(consultation=here.row), "spam", by=here.stranger)
    with pytest.raises(Refusal) as refused:
        actions.report(kind, hate, "spam", by=here.stranger)
    assert refused.value.status == 429
    actions.report(kind, hate, "spam", by=here.colleague)


def test_one_s_own_words_and_hidden_ones_are_not_reported(here, hate, kind):
    with pytest.raises(Refusal, match="your own"):
        actions.report(kind, hate, "hate", by=here.neighbour)
    actions.hide(kind, hate, "Naids", seen=0, by=here.clerk)
    with pytest.raises(Refusal, match="hidden already"):
        actions.report(kind, hate, "hate", by=here.stranger)
    page(browser(here.stranger), address("report", "comment", hate.pk), 404)


def test_the_queue_asks_as_often_for_three_as_for_one(here, hate, kind):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries_asked:
            answer = browser_of_clerk.get(address("reports"))
        assert answer.status_code == 200
        return len(queries_asked)

    browser_of_clerk = browser(here.clerk)
    ReportFactory(thing=hate.pk)
    asked()
    one = asked()
    for _number in range(2):
        ReportFactory(thing=ConsultationCommentFactory(consultation=here.row).pk)
    assert asked() == one


def test_erased_people_leave_reports_and_decisions_without_their_names(here, hate, kind):
    actions.report(kind, hate, "other", "Mani Ksaverijas vārdi", by=here.stranger)
    actions.hide(kind, hate, "Naids", seen=0, by=here.clerk)
    actions.appeal(kind, hate, "Lūdzu Svešinieku", by=here.neighbour)
    assert "Mani Ksaverijas vārdi" in str(personal_data.export(here.stranger))
    assert "Lūdzu Svešinieku" in str(personal_data.export(here.neighbour))
    assert "Naids" in str(personal_data.export(here.clerk))
    for person in (here.stranger, here.neighbour):
        erase_person(person, by=PersonFactory(administrator=True))
    report = Report.objects.get()
    assert report.by is None and report.words == "" and report.decision is not None
    assert not report.versions.exclude(words="").exists() and not report.versions.exclude(by=None).exists()
    assert list(ModerationStep.objects.values_list("what", "reason")) == [("hidden", "Naids"), ("appealed", "")]
    assert personal_data.export(here.stranger).get("initiatives") is None


def test_what_waits_elsewhere_does_not_fill_the_queue(here, hate, monkeypatch):
    """However many reports wait for others, one's own are found."""
    monkeypatch.setattr(queries, "MOST_WAITING", 2)
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    for _number in range(5):
        ReportFactory(thing=ConsultationCommentFactory().pk)
    for _number in range(2):
        ReportFactory(thing=hate.pk)
    found = queries.waiting_for(here.clerk)
    assert [(one.row.pk, one.reports) for one in found] == [(hate.pk, 2)]
    for _number in range(2):
        ReportFactory(thing=ConsultationCommentFactory(consultation=here.row).pk)
    assert len(queries.waiting_for(here.clerk)) == 2


def test_whoever_reported_words_hears_that_they_are_shown_again_without_an_appeal(here, hate, kind):
    actions.report(kind, hate, "hate", by=here.stranger)
    step = actions.hide(kind, hate, "Kļūda", seen=0, by=here.clerk)
    actions.show_again(kind, hate, "Pārskatījos", seen=step.pk, by=here.clerk)
    assert [one.step.what for one in queries.reported_by(here.stranger)] == ["shown"]
    assert "Pārskatījos" in letters_to(here.stranger)[-1].text
    with pytest.raises(Refusal) as again:
        actions.report(kind, hate, "hate", by=here.stranger)
    assert "Pārskatījos" in again.value.text()
