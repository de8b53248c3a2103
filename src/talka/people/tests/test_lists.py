"""The register as pages: found without diacritics, sorted in Latvian, cheap however long."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from talka.people import names
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.programmes.factories import TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    client.force_login(TeamMemberFactory().person.account)
    return client


def found(client: Client, **query: str) -> str:
    return client.get(reverse("people:people"), query).content.decode()


@pytest.mark.parametrize("words", ["skinkis", "Šķiņķis", "SKINKIS janis", "janis skin", "janis@nov", "madonas skinkis"])
def test_found_without_diacritics(keeper: Client, words: str) -> None:
    PersonFactory(
        given_name="Jānis",
        family_name="Šķiņķis",
        email="janis@novads.test",
        organisation=OrganisationFactory(name="Madonas novada pašvaldība"),
    )
    PersonFactory(given_name="Anna", family_name="Liepa", email="anna@cits.test")
    html = found(keeper, q=words)
    assert "Šķiņķis" in html and "Liepa" not in html


def test_filters(keeper: Client) -> None:
    region, inside = AreaFactory(kind=Area.Kind.REGION, name="Vidzeme"), AreaFactory(name="Madonas novads")
    Belonging.objects.create(child=inside, parent=region)
    PersonFactory(family_name="Iekšā", organisation=OrganisationFactory(area=inside, kind="municipality"))
    PersonFactory(family_name="Reģionā", organisation=OrganisationFactory(area=region, kind="region"))
    PersonFactory(family_name="Ārpusē", organisation=OrganisationFactory(kind="ngo"))
    for query, names_ in [
        ({"area": region.key}, {"Iekšā", "Reģionā"}),
        ({"area": inside.key}, {"Iekšā"}),
        ({"kind": "ngo"}, {"Ārpusē"}),
        ({"kind": "no such kind", "area": "nowhere"}, {"Iekšā", "Reģionā", "Ārpusē"}),
    ]:
        html = found(keeper, **query)
        assert {name for name in ("Iekšā", "Reģionā", "Ārpusē") if name in html} == names_


@pytest.mark.parametrize("name", ["people", "organisations"])
def test_one_or_three_rows_cost_the_same(keeper: Client, name: str, django_assert_num_queries) -> None:
    url = reverse(f"people:{name}")
    PersonFactory(organisation__area=AreaFactory())
    keeper.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        keeper.get(url)
    for _ in range(2):
        PersonFactory(organisation__area=AreaFactory())
    with django_assert_num_queries(len(one)):
        keeper.get(url)


def test_five_thousand_persons(keeper: Client) -> None:
    """60 kB and 100 ms on the operator's machine; here a margin for a busy one."""
    for n in range(43):
        AreaFactory(name=f"{n}. novads")
    organisations = Organisation.objects.bulk_create(
        OrganisationFactory.build(name=f"Novada pašvaldība ar garu nosaukumu {n}") for n in range(200)
    )
    rows = [
        Person(
            given_name=f"Vārds{n}",
            family_name=f"Uzvārdiņš{n}",
            email=f"vards{n}.uzvardins@pasvaldiba.test",
            position="teritorijas plānošanas nodaļas vadītāja vietniece",
            organisation=organisations[n % 200],
            sort_key=names.person_sort_key(f"Vārds{n}", f"Uzvārdiņš{n}"),
            folded=names.person_folded(f"Vārds{n}", f"Uzvārdiņš{n}", f"vards{n}.uzvardins@pasvaldiba.test"),
        )
        for n in range(5000)
    ]
    Person.objects.bulk_create(rows)
    found(keeper)
    taken = []
    for query in ({}, {"q": "uzvardins4999"}, {"page": "60"}):
        start = time.perf_counter()
        html = found(keeper, **query)
        taken.append(time.perf_counter() - start)
        assert len(html.encode()) < 60_000
    assert min(taken) < 0.3
    assert "Uzvārdiņš4999" in found(keeper, q="uzvardins4999")
    assert "Uzvārdiņš" in found(keeper, page="100000")


def test_empty_lists_say_what_to_do(client: Client) -> None:
    client.force_login(PersonFactory(administrator=True).account)
    html = found(client, q="neviens")
    assert 'class="empty"' in html


def test_a_person_page_costs_the_same_with_one_and_three_consents(keeper: Client, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from talka.people.factories import ConsentFactory

    person = PersonFactory()
    url = reverse("people:person", args=[person.key])
    ConsentFactory(person=person)
    keeper.get(url)
    with CaptureQueriesContext(connection) as one:
        keeper.get(url)
    ConsentFactory.create_batch(2, person=person)
    PersonFactory(given_name=person.given_name, family_name=person.family_name, sort_key=person.sort_key)
    with django_assert_num_queries(len(one)):
        keeper.get(url)
