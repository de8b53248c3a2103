"""Everything that can hold data about people says why, on what ground, who sees it and how long (DESIGN 5)."""

import pytest
from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from talka.people.models import Account, Person
from talka.people.personal_data import is_version
from talka.ui.declared import Clock, Controller, Personal, declarations, declared_beside

# One row of these is one person's, so whatever hangs on it tells of that person too.
ONE_PERSON = {"events.Registration", "workshops.Seat", "letters.Letter"}
TELLING = {
    "given_name", "family_name", "email", "phone", "to_address", "to_name", "holder", "digest", "address",
    "session_data", "extra_data", "args", "metadata",
}  # fmt: skip
FREE = (models.TextField, models.JSONField, models.FileField, models.BinaryField)

ABOUT_THINGS = {
    "people.Organisation": "registers name organisations",
    "territories.Area": "official names and borders",
    "territories.AreaCode": "a source on the web",
    "territories.AreaName": "names of areas",
    "territories.Succession": "a source on the web",
    "indicators.Classification": "statistical classifications",
    "indicators.Category": "statistical classifications",
    "indicators.Indicator": "what statisticians publish, and how it is measured",
    "indicators.Observation": "figures of areas",
    "indicators.TableMapping": "labels of published tables",
    "indicators.Peer": "figures of areas",
    "indicators.Specialisation": "figures of areas",
    "indicators.Chart": "drawn of published figures",
    "links.Link": "kinds and numbers of rows",
    "live.Stream": "a number",
    "live.Moment": "ids only (DESIGN 3)",
    "workshops.Format": "stages as data",
    "workshops.Stage": "stages as data",
    "workshops.Workshop": "titles and settings",
    "programmes.Logo": "a logo and whose it is",
    "programmes.Activity": "as in the project's application",
    "programmes.BudgetLine": "as in the project's application",
    "events.Question": "what is asked, not what is answered",
    "needs.Competence": "a framework of competences",
    "learning.BadgeKey": "public keys",
    "learning.AssessmentRound": "when a cohort is asked, and about which competences",
    "learning.AssessmentItem": "competences in the words in which they were asked about",
    "box.Remembered": "digests of what has travelled",
    "evidence.OwnItem": "what a programme wants in the event file",
    "upkeep.Process": "a machine and a number",
    "upkeep.TaskRecord": "names of jobs, and when they ran",
    "box.Carried": "numbers of moments",
    "procrastinate.ProcrastinatePeriodicDefer": "names of jobs",
    "socialaccount.SocialApp": "settings of a provider; the house reads them from the environment",
    "socialaccount.SocialToken": "not stored (SOCIALACCOUNT_STORE_TOKENS is off)",
    "account.EmailConfirmation": "not used: addresses are confirmed by code",
    "auth.Permission": "Django's own",
    "auth.Group": "Django's own, not used",
    "auth.Group_permissions": "Django's own, not used",
    "contenttypes.ContentType": "Django's own",
}
"""Tables with words or files that are not about persons, and why."""


def tables() -> list[type[models.Model]]:
    """Every table but those of versions; the queue's too, which Django does not manage."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if not is_version(model) and not model._meta.proxy and _has_a_table(model)]


def _has_a_table(model: type[models.Model]) -> bool:
    return model._meta.managed or model._meta.app_label == "procrastinate"


def _long(field: models.Field) -> bool:  # type: ignore[type-arg]
    return isinstance(field, models.CharField) and not field.choices and (field.max_length or 1000) >= 120


def reason(model: type[models.Model]) -> str:
    """Why a table must declare: a column that leads to a person, or in which anything may be written."""
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            target = field.remote_field.model
            if target in (Person, Account) or target._meta.label in ONE_PERSON:
                return field.name
        elif field.name in TELLING or (isinstance(field, FREE) and not field.choices) or _long(field):
            return field.name
    return ""


def declared(model: type[models.Model]) -> Personal | None:
    beside = declared_beside().get(model._meta.label)
    own = model.__dict__.get("personal")
    return own if isinstance(own, Personal) else beside.personal if beside else None


def test_every_table_that_can_hold_personal_data_declares_it() -> None:
    missing = [
        f"{model._meta.label} ({why})"
        for model in tables()
        if (why := reason(model)) and not declared(model) and model._meta.label not in ABOUT_THINGS
    ]
    assert missing == []


def test_what_is_excused_is_there_and_leads_to_nobody() -> None:
    known = {model._meta.label: model for model in tables()}
    for label in ABOUT_THINGS:
        model = known[label]
        assert declared(model) is None, f"{label} declares and is excused"
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.model not in (Person, Account), (label, field.name)


def test_a_table_that_says_nothing_is_found() -> None:
    class Diary(models.Model):
        words = models.TextField()

        class Meta:
            app_label = "nowhere"
            managed = False

    assert reason(Diary) == "words" and declared(Diary) is None


@pytest.mark.parametrize("each", declarations(), ids=lambda each: each.what)
def test_a_declaration_is_whole(each) -> None:  # type: ignore[no-untyped-def]
    told = each.personal
    for part in (told.title, told.purpose, told.retention):
        assert str(part).strip() and str(part)[-1] != "."
    assert told.basis and told.data and told.readers and told.source and isinstance(told.controller, Controller)
    for name in told.carried_out:
        assert callable(import_string(name)), name
    if told.clock in (Clock.PERSON, Clock.WITH):
        assert not told.carried_out, "no clock runs here"
    else:
        assert told.carried_out, "a time of keeping that nothing carries out is a promise only"
    assert (told.clock == Clock.WITH) == bool(told.belongs_to)
    assert told.days >= 0


def test_titles_tell_declarations_apart() -> None:
    titles = [str(each.personal.title) for each in declarations()]
    assert len(titles) == len(set(titles))


def test_versions_are_of_declared_models() -> None:
    """A table of versions holds what its model holds, so it is told and erased with it."""
    for model in apps.get_models():
        if is_version(model) and reason(model.pgh_tracked_model):
            tracked = model.pgh_tracked_model
            assert declared(tracked) or tracked._meta.label in ABOUT_THINGS, model
