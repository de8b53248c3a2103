"""Of deliberations: taking part and votes, what somebody said and asked, what they answered in office."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions

from ..models import (
    Deliberation,
    DeliberationHearing,
    DeliberationMember,
    DeliberationQuestion,
    QuestionBacker,
    Statement,
    StatementVote,
)
from ..moderated import HIDDEN


def export(person: Person) -> Mapping[str, Any]:
    told: dict[str, Any] = {}
    members = DeliberationMember.objects.filter(person=person).select_related("deliberation").order_by("pk")
    if rows := [_part(member) for member in members]:
        told[_("Deliberations you take part in")] = rows
    if answered := [_question(row) for row in DeliberationQuestion.objects.filter(official=person).order_by("pk")]:
        told[_("Questions put to you in office")] = answered
    if begun := [row.question for row in Deliberation.objects.filter(by=person).order_by("pk")]:
        told[_("Deliberations you began")] = begun
    return told


def private(person: Person) -> Mapping[str, Any]:
    """Votes are nobody else's to know, and statements and questions stand without a name."""
    members = DeliberationMember.objects.filter(person=person).select_related("deliberation").order_by("pk")
    rows = [_said(member) for member in members]
    return {_("How you voted in deliberations, and what you said there"): rows} if rows else {}


def _part(member: DeliberationMember) -> dict[str, Any]:
    return {
        _("The question"): member.deliberation.question,
        _("Invited on"): member.invited_at,
        _("First took part"): member.joined_at,
    }


def _said(member: DeliberationMember) -> dict[str, Any]:
    votes = StatementVote.objects.filter(member=member).select_related("statement").order_by("statement__number")
    backed = QuestionBacker.objects.filter(member=member).select_related("question").order_by("pk")
    return {
        _("The question"): member.deliberation.question,
        _("Votes"): [{_words(row.statement, member): row.get_side_display()} for row in votes],
        _("What you wrote"): [row.text for row in Statement.objects.filter(member=member).order_by("number")],
        _("What you asked"): [_question(row, member) for row in DeliberationQuestion.objects.filter(member=member)],
        _("Questions you would ask, too"): [_words(row.question, member) for row in backed],
    }


def _words(row: Statement | DeliberationQuestion, member: DeliberationMember | None = None) -> str:
    """As on its page: what was hidden is told to its author alone."""
    own = member is not None and row.member_id == member.pk
    return row.text if own or row.hidden_at is None else f"{HIDDEN}: {row.hidden_why}"


def _question(row: DeliberationQuestion, member: DeliberationMember | None = None) -> dict[str, Any]:
    return {
        _("Question"): _words(row, member),
        _("To whom"): row.office,
        _("Answer"): row.answer,
        _("Answered on"): row.answered_at,
    }


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """Votes stay under a number that leads to nobody; statements and questions stay without an author, answers of an
    official with the office alone."""
    DeliberationMember.objects.filter(person=person, joined_at=None).delete()
    DeliberationMember.objects.filter(person=person).update(person=None, invited_at=None)
    for model, columns in (
        (DeliberationQuestion, ("official", "entered_by")),
        (Statement, ("decided_by",)),
        (Deliberation, ("by",)),
    ):
        for column in columns:
            ids = set(model._base_manager.filter(**{column: person}).values_list("pk", flat=True))
            model._base_manager.filter(pk__in=ids).update(**{column: None})
            for versions in _versions_naming(model, column, person):
                ids.add(versions)
            blank_versions(model, ids, [column])
    DeliberationHearing.objects.filter(by=person).update(by=None)
    return []


def _versions_naming(model: type[Any], column: str, person: Person) -> Sequence[int]:
    """Rows that once named the person, although another one stands there now."""
    related = model.versions.rel.related_model
    return list(related._base_manager.filter(**{column: person}).values_list("pgh_obj_id", flat=True))


def holds(today: dt.date) -> Sequence[Any]:
    """Who may still come back by their link, and officials of whom an answer is wanted."""
    going = DeliberationMember.objects.exclude(deliberation__state=Deliberation.State.CLOSED)
    asked = DeliberationQuestion.objects.filter(answered_at=None, official__isnull=False)
    return (going.filter(person__isnull=False).values("person"), asked.values("official"))
