"""Consultations and moderation in a real browser, on a phone and on a desk: the way is walked, axe is silent, nothing
is wider than the screen."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.initiatives.actions import consultation_answers, consultation_parts, moderation
from talka.initiatives.factories.consultations import ConsultationCommentFactory, ConsultationPartFactory
from talka.initiatives.models import Consultation
from talka.initiatives.moderated import kind_of
from talka.site.browsers import looked_at, opened

from .consultation_world import address, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Teritorijasplānojumagrozījumupubliskāsapspriešanaspriekšlikumuizvērtējums"


@pytest.fixture
def here():
    """With long words wherever people write."""
    found = world(title=LONG, about=LONG, subject=LONG, link=f"https://example.test/{LONG}")
    ConsultationPartFactory(consultation=found.row, heading=LONG, text=LONG)
    return found


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing(browser, live_server, here, width, language):
    row, roads, kind = here.row, here.roads, kind_of("comment")
    said = ConsultationCommentFactory(consultation=row, part=roads, words=LONG, named=True)
    hate = ConsultationCommentFactory(consultation=row, part=roads, words=LONG, person=here.neighbour)
    moderation.report(kind, said, "other", LONG, by=here.neighbour)
    moderation.report(kind, hate, "hate", by=here.stranger)
    moderation.hide(kind, hate, LONG, seen=0, by=here.clerk)
    draft = world(draft=True, organisation=row.organisation)
    pages = [
        (None, ["consultations"]),
        (None, ["consultation", row.pk]),
        (None, ["consultation_part", row.pk, roads.pk]),
        (None, ["consultation_link", row.pk]),
        (None, ["report", "comment", said.pk]),
        (here.neighbour, ["consultation_part", row.pk, roads.pk]),
        (here.neighbour, ["consultation_whole", row.pk]),
        (here.neighbour, ["report", "comment", said.pk]),
        (here.neighbour, ["reports"]),
        (here.neighbour, ["moderation", "comment", hate.pk]),
        (here.neighbour, ["appeal_hiding", "comment", hate.pk]),
        (here.clerk, ["consultations"]),
        (here.clerk, ["new_consultation"]),
        (here.clerk, ["consultation", draft.row.pk]),
        (here.clerk, ["edit_consultation", draft.row.pk]),
        (here.clerk, ["consultation_text", draft.row.pk]),
        (here.clerk, ["edit_consultation_part", draft.row.pk, draft.roads.pk]),
        (here.clerk, ["remove_consultation_part", row.pk, roads.pk]),
        (here.clerk, ["consultation_answers", row.pk]),
        (here.clerk, ["answer_consultation_comment", row.pk, said.pk]),
        (here.clerk, ["consultation_after", row.pk]),
        (here.clerk, ["reports"]),
        (here.clerk, ["moderation", "comment", said.pk]),
        (here.clerk, ["moderation", "comment", hate.pk]),
    ]
    page, whose = opened(browser, live_server, None, width, language), None
    for person, (name, *args) in pages:
        if person is not whose:
            page.context.close()
            page, whose = opened(browser, live_server, person, width, language), person
        looked_at(page, address(name, *args))
    page.context.close()
    moderation.appeal(kind, hate, LONG, by=here.neighbour)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Consultation.objects.filter(pk=row.pk).update(closes_on=yesterday)
    row.refresh_from_db()
    consultation_answers.answer(said, "partly", LONG, version=1, by=here.clerk)
    consultation_parts.set_after(
        row, f"# {LONG}\n{LONG} jauns\n# Cits\nVārdi", LONG, version=row.version, by=here.clerk
    )
    page = opened(browser, live_server, here.colleague, width, language)
    looked_at(page, address("moderation", "comment", hate.pk))
    looked_at(page, address("consultation_answers", row.pk))
    consultation_answers.publish_report(row, unanswered_too=True, by=here.clerk)
    for name in ("consultation", "consultation_answers", "consultation_report", "consultation_changes"):
        looked_at(page, address(name, row.pk))
    page.context.close()


def test_the_way_of_a_comment_on_a_phone(browser, live_server, here):
    """Read, commented on, reported, hidden, in the Latvian of the phone."""
    path = address("consultation_part", here.row.pk, here.roads.pk)
    page = opened(browser, live_server, here.neighbour, 360, "lv")
    page.goto(path)
    page.locator("textarea[name=words]").fill("Ceļš gar skolu vispirms")
    page.locator("input[name=shown_as][value=name]").check()
    page.locator("section[aria-labelledby=write] button[type=submit]").click()
    page.wait_for_url("**#comments")
    assert "Kaija Ksaverija" in page.locator("article.card").inner_text()
    page.context.close()
    page = opened(browser, live_server, here.stranger, 360, "lv")
    page.goto(path)
    page.locator("article.card form button").click()
    page.wait_for_url("**#comments")
    page.locator("article.card a[href*='reports/new']").click()
    page.locator("input[name=reason][value=insult]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**#comment-*")
    page.context.close()
    page = opened(browser, live_server, here.clerk, 360, "lv")
    page.goto(address("reports"))
    page.locator("main ul.list a").first.click()
    page.locator("textarea[name=reason]").fill("Apvaino")
    page.locator("button[value=hidden]").click()
    page.wait_for_url("**/reports/")
    page.context.close()
    page = opened(browser, live_server, None, 360, "lv")
    page.goto(path)
    words = page.locator("article.card").inner_text()
    assert "Apvaino" in words and "vispirms" not in words
    page.context.close()
