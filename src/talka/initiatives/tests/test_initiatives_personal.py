"""What a person is told of their initiatives and support, and what becomes of it when they are erased."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from talka.initiatives.actions import authors, initiatives, supporters
from talka.initiatives.actions.initiatives import InitiativeData
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import Author, Initiative, InitiativeStep, InitiativeText, Supporter
from talka.initiatives.personal import initiatives as personal
from talka.links.actions import connect
from talka.links.models import Link
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.people.personal_data import export, versions_of
from talka.territories.factories import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def writer():
    return PersonFactory(with_account=True, family_name="Ksaverijs", email="ksaverijs@example.test")


@pytest.fixture
def published(writer):
    row = initiatives.begin(InitiativeData("Laipa", "Noklāt laipu.", AreaFactory()), author=writer, by=writer)
    initiatives.publish(row, by=writer)
    authors.say_named(row, agrees=True, by=writer)
    authors.invite(row, "Juris", "Kalns", "juris@example.test", by=writer)
    return row


def numbers_left(person):
    """Tables of the room, versions too, that still hold the person's number."""
    found = []
    for model in (Author, Initiative, InitiativeStep, InitiativeText, Supporter):
        for table in (model, *versions_of(model)):
            for field in table._meta.fields:
                if field.related_model is Person and table._base_manager.filter(**{field.name: person.pk}).exists():
                    found.append(f"{table.__name__}.{field.name}")
    return found


def test_the_person_is_told_everything(writer, published):
    supported = InitiativeFactory(title="Tilts")
    supporters.support(supported, writer, by=writer)
    told = json.dumps(export(writer)["initiatives"], cls=DjangoJSONEncoder, ensure_ascii=False)
    for words in ("Laipa", "Noklāt laipu.", "Juris Kalns", "Tilts", "Looking for support"):
        assert words in told
    assert "initiatives" not in export(PersonFactory())


def test_erased_the_name_goes_and_what_was_published_stays(writer, published):
    supporters.support(InitiativeFactory(), writer, by=writer)
    assert numbers_left(writer)
    erase_person(writer, by=writer)
    assert not numbers_left(writer)
    shown = Client().get(reverse("initiatives:initiative", args=[published.pk])).content.decode()
    assert "Noklāt laipu." in shown and "Ksaverijs" not in shown
    assert not Supporter.objects.exists()
    assert [one.number for one in published.texts.all()] == [1]


def test_a_draft_goes_with_its_only_author_and_stays_with_others(writer):
    alone = initiatives.begin(InitiativeData("Slepenais", "Tikai mans.", AreaFactory()), author=writer, by=writer)
    shared = initiatives.begin(InitiativeData("Kopīgais", "Mūsu.", AreaFactory()), author=writer, by=writer)
    AuthorFactory(initiative=shared)
    connect("need", 1, "led_to", "initiative", alone.pk)
    erase_person(writer, by=writer)
    assert list(Initiative.objects.all()) == [shared]
    assert not numbers_left(writer)
    versions = versions_of(Initiative)[0]
    assert not versions._base_manager.filter(what="Tikai mans.").exists()
    assert not Link.objects.exists()


def test_who_waits_for_an_answer_is_not_forgotten(writer, published):
    supporter = SupporterFactory(initiative=published)
    over = SupporterFactory(initiative=InitiativeFactory(state="done"))
    held = {pk for rows in personal.holds(timezone.localdate()) for pk in rows.values_list("person", flat=True)}
    assert {writer.pk, supporter.person_id} <= held
    assert over.person_id not in held


def test_every_table_of_this_part_that_names_people_says_so():
    own = ("Author", "Initiative", "InitiativeStep", "InitiativeText", "Supporter")
    assert all(hasattr(apps.get_model("initiatives", name), "personal") for name in own)
