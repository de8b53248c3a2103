"""What this room and the ground floor keep of a person, for their export. Erasing is `actions.erasure`."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from talka.letters.access import words_closed
from talka.letters.models import Letter, Suppression
from talka.ui.refusals import Words

from . import queries
from .letters import letter_reference
from .models import Person, PersonalLink
from .personal_data import plain_row, versions_of


def export(person: Person) -> Mapping[str, Any]:
    letters = _letters_of(person)
    parts: dict[str, Any] = {"person": plain_row(person, leave_out=("key", "account", "merged_into"))}
    if person.account:
        keys = [{"name": str(key), "created": key.created_at} for key in person.account.authenticator_set.all()]
        parts["account"] = {
            "email": person.account.email,
            "since": person.account.date_joined,
            "administrator": person.account.is_staff,
        }
        if keys:
            parts["passkeys"] = keys
    if consents := [plain_row(row, leave_out=("person",)) for row in queries.consents_of(person)]:
        parts["consents"] = consents
    if rows := [
        {
            "subject": letter.subject,
            "to": letter.to_address,
            "written": letter.created,
            "text": "" if words_closed(letter) else letter.text,
        }
        for letter in letters.order_by("created")[:1000]
    ]:
        parts["letters"] = rows
    if links := [
        {"for": _purpose(link.purpose), "created": link.created_at, "until": link.expires_at}
        for link in PersonalLink.objects.filter(person=person).order_by("pk")
    ]:
        parts["personal_links"] = links
    if person.email and (blocked := Suppression.objects.filter(address=person.email.lower()).first()):
        parts["no_letters"] = {"why": str(blocked.get_reason_display()), "since": blocked.created}
    if versions := [
        {"at": getattr(version, "pgh_created_at", None)} | plain_row(version, leave_out=_VERSION)
        for version in versions_of(Person)[0]._base_manager.filter(pgh_obj=person).order_by("pgh_id")[:500]
    ]:
        parts["earlier_versions"] = versions
    return parts


def _letters_of(person: Person) -> QuerySet[Letter]:
    """Letters to the person and their doubles. By the address alone only where nobody else is known by it: a mailbox
    may be shared, and people write any address into their own data."""
    themselves = Q(pk=person.pk) | Q(merged_into=person)
    mine = Q(person_ref__in=[letter_reference(each) for each in Person.objects.filter(themselves)])
    if person.email and not Person.objects.filter(email__iexact=person.email).exclude(themselves).exists():
        mine |= Q(to_address=person.email.lower())
    return Letter.objects.filter(mine)


def _purpose(purpose: str) -> str:
    """What a link opens, in words: "speaker-12" is one of a kind."""
    kind = purpose.partition("-")[0]
    return str(_PURPOSES.get(kind, kind))


_PURPOSES: dict[str, Words] = {
    "signin": gettext_lazy("Signing in"),
    "own": gettext_lazy("Seeing one's own data"),
    "speaker": gettext_lazy("Sending a presentation"),
    "assessment": gettext_lazy("Assessing one's own competences"),
}
_VERSION = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "key", "id", "account", "merged_into")
