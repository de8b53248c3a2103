"""Cohorts of a training programme, their sessions and teams."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.actions.persons import PersonData
from talka.people.actions.versions import amend, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .. import access
from ..models import Cohort, Learner, Module, Session, Team, Training
from .letting_in import welcome_learner
from .trainings import locked, person_meant

Text = LazyI18nString | str


@dataclass(frozen=True)
class CohortData:
    """places: how many teams. apply_from, apply_until: when municipalities and communities can apply."""

    title: Text
    state: str = Cohort.State.PLANNED
    starts: dt.date | None = None
    ends: dt.date | None = None
    places: int | None = None
    apply_from: dt.datetime | None = None
    apply_until: dt.datetime | None = None


def begin_cohort(training: Training, data: CohortData, *, by: Person | None) -> Cohort:
    """by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_run(by, training)
    _check(data)
    with deed(by):
        locked(training)
        last = Cohort.objects.filter(training=training).aggregate(last=Max("number"))["last"] or 0
        row = Cohort(training=training, number=last + 1)
        fill(row, data)
        row.save()
    return row


def change_cohort(cohort: Cohort, data: CohortData, *, version: int, by: Person | None) -> Cohort:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_run_cohort(by, cohort)
    _check(data)
    with deed(by):
        row = cohort_locked(cohort)
        amend(row, data, version)
    return row


def retire_cohort(cohort: Cohort, *, by: Person | None) -> None:
    """Only those who run it see it; nothing of it is lost. Twice is once."""
    access.check_run_cohort(by, cohort)
    with deed(by):
        locked(cohort.training)
        row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        if row.retired_at is None:
            row.retired_at = timezone.now()
            row.save(update_fields=["retired_at"])


def restore_cohort(cohort: Cohort, *, by: Person | None) -> None:
    access.check_run_cohort(by, cohort)
    with deed(by):
        locked(cohort.training)
        row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
        row.retired_at = None
        row.save(update_fields=["retired_at"])


def add_session(cohort: Cohort, event: Event, kind: str, *, by: Person | None, module: Module | None = None) -> Session:
    """An event of the same programme becomes part of the cohort's way. Twice is once. Raises Refusal."""
    if by is not None:
        access.check_run_cohort(by, cohort)
        if not events_known_to(by).filter(pk=event.pk).exists():
            raise Refusal(_("This event is not known."), _("Nothing was changed."), status=422)
    if kind not in Session.Kind.values:
        raise Refusal(_("This kind of session is not known."), _("Nothing was changed."), status=422)
    if event.project.programme_id != cohort.training.programme_id:
        raise Refusal(
            _("This event belongs to another programme."),
            _("Nothing was changed."),
            _("Make the event in a project of the training's own programme."),
            status=422,
        )
    if module is not None and module.training_id != cohort.training_id:
        raise Refusal(_("This module belongs to another training programme."), _("Nothing was changed."), status=422)
    with deed(by):
        cohort_locked(cohort)
        row, made = Session.objects.get_or_create(cohort=cohort, event=event, defaults={"kind": kind, "module": module})
        if not made and (row.kind, row.module_id) != (kind, module and module.pk):
            row.kind, row.module = kind, module
            row.save(update_fields=["kind", "module"])
    return row


def remove_session(session: Session, *, by: Person | None) -> None:
    """The event stays; it is no part of the cohort's way any more. Twice is once."""
    access.check_run_cohort(by, session.cohort)
    with deed(by):
        cohort_locked(session.cohort)
        Session.objects.filter(pk=session.pk).delete()


def add_team(
    cohort: Cohort,
    organisation: Organisation,
    *,
    by: Person | None,
    title: Text = "",
    aims: Text = "",
    area: Area | None = None,
) -> Team:
    """A municipality or community takes part; one that had left is back. Raises Refusal where no place is left."""
    if by is not None:
        access.check_run_cohort(by, cohort)
    organisation = organisation.merged_into or organisation
    with deed(by):
        held = cohort_locked(cohort)
        row = Team.objects.filter(cohort=cohort, organisation=organisation).first()
        if row is not None and row.left_on is None:
            raise Refusal(_("It takes part in this cohort already."), _("Nothing was changed."), status=409)
        taken = Team.objects.filter(cohort=cohort, left_on=None).count()
        if held.places is not None and taken >= held.places:
            raise Refusal(
                _("Every place in this cohort is taken."),
                _("Nothing was changed."),
                _("Raise the number of places, or put the team into another cohort."),
                status=409,
            )
        if row is None:
            row = Team(cohort=cohort, organisation=organisation, order=Team.objects.filter(cohort=cohort).count())
        row.title, row.aims, row.area = title or "", aims or "", area or organisation.area
        row.left_on, row.left_reason = None, ""
        row.save()
    return row


def change_team(team: Team, *, title: Text, aims: Text, by: Person | None) -> Team:
    access.check_run_cohort(by, team.cohort)
    with deed(by):
        cohort_locked(team.cohort)
        row = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
        row.title, row.aims = title or "", aims or ""
        row.save(update_fields=["title", "aims"])
    return row


def leave(team: Team, reason: str, *, by: Person | None) -> None:
    """The team goes on no longer; what it did stays. Needs a reason. Twice is once. Raises Refusal."""
    access.check_run_cohort(by, team.cohort)
    if not reason.strip():
        raise Refusal(_("Please say why."), _("Nothing was changed."), status=422)
    with deed(by):
        cohort_locked(team.cohort)
        row = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
        if row.left_on is None:
            row.left_on, row.left_reason = timezone.localdate(), reason.strip()[:500]
            row.save(update_fields=["left_on", "left_reason"])


def add_learner(team: Team, who: Person | PersonData, *, by: Person | None) -> Learner:
    """A person joins the team, or is back in it; who: of the register, or what is said of one, who is entered where
    nobody fits. They are written to and can sign in from then on. by None: the house, loading files; nobody is written
    to. More than the team's size is refused. Raises Refusal."""
    if by is not None:
        access.check_run_cohort(by, team.cohort)
    size = team.cohort.training.team_size
    with deed(by):
        cohort_locked(team.cohort)
        person = person_meant(who, team.cohort.training, by, team.organisation)
        row = Learner.objects.filter(team=team, person=person).first()
        if row is not None and row.left_on is None:
            return row
        if Learner.objects.filter(team=team, left_on=None).count() >= size:
            raise Refusal(
                _("A team of this training programme has at most %(number)s people.") % {"number": size},
                _("Nothing was changed."),
                _("Let somebody leave the team first, or change the size of teams."),
                status=409,
            )
        if row is None:
            row = Learner(team=team, person=person, joined_on=timezone.localdate())
        row.left_on = None
        row.save()
        if by is not None:
            row.team = team
            welcome_learner(row)
    return row


def remove_learner(learner: Learner, *, by: Person | None) -> None:
    """They have left; what they did stays. Twice is once."""
    access.check_run_cohort(by, learner.team.cohort)
    with deed(by):
        cohort_locked(learner.team.cohort)
        Learner.objects.filter(pk=learner.pk, left_on=None).update(left_on=timezone.localdate())


def cohort_locked(cohort: Cohort) -> Cohort:
    """Its row, held until the transaction ends; nothing enters one that was just taken away."""
    row = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    if row.retired_at is not None or Training.objects.filter(pk=row.training_id).exclude(retired_at=None).exists():
        raise Refusal(_("This cohort was taken away."), _("Nothing was changed."), _("Bring it back first."))
    return row


def _check(data: CohortData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.state not in Cohort.State.values:
        raise Refusal(_("This state is not known."), _("Nothing was changed."), status=422)
    if data.starts and data.ends and data.ends < data.starts:
        raise Refusal(_("The last day is before the first."), _("Nothing was changed."), status=422)
    if data.apply_until and (data.apply_from is None or data.apply_until <= data.apply_from):
        raise Refusal(_("Applications end before they begin."), _("Nothing was changed."), status=422)
