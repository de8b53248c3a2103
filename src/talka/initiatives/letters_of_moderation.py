"""Letters about reported words: to the author and to those who reported, without the words and without any name."""

from collections.abc import Collection

from django.urls import reverse

from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import ModerationStep
from .moderated import Kind, Moderated

TO_AUTHOR = "initiatives-words-decided"
TO_REPORTER = "initiatives-report-decided"
UNTOLD = (ModerationStep.What.STANDS,)
"""Steps of which the author hears nothing: nothing has changed for them, and a report is not held against them."""


def decided(kind: Kind, row: Moderated, step: ModerationStep, reporters: Collection[int]) -> None:
    """reporters: numbers of the persons whose reports this step answers."""
    told = {"what": step.what, "reason": step.reason, "label": kind.label}
    author = kind.author(row)
    if author is not None and step.what not in UNTOLD:
        link = whole(reverse("initiatives:moderation", args=[kind.name, row.pk]))
        letter = "initiatives/moderation/letters/author.txt"
        write_to(author, letter, told | {"link": link}, kind=TO_AUTHOR, key=f"{TO_AUTHOR}-{step.pk}-{author.pk}")
    link = whole(kind.url(row))
    for person in Person.objects.filter(pk__in=reporters, merged_into=None).order_by("pk"):
        letter = "initiatives/moderation/letters/reporter.txt"
        write_to(person, letter, told | {"link": link}, kind=TO_REPORTER, key=f"{TO_REPORTER}-{step.pk}-{person.pk}")
