"""A region with a municipality, two parishes and a place, another municipality, and people of each."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.test import Client
from i18nfield.strings import LazyI18nString

from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.resources.actions import ResourceData
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging


@dataclass
class World:
    region: Area
    town_hall: Area
    parish: Area
    other_parish: Area
    place: Area
    elsewhere: Area
    municipality: Person
    community: Person
    neighbour: Person
    foreigner: Person
    organiser: Person
    viewer: Person
    administrator: Person
    nobody: Person


def lies_in(child: Area, parent: Area) -> Area:
    Belonging.objects.create(child=child, parent=parent, valid_from=dt.date(2021, 7, 1))
    return child


def person(kind: str, area: Area | None, **more: Any) -> Person:
    return PersonFactory(with_account=True, organisation=OrganisationFactory(kind=kind, area=area), **more)


def build() -> World:
    region = AreaFactory(kind="region", name="Ābeļu reģions", name_en="Apple region")
    town_hall = lies_in(AreaFactory(name="Ābeļu novads"), region)
    parish = lies_in(AreaFactory(kind="parish", name="Kalnu pagasts"), town_hall)
    other_parish = lies_in(AreaFactory(kind="parish", name="Lejas pagasts"), town_hall)
    place = lies_in(AreaFactory(kind="place", name="Kalnmuiža"), parish)
    elsewhere = lies_in(AreaFactory(name="Bērzu novads"), region)
    lies_in(AreaFactory(kind="parish", name="Lejas pagasts"), elsewhere)
    project = ProjectFactory()
    return World(
        region=region,
        town_hall=town_hall,
        parish=parish,
        other_parish=other_parish,
        place=place,
        elsewhere=elsewhere,
        municipality=person("municipality", town_hall),
        community=person("community", parish),
        neighbour=person("community", other_parish),
        foreigner=person("municipality", elsewhere),
        organiser=TeamMemberFactory(project=project, role="organiser").person,
        viewer=TeamMemberFactory(project=project, role="viewer").person,
        administrator=PersonFactory(administrator=True),
        nobody=PersonFactory(with_account=True, organisation=None),
    )


def data(area: Area, title: str = "Bijusī pienotava", **more: Any) -> ResourceData:
    return ResourceData(title=LazyI18nString({"lv": title}), kind=more.pop("kind", "building"), area=area, **more)


def signed_in(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person.account)
    return client
