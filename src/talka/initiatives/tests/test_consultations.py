"""A consultation from the pasted text to the published answers: the way through its pages, and who may go it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.events.factories import EventFactory
from talka.initiatives.actions import consultation_comments as comments
from talka.initiatives.actions import consultation_parts as parts
from talka.initiatives.actions import consultations as actions
from talka.initiatives.actions.consultations import ConsultationData
from talka.initiatives.consultations_panels import initiative_panel
from talka.initiatives.factories.consultations import (
    ConsultationCommentFactory,
    ConsultationFactory,
    ConsultationPartFactory,
)
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.models import Consultation, ConsultationComment, ConsultationPart
from talka.links.models import Link
from talka.links.registry import kind_of, steps_backward
from talka.people.factories import PersonFactory
from talka.people.models import PersonalLink
from talka.plans.factories import GoalFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

from .consultation_world import address, browser, page, posted, world

pytestmark = pytest.mark.django_db
TEXT = """Ievads par novadu.

1. Ceļi
Grants ceļus pārbūvē reizi desmit gados.

2. Skolas
Skolas paliek, kur tās ir."""


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def here():
    return world()


@pytest.fixture
def draft():
    return world(draft=True)


def territory(row):
    return reverse("territories:area", args=[row.area.key])


def sent_of(row, **more):
    return {
        "title": row.title,
        "area": row.area.name,
        "opens_on": row.opens_on.isoformat(),
        "closes_on": row.closes_on.isoformat(),
        "version": row.version,
    } | more


def test_the_whole_way_from_a_draft_to_answers(here):
    """Begun by a clerk, pasted, published, commented on, closed, answered, published."""
    area = AreaFactory()
    here.clerk.organisation.area = area
    here.clerk.organisation.save()
    clerk, neighbour = browser(here.clerk), browser(here.neighbour)
    today = timezone.localdate()
    sent = {
        "holder": f"organisation-{here.clerk.organisation_id}",
        "title": "Satiksmes plāns",
        "area": area.name,
        "opens_on": today.isoformat(),
        "closes_on": (today + dt.timedelta(days=9)).isoformat(),
    }
    posted(clerk, address("new_consultation"), sent)
    row = Consultation.objects.latest("pk")
    posted(clerk, address("consultation_text", row.pk), {"text": TEXT})
    assert list(row.parts.values_list("heading", flat=True)) == ["Introduction", "1. Ceļi", "2. Skolas"]
    page(neighbour, address("consultation", row.pk), 404)
    mine = page(clerk, address("consultation", row.pk))
    assert "Comments are taken for 10 days." in mine and "four weeks" in mine
    posted(clerk, address("publish_consultation", row.pk))

    roads = row.parts.get(heading="1. Ceļi")
    reading = page(neighbour, address("consultation_part", row.pk, roads.pk))
    assert "Grants ceļus pārbūvē" in reading and "Send the comment" in reading
    said = {"words": "Ceļš gar skolu vispirms", "shown_as": "name"}
    posted(neighbour, address("consultation_part", row.pk, roads.pk), said)
    posted(neighbour, address("consultation_whole", row.pk), {"words": "Par garu", "shown_as": "nobody"})
    seen = page(browser(), address("consultation_part", row.pk, roads.pk))
    assert "Ceļš gar skolu vispirms" in seen and "Ksaverija" in seen
    assert "Ksaverija" not in page(clerk, address("consultation_whole", row.pk))

    Consultation.objects.filter(pk=row.pk).update(opens_on=today - dt.timedelta(9), closes_on=today - dt.timedelta(1))
    first, second = ConsultationComment.objects.filter(consultation=row).order_by("pk")
    page(browser(), address("consultation_report", row.pk), 404)
    answer = {"answer": "taken", "reason": "Pārcelts uz 2027. gadu", "version": first.version}
    posted(clerk, address("answer_consultation_comment", row.pk, first.pk), answer)
    assert "Answered: 1 of 2." in page(clerk, address("consultation_answers", row.pk))
    refused = posted(clerk, address("publish_consultation_report", row.pk), {}, 422)
    assert "1 comment has no answer." in refused
    answer = {"answer": "declined", "reason": "", "version": second.version}
    assert "Say why." in posted(clerk, address("answer_consultation_comment", row.pk, second.pk), answer, 422)
    answer["reason"] = "Likums prasa visas nodaļas"
    posted(clerk, address("answer_consultation_comment", row.pk, second.pk), answer)
    posted(clerk, address("publish_consultation_report", row.pk), {})
    report = page(browser(), address("consultation_report", row.pk))
    for words in ("Pārcelts uz 2027. gadu", "Likums prasa visas nodaļas", "Not taken up", "Ksaverija"):
        assert words in report


def test_a_draft_is_its_holders_own(draft):
    """Nobody else learns of it: not by its pages, the list, the territory's page, the trail."""
    organiser = PersonFactory(with_account=True)
    pages = [
        address("consultation", draft.row.pk),
        address("consultation_part", draft.row.pk, draft.roads.pk),
        address("consultation_whole", draft.row.pk),
        address("consultation_report", draft.row.pk),
        address("consultation_link", draft.row.pk),
    ]
    for reader in (None, draft.neighbour, draft.stranger, organiser):
        for path in pages:
            page(browser(reader), path, 404)
        assert draft.row.title not in page(browser(reader), address("consultations"))
    assert draft.row.title in page(browser(draft.colleague), address("consultations"))
    assert draft.row.title not in page(browser(), territory(draft.row))
    show = kind_of("consultation").show
    assert show([str(draft.row.pk)], draft.stranger) == {}
    assert str(draft.row.pk) in show([str(draft.row.pk)], draft.clerk)


def test_organisers_of_a_programme_hold_theirs():
    programme = ProgrammeFactory()
    member = TeamMemberFactory(programme=programme, project=None)
    row = ConsultationFactory(organisation=None, programme=member.programme, draft=True)
    ConsultationPartFactory(consultation=row)
    other = TeamMemberFactory(programme=ProgrammeFactory(), project=None).person
    page(browser(other), address("edit_consultation", row.pk), 404)
    posted(browser(member.person), address("publish_consultation", row.pk))
    page(browser(other), address("consultation", row.pk))
    page(browser(other), address("consultation_answers", row.pk), 404)
    with pytest.raises(Refusal) as refused:
        actions.begin(ConsultationData("X", row.area, row.opens_on, row.closes_on), programme=row.programme, by=other)
    assert refused.value.status == 403


def test_nobody_changes_what_others_hold(here):
    """By action, not only by page."""
    data = ConsultationData("Cits", here.row.area, here.row.opens_on, here.row.closes_on)
    deeds = [
        lambda by: actions.change(here.row, data, version=1, by=by),
        lambda by: actions.publish(here.row, by=by),
        lambda by: actions.retire(here.row, by=by),
        lambda by: parts.paste(here.row, TEXT, replace=True, by=by),
        lambda by: parts.remove_part(here.roads, "Tāpat", by=by),
        lambda by: parts.set_after(here.row, "X", "Y", version=1, by=by),
    ]
    for by in (here.neighbour, here.stranger, None):
        for deed in deeds:
            with pytest.raises(Refusal) as refused:
                deed(by)
            assert refused.value.status == 403
    here.row.refresh_from_db()
    assert here.row.title != "Cits" and here.row.parts.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_on": "2020-01-01"}, "last day is before the first"),
        ({"title": " "}, "required"),
        ({"area": "Nekurienes novads"}, "knows no territory"),
        ({"link": "javascript:alert(1)"}, "valid URL"),
    ],
)
def test_a_wrong_frame_is_refused_beside_its_field(draft, wrong, said):
    answer = posted(browser(draft.clerk), address("edit_consultation", draft.row.pk), sent_of(draft.row) | wrong, 422)
    assert said in answer


def test_a_stale_form_writes_over_nothing(draft):
    clerk = browser(draft.clerk)
    posted(clerk, address("edit_consultation", draft.row.pk), sent_of(draft.row, title="Pirmais"))
    late = posted(clerk, address("edit_consultation", draft.row.pk), sent_of(draft.row, title="Otrais"), 409)
    assert "Somebody else changed this" in late and "Otrais" in late
    draft.row.refresh_from_db()
    assert draft.row.title == "Pirmais"


def test_the_last_day_is_put_off_and_not_brought_forward(here):
    clerk = browser(here.clerk)
    sooner = (here.row.closes_on - dt.timedelta(days=1)).isoformat()
    refused = posted(clerk, address("edit_consultation", here.row.pk), sent_of(here.row, closes_on=sooner), 422)
    assert "put off, not brought forward" in refused
    comments.send_link(here.row, given_name="Ina", family_name="Vējiņa", email="ina@example.test", language="lv")
    later = here.row.closes_on + dt.timedelta(days=5)
    posted(clerk, address("edit_consultation", here.row.pk), sent_of(here.row, closes_on=later.isoformat()))
    here.row.refresh_from_db()
    assert here.row.closes_on == later
    assert timezone.localdate(PersonalLink.objects.get().expires_at) == later + dt.timedelta(days=2)


def test_an_empty_or_finished_one_is_not_published(draft):
    ConsultationPart.objects.all().delete()
    with pytest.raises(Refusal, match="no text yet"):
        actions.publish(draft.row, by=draft.clerk)
    ConsultationPartFactory(consultation=draft.row)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Consultation.objects.update(opens_on=yesterday, closes_on=yesterday)
    with pytest.raises(Refusal, match="over"):
        actions.publish(draft.row, by=draft.clerk)


def test_one_that_was_commented_on_is_not_taken_away(here):
    comment = ConsultationCommentFactory(consultation=here.row)
    with pytest.raises(Refusal, match="commented already"):
        actions.retire(here.row, by=here.clerk)
    comments.take_back(comment, by=comment.person)
    actions.retire(here.row, by=here.clerk)
    for reader in (None, here.clerk):
        page(browser(reader), address("consultation", here.row.pk), 404)


def test_it_is_about_a_task_of_a_planning_document(draft):
    goal = GoalFactory(kind="task")
    goal.plan.area = draft.row.area
    goal.plan.save()
    planned = ("plan_goal", str(goal.pk))
    data = ConsultationData("Ceļi", draft.row.area, draft.row.opens_on, draft.row.closes_on)
    administrator = PersonFactory(administrator=True)
    row = actions.change(draft.row, data, planned=planned, version=draft.row.version, by=administrator)
    assert (str(row.pk), *planned) in steps_backward("consultation", [str(row.pk)])
    assert str(goal) in page(browser(administrator), address("consultation", row.pk))
    with pytest.raises(Refusal, match="not there"):
        actions.change(row, data, planned=("plan_goal", "999999"), version=row.version, by=administrator)
    with pytest.raises(Refusal, match="not there"):
        actions.change(row, data, planned=("need", "1"), version=row.version, by=administrator)
    actions.change(row, data, planned=None, version=row.version, by=administrator)
    assert not Link.objects.exists()


def test_it_stands_on_the_pages_of_its_initiative_and_territory(here):
    initiative = InitiativeFactory()
    Consultation.objects.update(initiative=initiative)
    assert here.row.title in page(browser(), territory(here.row))
    assert ("initiative", str(initiative.pk)) in [
        (kind, pk) for _id, kind, pk in steps_backward("consultation", [str(here.row.pk)])
    ]


def test_who_may_begins_one_from_an_initiative(here, rf):
    """Nobody else sees the way, and nobody begins one about a draft of others."""
    initiative, draft = InitiativeFactory(), InitiativeFactory(draft=True)
    request = rf.get("/")
    way = f"{address('new_consultation')}?initiative={initiative.pk}"
    for person, shown in ((None, False), (here.neighbour, False), (here.clerk, True)):
        request.person = person
        assert (way in initiative_panel(initiative, request)) == shown
    assert initiative.title in page(browser(here.clerk), way)
    page(browser(here.clerk), f"{address('new_consultation')}?initiative={draft.pk}", 404)


def test_a_hidden_hearing_is_not_told(here):
    event = EventFactory(title="Slepenā uzklausīšana", state="draft")
    Consultation.objects.update(event=event)
    assert "Slepenā uzklausīšana" not in page(browser(here.neighbour), address("consultation", here.row.pk))
    event.state = "published"
    event.save()
    assert "Slepenā uzklausīšana" in page(browser(here.neighbour), address("consultation", here.row.pk))


def test_lists_ask_as_often_for_three_as_for_one(here):
    reader = browser()
    counts = {}
    for path in (address("consultations"), address("consultation", here.row.pk), territory(here.row)):
        reader.get(path)
        with CaptureQueriesContext(connection) as first:
            reader.get(path)
        counts[path] = len(first)
    for _number in range(2):
        other = ConsultationFactory(area=here.row.area)
        ConsultationPartFactory(consultation=here.row)
        ConsultationCommentFactory(consultation=here.row, part=here.roads)
        ConsultationCommentFactory(consultation=other)
    for path, once in counts.items():
        with CaptureQueriesContext(connection) as more:
            assert reader.get(path).status_code == 200
        assert len(more) == once, path


def test_words_and_states_find_it(here):
    ended = ConsultationFactory(title="Šķēdes lokālplānojums", closed=True)
    found = page(browser(), address("consultations") + "?q=skedes")
    assert ended.title in found and here.row.title not in found
    found = page(browser(), address("consultations") + "?state=open")
    assert ended.title not in found and here.row.title in found
    assert "Nothing fits" in page(browser(), address("consultations") + "?q=nekas")


def test_a_text_of_two_hundred_parts_stays_light(draft):
    text = "\n".join(f"{number}. Rīcības virziens un tā uzdevumi\n" + "Garš teksts. " * 30 for number in range(1, 201))
    assert parts.paste(draft.row, text, replace=True, by=draft.clerk) == 200
    clerk = browser(draft.clerk)
    for path in (address("consultation", draft.row.pk), address("consultation_text", draft.row.pk)):
        assert len(clerk.get(path).content) < 60_000, path
        assert "200. " in page(clerk, path + "?page=4")
