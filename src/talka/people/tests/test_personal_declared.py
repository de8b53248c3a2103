"""Every table that holds personal data says why, on what ground and how long (DESIGN 5)."""

from django.apps import apps
from django.db import models

from talka.people.models import Account, Person
from talka.people.personal_data import is_version

# Names of columns that hold a person's own data, or open something in their name.
TELLING = {
    "given_name",
    "family_name",
    "email",
    "phone",
    "to_address",
    "to_name",
    "holder",
    "token",
    "digest",
    "address_list",
}
# A person named as who did something (entered, decided, uploaded) is told by the deed's own table; what those say
# of the person is that they acted. Foreign keys by these names need no purpose of their own.
ACTED = {
    "by", "invited_by", "registered_by", "checked_in_by", "released_by", "uploaded_by", "created_by", "decided_by",
    "made_by", "written_by", "changed_by", "edited_by",
}  # fmt: skip

# One row of these is one person's, so whatever hangs on it tells of that person too.
ONE_PERSON = {"events.Registration", "workshops.Seat"}

# Here a token is the address of a file that anybody may open.
OPEN_TO_ALL = {("events.Photo", "token"), ("events.Presentation", "token")}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("talka.") and not is_version(model)]


def reason(model: type[models.Model]) -> str:
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey):
            target = field.remote_field.model
            if (target in (Person, Account) or target._meta.label in ONE_PERSON) and field.name not in ACTED:
                return field.name
        elif field.name in TELLING and (model._meta.label, field.name) not in OPEN_TO_ALL:
            return field.name
    return ""


def test_every_model_with_personal_data_declares_it() -> None:
    missing = []
    for model in ours():
        if not (why := reason(model)):
            continue
        declared = getattr(model, "personal", {})
        if not all(str(declared.get(part, "")).strip() for part in ("purpose", "basis", "retention")):
            missing.append(f"{model._meta.label} ({why})")
    assert missing == []


def test_versions_are_of_declared_models() -> None:
    """A table of versions holds what its model holds, so it is told and erased with it."""
    for model in apps.get_models():
        if is_version(model) and reason(model.pgh_tracked_model):
            assert getattr(model.pgh_tracked_model, "personal", None), model
