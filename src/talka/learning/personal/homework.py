"""Of homework and what else happens between sessions: who wrote what, visited whom, met whom."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.documents.kept_files import KeptFile
from talka.documents.storage import delete_file
from talka.people.models import Person
from talka.people.personal_data import Kept, day_of

from ..models import Coaching, HandInRemark, HandInVersion, TwinLetter, TwinMeeting
from ..twin_letters import forget_written


def export(person: Person) -> Mapping[str, Any]:
    """What the person handed in, said, noted and wrote. What others said about it is theirs to tell."""
    handed = [
        {
            _("Homework"): str(row.hand_in.homework),
            _("Day"): day_of(row.at),
            _("Text"): row.text,
        }
        | ({_("File"): row.file_name} if row.file_name else {})
        | ({_("Link"): row.link} if row.link else {})
        for row in HandInVersion.objects.filter(by=person).select_related("hand_in__homework").order_by("at", "pk")
    ]
    said = [
        {
            _("Homework"): str(row.hand_in.homework),
            _("Day"): day_of(row.at),
            _("Text"): row.text,
        }
        for row in HandInRemark.objects.filter(by=person).select_related("hand_in__homework").order_by("at", "pk")
    ]
    visits = [
        {_("Team"): str(row.team), _("Day"): row.day.isoformat(), _("What was worked on"): row.worked_on}
        for row in Coaching.objects.filter(coach=person).select_related("team__organisation").order_by("day", "pk")
    ]
    met = [
        {_("Team"): str(row.team), _("Day"): row.day.isoformat(), _("Notes"): row.notes}
        for row in TwinMeeting.objects.filter(by=person).select_related("team__organisation").order_by("day", "pk")
    ]
    wrote = [
        {_("Team"): str(row.team), _("Day"): day_of(row.at)}
        for row in TwinLetter.objects.filter(by=person).select_related("team__organisation").order_by("at", "pk")
    ]
    told = {
        _("Homework you handed in"): handed,
        _("What you said about homework"): said,
        _("Teams you coached"): visits,
        _("Meetings with a twin team that you noted"): met,
        _("Letters you wrote to a twin team"): wrote,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Their words in threads, the homework they handed in for themselves and their letters to twins are emptied; what
    a team handed in stays, and nobody is named in it. Rows lead to an emptied person."""
    for remark in HandInRemark.objects.filter(by=person, emptied=False):
        _empty(remark)
        remark.text, remark.emptied = "", True
        remark.save()
    for version in HandInVersion.objects.filter(hand_in__learner__person=person):
        _empty(version)
        version.text = ""
        version.save()
    for letter in TwinLetter.objects.filter(by=person):
        forget_written(letter)
    return []


def _empty(row: KeptFile) -> None:
    name = row.file.name or ""
    row.file, row.file_name, row.media_type, row.size, row.link = "", "", "", 0, ""
    if name:
        transaction.on_commit(lambda: delete_file(name))
