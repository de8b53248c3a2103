"""Letters about reported words: to those who look after the page, to the author and to those who reported, without the
words and without any name."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping

from django.urls import reverse
from django.utils import timezone

from talka.people.letters import write_to
from talka.people.models import Person
from talka.people.personal_links import make_token
from talka.programmes.models import TeamMember
from talka.ui.addresses import whole

from .access.moderation import may_answer, may_decide
from .letters_of_council import people_of
from .models import ModerationStep
from .moderated import Kind, Moderated

TO_AUTHOR = "initiatives-words-decided"
TO_REPORTER = "initiatives-report-decided"
PURPOSE = "moderation"
"""Of the personal link of an author without an account."""
LASTS = dt.timedelta(days=30)
TO_KEEPER = "initiatives-words-reported"
TO_OTHER_KEEPER = "initiatives-words-appealed"
MOST_KEEPERS = 50
UNTOLD = (ModerationStep.What.STANDS,)
"""Steps of which the author hears nothing: nothing has changed for them, and a report is not held against them."""


def reported(kind: Kind, row: Moderated, last: ModerationStep | None) -> None:
    """To those who look after the page, administrators where it has nobody else; once until somebody decides. last: the
    last step that was taken about these words."""
    about = f"{TO_KEEPER}-{kind.name}-{row.pk}-{last.pk if last else 0}"
    told = {"label": kind.label, "link": _page(kind, row)}
    for person in _keepers(kind, row, lambda one: may_decide(one, kind, row)):
        write_to(person, "initiatives/moderation/letters/keeper.txt", told, kind=TO_KEEPER, key=f"{about}-{person.pk}")


def appealed(kind: Kind, row: Moderated, step: ModerationStep, hiding: ModerationStep) -> None:
    """To those who may decide it: not to the one who hid the words. Administrators where there is nobody else."""
    told = {"label": kind.label, "link": _page(kind, row)}
    for person in _keepers(kind, row, lambda one: may_answer(one, kind, row, hiding)):
        letter, key = "initiatives/moderation/letters/other_keeper.txt", f"{TO_OTHER_KEEPER}-{step.pk}-{person.pk}"
        write_to(person, letter, told, kind=TO_OTHER_KEEPER, key=key)


def _page(kind: Kind, row: Moderated) -> str:
    return whole(reverse("initiatives:moderation", args=[kind.name, row.pk]))


def _keepers(kind: Kind, row: Moderated, may: Callable[[Person], bool]) -> list[Person]:
    """Those who look after the page and may; where there is none, administrators who may."""
    organisation, programme = kind.kept_by(row)
    known = Person.objects.filter(erased_at=None, merged_into=None, account__is_active=True).exclude(email="")
    found = {person.pk: person for person in people_of(organisation)} if organisation is not None else {}
    if programme is not None:
        team = TeamMember.objects.filter(programme=programme, role=TeamMember.Role.ORGANISER)
        rows = known.filter(pk__in=team.values("person")).select_related("account").order_by("pk")
        found |= {person.pk: person for person in rows[:MOST_KEEPERS]}
    keepers = [person for person in found.values() if may(person)]
    if keepers:
        return keepers
    keep_all = known.filter(account__is_staff=True).select_related("account").order_by("pk")[:MOST_KEEPERS]
    return [person for person in keep_all if may(person)]


def decided(kind: Kind, row: Moderated, step: ModerationStep, reporters: Collection[int]) -> None:
    """reporters: numbers of the persons whose reports this step answers."""
    told = {"what": step.what, "reason": step.reason, "label": kind.label}
    author = kind.author(row)
    if author is not None and step.what not in UNTOLD:
        _write_to_author(author, told, kind, row, step)
    link = whole(kind.url(row))
    for person in Person.objects.filter(pk__in=reporters, merged_into=None).order_by("pk"):
        letter = "initiatives/moderation/letters/reporter.txt"
        write_to(person, letter, told | {"link": link}, kind=TO_REPORTER, key=f"{TO_REPORTER}-{step.pk}-{person.pk}")


def _write_to_author(
    author: Person, told: Mapping[str, object], kind: Kind, row: Moderated, step: ModerationStep
) -> None:
    """Who cannot sign in gets a personal link, so that they can answer, too; its letter is emptied with it."""
    link, until = reverse("initiatives:moderation", args=[kind.name, row.pk]), None
    if author.account_id is None:
        token = make_token(author, PURPOSE, lasts=LASTS)
        link, until = reverse("initiatives:moderation_by_link", args=[kind.name, row.pk, token]), timezone.now() + LASTS
    write_to(
        author,
        "initiatives/moderation/letters/author.txt",
        {**told, "link": whole(link)},
        kind=TO_AUTHOR,
        key=f"{TO_AUTHOR}-{step.pk}-{author.pk}",
        secret_until=until,
    )
