"""Whether the name of an author or a supporter is read by everybody: a consent, given and taken back by the person."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.people.actions import give_consent, withdraw_consent
from talka.people.models import Consent, Person

from ..access.initiatives import AUTHOR, NAMED
from ..models import Initiative


def wording(subject: str) -> str:
    """What somebody agrees to, in the language in which they read it; kept with the consent word by word."""
    if subject == AUTHOR:
        return _(
            "I agree that everybody reads my name as that of an author of this initiative. I can take this back at any"
            " time: my name then stands there no longer."
        )
    return _(
        "I agree that everybody reads my name among those who support this initiative. I can take this back at any"
        " time: my name then stands there no longer."
    )


def keep_named(row: Initiative, person: Person, subject: str, *, agrees: bool, by: Person | None) -> None:
    """What is agreed to holds from now on, what is not agreed to any more does not. by None: the person, by a link of
    their own. In the caller's transaction."""
    if agrees:
        give_consent(
            person,
            NAMED,
            wording=wording(subject),
            language=get_language() or "lv",
            by=by,
            subject_kind=subject,
            subject_id=row.pk,
        )
        return
    standing = Consent.objects.filter(
        person=person, subject_kind=subject, subject_id=str(row.pk), kind=NAMED, withdrawn_at=None
    )
    for consent in standing:
        withdraw_consent(consent, by=by)
