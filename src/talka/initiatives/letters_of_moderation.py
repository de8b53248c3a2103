"""Letters about reported words: to those who look after the page, to the author and to those who reported, without the
words and without any name."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils import timezone

from talka.people.letters import write_to
from talka.people.models import Person
from talka.people.personal_links import make_token
from talka.programmes.models import TeamMember
from talka.ui.addresses import whole

from .access.moderation import may_decide
from .letters_of_council import people_of
from .models import ModerationStep
from .moderated import Kind, Moderated

TO_AUTHOR = "initiatives-words-decided"
TO_REPORTER = "initiatives-report-decided"
PURPOSE = "moderation"
"""Of the personal link of an author without an account."""
LASTS = dt.timedelta(days=30)
TO_KEEPER = "initiatives-words-reported"
MOST_KEEPERS = 50
UNTOLD = (ModerationStep.What.STANDS,)
"""Steps of which the author hears nothing: nothing has changed for them, and a report is not held against them."""


def reported(kind: Kind, row: Moderated, last: ModerationStep | None) -> None:
    """To those who look after the page, administrators where it has nobody else; once until somebody decides. last: the
    last step that was taken about these words."""
    link = whole(reverse("initiatives:moderation", args=[kind.name, row.pk]))
    about = f"{TO_KEEPER}-{kind.name}-{row.pk}-{last.pk if last else 0}"
    for person in _keepers(kind, row):
        letter = "initiatives/moderation/letters/keeper.txt"
        write_to(person, letter, {"label": kind.label, "link": link}, kind=TO_KEEPER, key=f"{about}-{person.pk}")


def _keepers(kind: Kind, row: Moderated) -> list[Person]:
    organisation, programme = kind.kept_by(row)
    known = Person.objects.filter(erased_at=None, merged_into=None, account__is_active=True).exclude(email="")
    found = {person.pk: person for person in people_of(organisation)} if organisation is not None else {}
    if programme is not None:
        team = TeamMember.objects.filter(programme=programme, role=TeamMember.Role.ORGANISER)
        rows = known.filter(pk__in=team.values("person")).select_related("account").order_by("pk")
        found |= {person.pk: person for person in rows[:MOST_KEEPERS]}
    keepers = [person for person in found.values() if may_decide(person, kind, row)]
    if keepers:
        return keepers
    keep_all = known.filter(account__is_staff=True).select_related("account").order_by("pk")[:MOST_KEEPERS]
    return [person for person in keep_all if may_decide(person, kind, row)]


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
