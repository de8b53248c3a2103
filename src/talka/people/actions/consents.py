"""What a person agreed to: the very words they saw, in which language, when, and when they took it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from talka.people.access import is_administrator, may_keep_people, not_allowed
from talka.people.history import deed
from talka.people.models import Consent, Person
from talka.people.signals import consent_withdrawn
from talka.ui.refusals import Refusal


def give_consent(
    person: Person,
    kind: str,
    *,
    wording: str,
    language: str,
    by: Person | None,
    subject_kind: str = "",
    subject_id: object = "",
) -> Consent:
    """Keep that `person` agreed to `wording`. Saying it twice keeps it once; other words are another consent.

    by None: the person themselves, by a link or form that the calling room has checked. Somebody else may only write
    down a consent given on paper, as a keeper of the register. subject: what it is about, an event for instance.
    """
    if by is not None and by.pk != person.pk and not may_keep_people(by):
        raise not_allowed()
    if not wording.strip():
        raise Refusal(_("A consent needs the words that were agreed to."), status=422)
    same = {
        "person": person,
        "kind": kind,
        "wording": wording,
        "language": language,
        "subject_kind": subject_kind,
        "subject_id": str(subject_id),
    }
    with deed(by):
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        standing = Consent.objects.filter(**same, withdrawn_at=None).first()
        return standing or Consent.objects.create(**same, given_at=timezone.now())


def withdraw_consent(consent: Consent, *, by: Person | None) -> Consent:
    """From now on it does not hold; that it once did stays on record. by None: see `give_consent`."""
    if by is not None and by.pk != consent.person_id and not is_administrator(by) and not may_keep_people(by):
        raise not_allowed()
    with deed(by):
        row = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
            subject = {"subject_kind": row.subject_kind, "subject_id": row.subject_id}
            transaction.on_commit(lambda: consent_withdrawn.send(Consent, **subject), robust=True)
    return row


def agree_to_be_named(
    person: Person | None, subject_kind: str, subject_id: object, *, wording: str, by: Person | None
) -> Consent:
    """Whoever is named as the one to turn to agrees that everybody reads it, in the words they saw. Raises Refusal
    where nobody is named or nobody acts; see `give_consent`."""
    if person is None or by is None:
        raise not_allowed()
    language = get_language() or "lv"
    return give_consent(
        person,
        Consent.Kind.CONTACT,
        wording=wording,
        language=language,
        by=by,
        subject_kind=subject_kind,
        subject_id=subject_id,
    )


def stop_being_named(person: Person | None, subject_kind: str, subject_id: object, *, by: Person | None) -> None:
    """From now on not everybody reads it. Twice is once. Raises Refusal where nobody is named or nobody acts."""
    if person is None or by is None:
        raise not_allowed()
    about = {"kind": Consent.Kind.CONTACT, "subject_kind": subject_kind, "subject_id": str(subject_id)}
    with deed(by):
        for consent in Consent.objects.filter(person=person, **about, withdrawn_at=None):
            withdraw_consent(consent, by=by)
