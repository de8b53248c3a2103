"""Of applications and their selection: who applied, whom they named, who gave points."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions
from talka.ui.folding import fold

from ..actions.applications import forget_words, take_back
from ..models import Application, ApplicationMember, Cohort, Score, Scorer


def export(person: Person) -> Mapping[str, Any]:
    """Points and notes are told to who gave them; the applicant is told the decision and its reason."""
    own = Application.objects.filter(person=person).select_related("cohort__training")
    applied = [_application(row) for row in own.prefetch_related("answers__criterion", "members", "decisions")]
    named = [
        {
            _("Training programme"): str(row.application.cohort.training),
            _("Organisation or community"): row.application.name,
        }
        for row in ApplicationMember.objects.filter(pk__in=_named(person)).select_related(
            "application__cohort__training"
        )
    ]
    selections = [
        {_("Training programme"): str(row.cohort.training), _("Cohort"): str(row.cohort)}
        for row in Scorer.objects.filter(person=person).select_related("cohort__training")
    ]
    scores = Score.objects.filter(scorer__person=person).select_related("application", "criterion")
    points = [
        {
            _("Application"): row.application.name,
            _("Criterion"): str(row.criterion),
            _("Points"): row.points,
            _("Note"): row.note,
        }
        for row in scores
    ]
    told = {
        _("Your applications to training programmes"): applied,
        _("Applications that name you for the team"): named,
        _("Selections you are a member of"): selections,
        _("Points you gave to applications"): points,
    }
    return {heading: rows for heading, rows in told.items() if rows}


def _application(row: Application) -> dict[str, Any]:
    told = [one for one in row.decisions.all() if one.told_at is not None]
    return {
        _("Training programme"): str(row.cohort.training),
        _("Cohort"): str(row.cohort),
        _("Organisation or community"): row.name,
        _("Place"): row.place,
        _("Team"): "; ".join(str(one) for one in row.members.all()),
        _("Why you want to take part"): row.motivation,
        _("Answers"): {str(one.criterion): one.words for one in row.answers.all()},
        _("Sent"): row.sent_at,
        _("Withdrawn"): row.withdrawn_at,
        _("Decision"): told[-1].get_outcome_display() if told else "",
        _("Reason"): told[-1].reason if told else "",
    }


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """An application of theirs loses its words and the names in it; one that was not decided, or waits on the reserve
    list, is withdrawn by it: no place is given to what nobody answers for. Who was named for a team stands there no
    more. Points stay, without notes: sums others decided by do not change."""
    for row in Application.objects.filter(person=person).select_for_update(of=("self",)):
        if _over(row):
            forget_words(row)
        else:
            take_back(row)
    ApplicationMember.objects.filter(pk__in=_named(person)).delete()
    notes = list(Score.objects.filter(scorer__person=person).values_list("pk", flat=True))
    Score.objects.filter(pk__in=notes).update(note="")
    blank_versions(Score, notes, ["note"])
    return []


def _over(row: Application) -> bool:
    """Whether nothing is to come of it any more but what has come: its team is made, or it was declined and that
    stands. The same is taken back by no applicant."""
    told = row.decisions.exclude(told_at=None).order_by("-pk").first()
    if told is None or told.outcome == Application.Outcome.RESERVE:
        return False
    return told.outcome == Application.Outcome.SELECTED or row.outcome == told.outcome


def holds(today: dt.date) -> Sequence[Any]:
    """Whose application is not decided, waits on the reserve list or led to a cohort that has not ended; who selects in
    such a cohort."""
    open_ = ~Q(cohort__state=Cohort.State.ENDED) & Q(cohort__retired_at=None)
    rows = Application.objects.filter(open_, withdrawn_at=None).exclude(sent_at=None)
    return (
        rows.exclude(outcome=Application.Outcome.DECLINED).values("person"),
        Scorer.objects.filter(open_, left_at=None).values("person"),
    )


def _named(person: Person) -> list[int]:
    """Rows that name the person: by their address, and by name where it says no other."""
    mails = {mail.lower() for mail in (person.email, person.account.email if person.account else "") if mail}
    rows = ApplicationMember.objects.all()
    found = set(rows.filter(email__in=mails).values_list("pk", flat=True)) if mails else set()
    if person.given_name and person.family_name:
        name = fold(person.name)
        alike = rows.filter(email="").values_list("pk", "given_name", "family_name")
        found |= {pk for pk, given, family in alike if fold(f"{given} {family}") == name}
    return sorted(found)
