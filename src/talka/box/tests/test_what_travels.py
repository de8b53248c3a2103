"""A model that hangs on an event either travels or is listed with the reason why it stays."""

from django.apps import apps
from django.db.models import ForeignKey, Model

from talka.box.actions.carrying import links
from talka.box.travels import BY_MODEL, STAYS, TRAVELS
from talka.people.personal_data import is_version


def hanging_on_events() -> set[str]:
    """Labels of all models that lead to an event by foreign keys, however far."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("talka.") and not is_version(model)
    ]
    found: set[type[Model]] = {apps.get_model("events.Event")}
    while True:
        more = {
            model
            for model in models
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and field.remote_field.model in found and model not in found
        }
        if not more:
            return {model._meta.label for model in found}
        found |= more


def test_every_model_is_in_one_of_the_tables() -> None:
    parts = {parts.model for travels in TRAVELS for parts in travels.parts.values()}
    undecided = hanging_on_events() - BY_MODEL.keys() - STAYS.keys() - parts
    assert undecided == set(), "say in box/travels.py whether and how it travels"


def test_what_stays_has_a_reason_and_does_not_travel() -> None:
    assert all(STAYS.values())
    assert STAYS.keys() & BY_MODEL.keys() == set()


def test_identities_are_made_of_what_comes_before() -> None:
    order = list(BY_MODEL)
    for travels in TRAVELS:
        for part in travels.identity:
            if part in travels.links:
                assert order.index(travels.links[part]) < order.index(travels.model), travels.model


def test_every_key_leads_to_what_travels_or_may_be_empty() -> None:
    for travels in TRAVELS:
        for name, target in travels.links.items():
            assert target in BY_MODEL, f"{travels.model}.{name}"
    assert links()["workshops.Card"]["seat"] == ("workshops.Seat", True)
    assert links()["workshops.Card"]["group"] == ("workshops.Group", False)


def test_ways_to_sign_in_stay() -> None:
    assert not {"people.Account", "people.PersonalLink"} & BY_MODEL.keys()
    assert "account" not in [column.name for column in BY_MODEL["people.Person"].fields]
