"""What an initiative is begun from: idea sheets of a game, cards, plans; the pages that lead there, and the trail."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.cooperation.factories.projects import JointProjectFactory
from talka.initiatives.actions import initiatives as actions
from talka.initiatives.actions.initiatives import InitiativeData
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import Initiative
from talka.initiatives.queries.similar import alike_to
from talka.initiatives.queries.sources import begun_from
from talka.learning.factories.community_plans import CommunityPlanFactory
from talka.links.actions import connect
from talka.links.models import Link
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Belonging
from talka.workshops.factories import CardFactory, GroupFactory, WorkshopFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def english():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def writer():
    return PersonFactory(with_account=True)


@pytest.fixture
def game():
    """Played, closed, written for everybody."""
    return WorkshopFactory(
        stages=shipped_format("game"), audience="public", closed_at=timezone.now(), event__state="published"
    )


@pytest.fixture
def sheet(game):
    """Of the first team, grown from a card."""
    group = GroupFactory(workshop=game)
    card = CardFactory(
        group=group, kind="do", lane="do", stage=game.stages.first(), text="Atvērt veco dzirnavu pagalmu"
    )
    words = {
        "what": "Dzirnavu pagalms visiem.",
        "whom": "Ģimenēm.",
        "resources": "Divas talkas.",
        "first-step": "Izvākt krūmus.",
    }
    stage = game.stages.get(key="final-ideas")
    return Sheet.objects.create(group=group, stage=stage, card=card, title="Dzirnavu pagalms", words=words)


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_an_idea_sheet_fills_the_form_and_the_way_leads_back_to_its_card(english, writer, sheet):
    AreaFactory(name="Kalnu novads")
    english.force_login(writer.account)
    way = address("new_initiative") + f"?from=sheet&id={sheet.pk}"
    form = english.get(way).context["form"]
    assert form.initial["title"] == "Dzirnavu pagalms"
    assert form.initial["what"] == "Dzirnavu pagalms visiem."
    assert "Ģimenēm." in form.initial["why"]
    assert "Divas talkas." in form.initial["needs"] and "Izvākt krūmus." in form.initial["needs"]
    assert form.initial["programme"] == sheet.group.workshop.event.project.programme_id
    english.post(
        way, {name: form.initial[name] for name in ("title", "what", "why", "needs")} | {"area": "Kalnu novads"}
    )
    row = Initiative.objects.get()
    actions.publish(row, by=writer)
    trail = text(Client().get(reverse("results:trail", args=["initiative", row.pk])))
    assert "Atvērt veco dzirnavu pagalmu" in trail and "Dzirnavu pagalms" in trail
    onward = text(Client().get(reverse("results:trail", args=["card", sheet.card_id])))
    assert address("initiative", row.pk) in onward


def test_a_sheet_of_group_work_that_goes_on_is_nobodys_to_begin_from(english, writer, sheet):
    type(sheet.group.workshop).objects.update(closed_at=None)
    english.force_login(writer.account)
    assert english.get(address("new_initiative") + f"?from=sheet&id={sheet.pk}").status_code == 404
    assert begun_from("sheet", str(sheet.pk), None) is None


def test_a_card_and_a_community_plan_can_be_begun_from(english, writer, sheet):
    plan = CommunityPlanFactory(published=True, title="Kalnu ciema plāns")
    draft = CommunityPlanFactory(title="Slepens plāns")
    card = begun_from("card", str(sheet.card_id), writer)
    assert card is not None and card.initial["what"] == "Atvērt veco dzirnavu pagalmu"
    found = begun_from("community_plan", str(plan.pk), writer)
    assert found is not None and found.initial["title"] == "Kalnu ciema plāns"
    assert begun_from("community_plan", str(draft.pk), writer) is None


def asked(client, page):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(page).status_code == 200
    return len(counted)


def another_sheet(sheet):
    group = GroupFactory(workshop=sheet.group.workshop)
    return Sheet.objects.create(group=group, stage=sheet.stage, title="Cita ideja", words={"what": "Kas cits."})


def test_the_ideas_of_a_game_lead_to_initiatives(english, writer, sheet):
    page = reverse("workshops:ideas", args=[sheet.group.workshop.event.slug, sheet.group.workshop.slug])
    begin = address("new_initiative") + f"?from=sheet&amp;id={sheet.pk}"
    assert begin not in text(english.get(page)), "to begin one signs in"
    english.force_login(writer.account)
    assert begin in text(english.get(page))
    row, hidden = InitiativeFactory(title="No idejas"), InitiativeFactory(draft=True, title="Vēl slepena")
    for one in (row, hidden):
        connect("sheet", sheet.pk, "led_to", "initiative", one.pk)
    shown = text(english.get(page))
    assert row.title in shown and "Vēl slepena" not in shown


def test_the_ideas_of_three_teams_ask_as_often_as_those_of_one(english, writer, sheet):
    page = reverse("workshops:ideas", args=[sheet.group.workshop.event.slug, sheet.group.workshop.slug])
    english.force_login(writer.account)
    connect("sheet", sheet.pk, "led_to", "initiative", InitiativeFactory().pk)
    asked(english, page)
    one = asked(english, page)
    for _n in range(2):
        connect("sheet", another_sheet(sheet).pk, "led_to", "initiative", InitiativeFactory().pk)
    assert asked(english, page) == one


def test_the_plan_the_area_and_the_page_of_oneself_show_them(english, writer):
    home = AreaFactory(key="kalnu-novads", name="Kalnu novads")
    village = AreaFactory(name="Kalnu ciems", kind="place")
    Belonging.objects.create(child=village, parent=home)
    row = InitiativeFactory(title="Ciema pirts", area=village)
    InitiativeFactory(title="Cita vieta")
    AuthorFactory(initiative=InitiativeFactory(draft=True, title="Mans melnraksts", area=home), person=writer)
    SupporterFactory(initiative=row, person=writer)
    shown = text(english.get(reverse("territories:area", args=["kalnu-novads"])))
    assert "Ciema pirts" in shown and "Cita vieta" not in shown and "Mans melnraksts" not in shown
    plan = CommunityPlanFactory(published=True)
    connect("community_plan", plan.pk, "led_to", "initiative", row.pk)
    assert "Ciema pirts" in text(english.get(reverse("learning:community_plan", args=[plan.pk])))
    english.force_login(writer.account)
    own = text(english.get(reverse("people:me")))
    assert "Ciema pirts" in own and "Mans melnraksts" in own


def test_a_joint_project_can_start_from_it(english):
    administrator = PersonFactory(administrator=True)
    row = InitiativeFactory(title="Kopīga taka")
    project = JointProjectFactory(title="Takas projekts", published_at=timezone.now())
    way = reverse("cooperation:new_project") + f"?from=initiative:{row.pk}"
    assert way not in text(english.get(address("initiative", row.pk)))
    english.force_login(administrator.account)
    assert way in text(english.get(address("initiative", row.pk)))
    assert "Kopīga taka" in text(english.get(way))
    connect("initiative", row.pk, "led_to", "joint_project", project.pk)
    english.logout()
    shown = text(english.get(address("initiative", row.pk)))
    assert shown.count("Takas projekts") == 1


def test_similar_ones_of_the_municipality_are_shown_before_publishing_and_on_both_pages(english, writer):
    home, other = AreaFactory(), AreaFactory()
    village = AreaFactory(kind="place")
    Belonging.objects.create(child=village, parent=home)
    words = "Rotaļu laukums bērniem pie skolas: šūpoles un smilšu kaste"
    alike = InitiativeFactory(title="Rotaļu laukums", what=words, area=village)
    far = InitiativeFactory(title="Rotaļu laukums citur", what=words, area=other)
    unlike = InitiativeFactory(title="Ielu apgaismojums", what="Lampas gar šoseju.", area=home)
    hidden = InitiativeFactory(title="Rotaļu laukums slēpts", what=words, area=home, hidden_at=timezone.now())
    data = InitiativeData("Šūpoles bērniem", "Bērniem pie skolas vajag rotaļu laukumu ar šūpolēm.", home)
    row = actions.begin(data, author=writer, by=writer)
    assert [pk for pk, _alike in alike_to(row)] == [alike.pk]
    english.force_login(writer.account)
    shown = text(english.get(address("publish_initiative", row.pk)))
    assert alike.title in shown and not any(one.title in shown for one in (far, unlike, hidden))
    actions.publish(row, by=writer)
    assert alike.title in text(english.get(address("initiative", row.pk)))
    assert "Šūpoles bērniem" in text(english.get(address("initiative", alike.pk)))
    row.refresh_from_db()
    changed = InitiativeData("Tilts", "Salabot tiltu pār upi.", home)
    actions.change(row, changed, version=row.version, by=writer)
    assert "Tilts" not in text(english.get(address("initiative", alike.pk)))


def test_what_it_comes_from_is_shown_to_those_who_may_know_of_it(english):
    row = InitiativeFactory()
    secret = CommunityPlanFactory(title="Slepens plāns")
    connect("community_plan", secret.pk, "led_to", "initiative", row.pk)
    assert "Slepens plāns" not in text(english.get(address("initiative", row.pk)))
    english.force_login(PersonFactory(administrator=True).account)
    assert "Slepens plāns" in text(english.get(address("initiative", row.pk)))
    assert Link.objects.count() == 1
