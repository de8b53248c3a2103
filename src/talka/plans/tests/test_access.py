"""Who reads and who changes planning documents."""

import pytest
from django.urls import reverse

from talka.people.actions import change_person
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.plans import access
from talka.plans.actions.documents import publish, retire
from talka.plans.factories import GoalFactory, PlanFactory, two
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return PlanFactory(draft=True, title=two("zqmelnraksts", "zqmelnraksts"))


def works_in(area, kind=Organisation.Kind.MUNICIPALITY):
    return PersonFactory(with_account=True, organisation=OrganisationFactory(area=area, kind=kind))


def parish_of(area):
    parish = AreaFactory(kind=Area.Kind.PARISH)
    Belonging.objects.create(child=parish, parent=area)
    return parish


READERS = {
    "nobody": (lambda area: None, False),
    "somebody from elsewhere": (lambda area: works_in(AreaFactory(kind=Area.Kind.MUNICIPALITY)), False),
    "a society of the place": (lambda area: works_in(area, Organisation.Kind.NGO), False),
    "facilitator": (lambda area: TeamMemberFactory(role="facilitator").person, False),
    "its own planner": (works_in, True),
    "the parish's own": (lambda area: works_in(parish_of(area)), True),
    "organiser": (lambda area: TeamMemberFactory(role="organiser").person, True),
    "administrator": (lambda area: PersonFactory(administrator=True), True),
}


@pytest.mark.parametrize("who", READERS)
def test_a_draft_is_for_those_who_may_change_it(client, draft, who):
    make, may = READERS[who]
    person = make(draft.area)
    if person:
        client.force_login(person.account)
    for name in ("plan", "print", "edit_plan"):
        assert client.get(reverse(f"plans:{name}", args=[draft.key])).status_code == (200 if may else 404), name
    for page in (reverse("plans:plans"), reverse("territories:area", args=[draft.area.key])):
        assert ("zqmelnraksts" in client.get(page).content.decode()) is may, page
    table = client.get(reverse("plans:export", args=[draft.key, "goals", "csv"]))
    assert table.status_code == (200 if may else 404)
    assert client.post(reverse("plans:publish", args=[draft.key])).status_code == (302 if may else 404)
    assert access.may_enter(person) is (may or who == "somebody from elsewhere")


def test_published_everybody_reads_it_and_taken_away_nobody(client, draft, planner):
    admin = PersonFactory(administrator=True)
    publish(draft, by=admin)
    assert "zqmelnraksts" in client.get(reverse("plans:plan", args=[draft.key])).content.decode()
    assert client.get(reverse("plans:edit_plan", args=[draft.key])).status_code == 404
    retire(draft, by=admin)
    for page in (reverse("plans:plan", args=[draft.key]), reverse("plans:print", args=[draft.key])):
        assert client.get(page).status_code == 404
    client.force_login(planner.account)
    assert client.get(reverse("plans:plan", args=[draft.key])).status_code == 404
    client.force_login(admin.account)
    assert client.get(reverse("plans:plan", args=[draft.key])).status_code == 200
    assert client.get(reverse("plans:edit_plan", args=[draft.key])).status_code == 404
    back = reverse("plans:restore_plan", args=[draft.key])
    assert f'action="{back}"' in client.get(reverse("plans:plans")).content.decode()
    assert client.post(back).status_code == 302
    draft.refresh_from_db()
    assert draft.retired_at is None and draft.published_at is None


def test_nobody_makes_themselves_the_planner_of_a_place(client, plan):
    person = works_in(AreaFactory(kind=Area.Kind.MUNICIPALITY))
    there = OrganisationFactory(area=plan.area)
    data = PersonData(given_name="Ilze", family_name="Šķiņķe", email=person.email, organisation=there)
    change_person(person, data, by=person)
    person.refresh_from_db()
    assert person.organisation == there
    assert access.home_of(person) is None
    client.force_login(person.account)
    assert client.get(reverse("plans:edit_plan", args=[plan.key])).status_code == 404
    keeper = PersonFactory(administrator=True)
    change_person(person, PersonData(**vars(data) | {"organisation": None}), by=keeper)
    change_person(person, data, by=keeper)
    person.refresh_from_db()
    assert access.home_of(person) == plan.area_id


def test_what_lies_behind_another_document_s_door_is_not_found(as_planner, plan):
    other = GoalFactory(title=two("zqsvess", "zqsvess"))
    for name in ("edit_goal", "edit_project", "edit_indicator"):
        assert as_planner.get(reverse(f"plans:{name}", args=[plan.key, other.pk])).status_code == 404
    for kind in ("goals", "nonsense"):
        for deed in ("move", "take_away", "bring_back", "cause"):
            assert as_planner.post(reverse(f"plans:{deed}", args=[plan.key, kind, other.pk])).status_code == 404


def test_deeds_ask_themselves_too(plan):
    with pytest.raises(Refusal) as refused:
        publish(plan, by=PersonFactory(with_account=True))
    assert refused.value.status == 403
