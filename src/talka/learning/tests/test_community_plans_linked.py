"""Where a community plan stands: in its territory, on the trail, on paper, and in what is kept of a person."""

import datetime as dt

import pytest
from django.urls import reverse

from talka.documents.report import Bullets, Table
from talka.learning.actions import community_plans as actions
from talka.learning.actions.community_plans import AssetData, PlanData
from talka.learning.factories import LearnerFactory
from talka.learning.factories.community_plans import (
    CommunityPlanFactory,
    PlanActivityFactory,
    PlanActorFactory,
    PlanAssetFactory,
    PlanCommentFactory,
)
from talka.learning.models import CommunityPlan, PlanComment
from talka.learning.papers_of_plans import plan_pdf, plan_report
from talka.learning.queries.community_plans import page_of_plan
from talka.learning.trail_of_plans import COMMUNITY_PLAN
from talka.links import registry
from talka.links.actions import connect
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.personal_data import export
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def parish():
    """In a municipality, of which it is asked."""
    row = AreaFactory(kind=Area.Kind.PARISH, name="Kalnu pagasts")
    Belonging.objects.create(child=row, parent=AreaFactory())
    return row


def test_the_place_is_named_in_words_and_leads_to_its_numbers(english, team, learner, parish):
    plan = CommunityPlanFactory(team=team)
    english.force_login(learner.account)
    edit = reverse("learning:edit_community_plan", args=[plan.pk])
    sent = {"title": "Kalnu ciems", "version": "1"}
    unknown = english.post(edit, sent | {"area": "Nekurienes pagasts"})
    assert unknown.status_code == 422 and "knows no territory" in unknown.content.decode()
    AreaFactory(kind=Area.Kind.PARISH, name="Kalnu pagasts")
    several = english.post(edit, sent | {"area": "kalnu pagasts"})
    assert several.status_code == 422 and "Several places" in several.content.decode()
    assert english.post(edit, sent | {"area": parish.key}).status_code == 302
    page = english.get(reverse("learning:community_plan", args=[plan.pk])).content.decode()
    assert reverse("territories:area", args=[parish.key]) in page
    Area.objects.filter(pk=parish.pk).update(valid_to=dt.date(2020, 1, 1))
    shown = english.get(edit).context["form"]["area"].value()
    assert english.post(edit, sent | {"version": "2", "area": shown}).status_code == 302, "what stood there can stay"
    plan.refresh_from_db()
    assert plan.area == parish


def test_other_rooms_find_it_by_the_territory_around_it(parish, stranger, learner, team):
    draft = CommunityPlanFactory(team=team, area=parish)
    public = CommunityPlanFactory(area=parish, published=True)
    CommunityPlanFactory(area=AreaFactory(), published=True)
    municipality = Belonging.objects.get(child=parish).parent
    kind = registry.kind_of(COMMUNITY_PLAN)

    def offered(person):
        return {shown.id for shown in kind.choose([municipality.pk], person)}

    assert offered(stranger) == offered(None) == {str(public.pk)}
    assert offered(learner) == {str(public.pk), str(draft.pk)}
    shown = kind.show([str(draft.pk), str(public.pk)], stranger)
    assert set(shown) == {str(public.pk)}
    assert shown[str(public.pk)].url == reverse("learning:community_plan", args=[public.pk])


def test_it_stands_on_the_page_of_its_territory_and_of_those_around_it(client, parish, learner, team):
    CommunityPlanFactory(team=team, area=parish, title="ZQMELNRAKSTS")
    CommunityPlanFactory(area=parish, published=True, title="ZQVISIEM")
    CommunityPlanFactory(area=AreaFactory(), published=True, title="ZQCITUR")
    municipality = Belonging.objects.get(child=parish).parent
    for person, drafts in ((None, False), (learner, True)):
        if person is not None:
            client.force_login(person.account)
        for area in (parish, municipality):
            page = client.get(reverse("territories:area", args=[area.key])).content.decode()
            assert "ZQVISIEM" in page and "ZQCITUR" not in page
            assert ("ZQMELNRAKSTS" in page) == drafts


def test_the_trail_leads_from_the_training_programme_to_it_and_on(client, team, training, learner):
    plan = CommunityPlanFactory(team=team, published=True)
    assert ("training", str(training.pk)) in [
        (kind, there) for _id, kind, there in registry.steps_backward(COMMUNITY_PLAN, [str(plan.pk)])
    ]
    actions.retire_plan(plan, by=learner)
    assert registry.steps_backward(COMMUNITY_PLAN, [str(plan.pk)]) == []


def test_what_is_linked_and_may_be_known_of_stands_on_the_page(client, team, organiser):
    plan = CommunityPlanFactory(team=team)
    cause = CommunityPlanFactory(title="No kā nāk")
    result = CommunityPlanFactory(title="Kas izauga", published=True)
    hidden = CommunityPlanFactory(title="Slepenais")
    connect(COMMUNITY_PLAN, plan.pk, "led_to", COMMUNITY_PLAN, result.pk)
    connect(COMMUNITY_PLAN, hidden.pk, "led_to", COMMUNITY_PLAN, plan.pk)
    connect(COMMUNITY_PLAN, cause.pk, "led_to", COMMUNITY_PLAN, plan.pk)
    CommunityPlan.objects.filter(pk=cause.pk).update(published_at=cause.created_at)
    client.force_login(organiser.account)
    page = client.get(reverse("learning:community_plan", args=[plan.pk])).content.decode()
    assert "No kā nāk" in page and "Kas izauga" in page and "Slepenais" not in page


def test_on_paper_stands_what_stands_on_the_page(team, learner):
    plan = CommunityPlanFactory(team=team, about="Simt ļaužu", wanted="Dzīvs ciems")
    PlanAssetFactory(plan=plan, title="Dīķis", where="Aiz skolas", about="Peldēt")
    PlanActorFactory(plan=plan, title="Biedrība", role="uztur namu")
    PlanActivityFactory(plan=plan, what="Iztīrīt", cost_eur=100, by_when=dt.date(2026, 9, 1), came_of_it="Peldas")
    PlanActivityFactory(plan=plan, what="Rakt", state="dropped", reason="Akmeņi")
    PlanActivityFactory(plan=plan, what="Svinēt")
    PlanCommentFactory(plan=plan, text="ZQPIEZĪME")
    page = page_of_plan(plan, learner)
    report = plan_report(plan, page)
    assert report.mark == "Draft"
    told = str(report)
    for words in (
        "Simt ļaužu",
        "Dzīvs ciems",
        "Dīķis (Aiz skolas): Peldēt",
        "uztur namu",
        "€100",
        "Rakt: Akmeņi",
        "Of 1 activity the cost",
    ):
        assert words in told, words
    assert "ZQPIEZĪME" not in told
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [1, 3]
    came = report.sections[-1].blocks[0]
    assert isinstance(came, Bullets) and came.items == ("Iztīrīt: Peldas", "Rakt: Akmeņi")
    assert plan_pdf(plan, page).startswith(b"%PDF")


def test_an_empty_plan_can_be_printed(team, learner):
    plan = CommunityPlanFactory(team=team, about="")
    report = plan_report(plan, page_of_plan(plan, learner))
    assert report.sections == ()
    assert plan_pdf(plan, page_of_plan(plan, learner)).startswith(b"%PDF")


def test_a_person_is_told_what_they_said_and_began_and_it_is_emptied(client, team, organiser):
    person = LearnerFactory(team=team, person=PersonFactory(family_name="Ksaverijs", with_account=True)).person
    plan = actions.begin_for_team(team, PlanData("Kalnu ciems"), by=person)
    actions.add_asset(plan, AssetData("nature", "Dīķis"), by=person)
    actions.publish_plan(plan, by=person)
    PlanCommentFactory(plan=plan, by=person, from_staff=False, text="ZQTEICU")
    told = str(export(person)["learning"])
    for words in ("Kalnu ciems", "ZQTEICU", "Community plans you began", "Versions of community plans you kept"):
        assert words in told
    erase_person(person, by=person)
    row = PlanComment.objects.get()
    assert (row.text, row.emptied) == ("", True)
    client.force_login(organiser.account)
    page = client.get(reverse("learning:community_plan", args=[plan.pk])).content.decode()
    assert "Dīķis" in page and "Ksaverijs" not in page and "ZQTEICU" not in page
