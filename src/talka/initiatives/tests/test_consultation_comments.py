"""Comments: until midnight of the last day, by whom, with whose name; what cannot be taken any more is not lost."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.initiatives.actions import consultation_comments as actions
from talka.initiatives.actions import consultation_parts as parts
from talka.initiatives.actions import consultations, moderation
from talka.initiatives.factories.consultations import CommentSupportFactory, ConsultationCommentFactory
from talka.initiatives.models import CommentSupport, Consultation, ConsultationComment
from talka.initiatives.moderated import kind_of
from talka.letters.models import Letter
from talka.people import personal_data, personal_links
from talka.people.actions import withdraw_consent
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Consent, Person, PersonalLink
from talka.ui.refusals import Refusal

from .consultation_world import address, browser, page, posted, world

pytestmark = pytest.mark.django_db
SAID = "Ceļš gar skolu vispirms"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return world()


def part_page(here):
    return address("consultation_part", here.row.pk, here.roads.pk)


@pytest.mark.parametrize(
    ("moment", "taken"),
    [
        (dt.datetime(2026, 3, 28, 21, 59, 59, tzinfo=dt.UTC), True),  # 23:59:59 in Riga, still winter time
        (dt.datetime(2026, 3, 28, 22, 0, 0, tzinfo=dt.UTC), False),  # midnight in Riga, in London still the last day
    ],
)
def test_comments_are_taken_until_midnight_where_it_is_held(here, time_machine, moment, taken):
    Consultation.objects.update(opens_on=dt.date(2026, 3, 1), closes_on=dt.date(2026, 3, 28))
    time_machine.move_to(moment)
    if taken:
        actions.comment(here.row, here.roads, SAID, by=here.neighbour)
    else:
        with pytest.raises(Refusal, match="closed: its last day was"):
            actions.comment(here.row, here.roads, SAID, by=here.neighbour)
    assert ConsultationComment.objects.count() == taken


def test_midnight_in_summer(here, time_machine):
    """The clocks have changed: midnight in Riga is 21:00 UTC."""
    Consultation.objects.update(opens_on=dt.date(2026, 3, 1), closes_on=dt.date(2026, 3, 29))
    time_machine.move_to(dt.datetime(2026, 3, 29, 20, 59, 59, tzinfo=dt.UTC))
    actions.comment(here.row, None, SAID, by=here.neighbour)
    time_machine.move_to(dt.datetime(2026, 3, 29, 21, 0, 0, tzinfo=dt.UTC))
    with pytest.raises(Refusal, match="closed"):
        actions.comment(here.row, None, SAID + "!", by=here.neighbour)


def test_who_is_late_can_copy_the_words(here):
    """The page was opened in time, and sent too late."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Consultation.objects.update(closes_on=yesterday)
    seen = posted(browser(here.neighbour), part_page(here), {"words": SAID, "shown_as": "nobody"}, 409)
    assert SAID in seen and "readonly" in seen and "closed" in seen
    assert not ConsultationComment.objects.exists()


def test_a_part_is_taken_out_while_somebody_writes(here):
    parts.remove_part(here.roads, "Tiek pārstrādāta", by=here.clerk)
    seen = posted(browser(here.neighbour), part_page(here), {"words": SAID, "shown_as": "nobody"}, 409)
    assert SAID in seen and "taken out of the text while you were writing" in seen
    assert address("consultation_whole", here.row.pk) in seen
    assert not ConsultationComment.objects.exists()


def test_a_part_that_was_taken_out_keeps_what_was_said_of_it(here):
    ConsultationCommentFactory(consultation=here.row, part=here.roads, words=SAID)
    parts.remove_part(here.roads, "Tiek pārstrādāta", by=here.clerk)
    seen = page(browser(), part_page(here))
    assert SAID in seen and "Tiek pārstrādāta" in seen
    assert here.roads.heading in page(browser(), address("consultation", here.row.pk))
    with pytest.raises(Refusal, match="only part"):
        parts.remove_part(here.schools, "Arī", by=here.clerk)


def test_words_of_somebody_who_is_signed_in_no_longer_are_not_lost(here):
    seen = posted(browser(), part_page(here), {"words": SAID, "shown_as": "nobody"}, 401)
    assert SAID in seen and "do not know who you are" in seen


@pytest.mark.parametrize(("words", "said"), [("", "no words yet"), ("  \n ", "no words yet"), ("x" * 10_001, "longer")])
def test_empty_and_endless_words(here, words, said):
    with pytest.raises(Refusal, match=said):
        actions.comment(here.row, here.roads, words, by=here.neighbour)
    posted(browser(here.neighbour), part_page(here), {"words": words, "shown_as": "nobody"}, 422)
    assert not ConsultationComment.objects.exists()


def test_sent_twice_is_one_comment(here):
    first = actions.comment(here.row, here.roads, SAID, by=here.neighbour)
    assert actions.comment(here.row, here.roads, f" {SAID} ", by=here.neighbour).pk == first.pk
    assert actions.comment(here.row, here.schools, SAID, by=here.neighbour).pk != first.pk


def test_a_name_stands_only_while_the_consent_does(here):
    made = actions.comment(here.row, here.roads, SAID, shown_as="name", by=here.neighbour)
    consent = Consent.objects.get(person=here.neighbour, withdrawn_at=None)
    assert consent.wording == actions.wording_named("name") and consent.subject_id == str(made.pk)
    assert "Ksaverija" in page(browser(), part_page(here))
    withdraw_consent(consent, by=here.neighbour)
    for reader in (None, here.clerk, here.stranger):
        seen = page(browser(reader), part_page(here))
        assert SAID in seen and "Ksaverija" not in seen


def test_a_comment_in_the_name_of_an_organisation(here):
    actions.comment(here.row, here.roads, SAID, shown_as="organisation", by=here.stranger)
    seen = page(browser(), part_page(here))
    assert str(here.stranger.organisation) in seen and "Svešinieks" not in seen
    with pytest.raises(Refusal, match="work for an organisation"):
        actions.comment(here.row, here.roads, "Mēs visi", shown_as="organisation", by=here.neighbour)


def test_without_a_name_nobody_learns_it(here):
    actions.comment(here.row, here.roads, SAID, by=here.neighbour)
    administrator = PersonFactory(administrator=True)
    for reader in (None, here.stranger, here.clerk, administrator):
        assert "Ksaverija" not in page(browser(reader), part_page(here))
    for reader in (here.clerk, administrator):
        assert "Ksaverija" not in page(browser(reader), address("consultation_answers", here.row.pk))
        table = browser(reader).get(address("consultation_report_file", here.row.pk, "csv")).content.decode()
        assert SAID in table and "Ksaverija" not in table


def test_saying_the_same_counts_a_person_once(here):
    comment = ConsultationCommentFactory(consultation=here.row, part=here.roads, words=SAID)
    way = address("support_consultation_comment", here.row.pk, comment.pk)
    client = browser(here.neighbour)
    posted(client, way, {"same": "1"})
    assert "You have said so already." in client.post(way, {"same": "1"}, follow=True).content.decode()
    assert "1 more says the same" in page(browser(), part_page(here))
    posted(client, way, {"same": "0"})
    assert not CommentSupport.objects.exists()
    with pytest.raises(Refusal, match="own comment"):
        actions.support(comment, by=comment.person)
    posted(browser(), way, {"same": "1"}, 403)
    CommentSupportFactory(comment=comment, person=here.neighbour)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentSupportFactory(comment=comment, person=here.neighbour)


def test_nobody_agrees_after_the_close_or_with_hidden_words(here):
    comment = ConsultationCommentFactory(consultation=here.row)
    moderation.hide(kind_of("comment"), comment, "Naids", seen=0, by=here.clerk)
    with pytest.raises(Refusal, match="no longer"):
        actions.support(comment, by=here.neighbour)
    Consultation.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refusal, match="closed"):
        actions.support(comment, by=here.neighbour)


def test_a_comment_is_taken_back_by_its_writer_alone(here):
    made = actions.comment(here.row, here.roads, SAID, shown_as="name", by=here.neighbour)
    way = address("take_back_consultation_comment", here.row.pk, made.pk)
    for other in (None, here.stranger, here.clerk):
        posted(browser(other), way, {}, 404)
    posted(browser(here.neighbour), way)
    assert SAID not in page(browser(here.clerk), address("consultation_answers", here.row.pk))
    assert SAID not in page(browser(), part_page(here))
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_somebody_without_an_account_takes_part_by_a_link(here):
    """The letter's link opens comments, and nothing else of theirs."""
    client = browser()
    asked = {"given_name": "Jana", "family_name": "Jaunkundze", "email": "Jana@Example.test"}
    posted(client, address("consultation_link", here.row.pk), asked)
    letter = Letter.objects.get()
    way = next(word for word in letter.text.split() if "/as/" in word).partition("//")[2].partition("/")[2]
    assert not ConsultationComment.objects.exists()
    assert "Jana Jaunkundze" in page(client, f"/{way}")
    posted(client, f"/{way}")
    posted(client, part_page(here), {"words": SAID, "shown_as": "name"})
    assert "Jaunkundze" in page(browser(), part_page(here))
    assert client.get("/me/").status_code != 200
    posted(client, address("consultation_link", here.row.pk), asked | {"email": "jana@example.TEST"})
    assert Person.objects.filter(email__iexact="jana@example.test").count() == 1
    page(browser(), address("consultation_by_link", here.row.pk, "nonsense"), 404)


def test_a_link_of_another_door_opens_nothing(here):
    token = personal_links.make_token(here.neighbour, "sign-in")
    page(browser(), address("consultation_by_link", here.row.pk, token), 404)


def test_a_mailbox_is_not_filled_and_no_address_is_betrayed(here):
    for _number in range(5):
        answer = browser().post(
            address("consultation_link", here.row.pk),
            {"given_name": "Kaut", "family_name": "Kas", "email": here.neighbour.email},
            follow=True,
        )
        assert "on its way" in answer.content.decode() and "Ksaverija" not in answer.content.decode()
    assert PersonalLink.objects.filter(person=here.neighbour).count() == 3
    Consultation.objects.update(closes_on=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refusal, match="closed"):
        actions.send_link(here.row, given_name="A", family_name="B", email="a@example.test", language="lv")


def test_a_part_asks_as_often_for_three_comments_as_for_one(here):
    reader = browser(here.stranger)

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert reader.get(part_page(here)).status_code == 200
        return len(found)

    ConsultationCommentFactory(consultation=here.row, part=here.roads, named=True)
    asked()
    once = asked()
    for _number in range(2):
        comment = ConsultationCommentFactory(consultation=here.row, part=here.roads, named=True)
        CommentSupportFactory(comment=comment)
    assert asked() == once


def test_an_erased_writer_leaves_the_words_without_a_name(here):
    made = actions.comment(here.row, here.roads, SAID, shown_as="name", by=here.neighbour)
    gone = actions.comment(here.row, here.roads, "Atsaukti Ksaverijas vārdi", by=here.neighbour)
    actions.take_back(gone, by=here.neighbour)
    other = ConsultationCommentFactory(consultation=here.row, part=here.roads)
    actions.support(other, by=here.neighbour)
    told = str(personal_data.export(here.neighbour, own=True))
    assert SAID in told and "Atsaukti Ksaverijas vārdi" in told and other.words in told
    assert here.row.title in told
    to_others = str(personal_data.export(here.neighbour))
    assert SAID in to_others and "Atsaukti Ksaverijas vārdi" not in to_others, "without a name is without a name"
    erase_person(here.neighbour, by=PersonFactory(administrator=True))
    made.refresh_from_db()
    gone.refresh_from_db()
    assert (made.person, made.words, gone.words) == (None, SAID, "")
    assert not gone.versions.exclude(words="").exists()
    assert not made.versions.exclude(person=None).exists()
    assert other.supports.count() == 1 and other.supports.get().person is None
    seen = page(browser(), part_page(here))
    assert SAID in seen and "Ksaverija" not in seen
    assert personal_data.export(here.neighbour).get("initiatives") is None


def test_a_taken_away_consultation_takes_no_comments(here):
    consultations.retire(here.row, by=here.clerk)
    with pytest.raises(Refusal, match="taken away"):
        actions.comment(here.row, here.roads, SAID, by=here.neighbour)
