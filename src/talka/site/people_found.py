"""Which person an operator means on the command line."""

from talka.people.models import Person
from talka.site.trouble import Trouble
from talka.ui.folding import fold

MOST_SHOWN = 10


def person_named(text: str) -> Person:
    """By e-mail address (of the account or the person), else by name without regard to diacritics; exactly one."""
    living = Person.objects.filter(merged_into=None, erased_at=None).select_related("account")
    by_mail = living.filter(account__email__iexact=text) or living.filter(email__iexact=text)
    found = list((by_mail if "@" in text else living.filter(folded__contains=fold(text)))[: MOST_SHOWN + 1])
    if len(found) > 1 and (same := [person for person in found if fold(person.name) == fold(text)]):
        found = same
    if not found:
        raise Trouble(f"There is nobody called “{text}”.", "Give an e-mail address or a part of the name.")
    if len(found) > 1:
        names = ", ".join(f"{person} <{person.email}>" for person in found[:MOST_SHOWN])
        raise Trouble(f"“{text}” may be several people: {names}.", "Give the e-mail address.")
    return found[0]
