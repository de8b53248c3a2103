"""What a person answers, and whom they ask for a supervisor's view. The view has found out who they are, by their
session or their own link; nobody answers for another."""

import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.letters.actions import folded_address
from talka.people.models import Person
from talka.people.personal_links import digest_of
from talka.ui.refusals import Refusal

from .. import access, assessment_letters
from ..models import AssessmentAnswer, AssessmentItem, AssessmentRound, AssessmentScore, SupervisorScore, SupervisorView
from ..models.assessment import GREATEST, LEAST
from .assessment_figures import checked, out_of_scale
from .assessments import round_locked


@transaction.atomic
def answer(round_: AssessmentRound, person: Person, scores: Mapping[str, tuple[int, int]]) -> None:
    """By key of each competence: importance and ability. Said again it takes the place of what was said; there is never
    a second answer. Raises Refusal."""
    row = _open(round_, person)
    rated = checked(row, scores)
    mine, _made = AssessmentAnswer.objects.get_or_create(round=row, person=person)
    AssessmentScore.objects.filter(answer=mine).delete()
    AssessmentScore.objects.bulk_create(
        AssessmentScore(answer=mine, item_id=item, importance=importance, ability=ability)
        for item, (importance, ability) in rated.items()
    )


@transaction.atomic
def take_back(round_: AssessmentRound, person: Person) -> None:
    """As if the person had not answered; as long as the round is open. Twice is once. Raises Refusal."""
    AssessmentAnswer.objects.filter(round=_open(round_, person, left_too=True), person=person).delete()


@transaction.atomic
def invite_supervisor(round_: AssessmentRound, person: Person, *, name: str, email: str) -> SupervisorView:
    """One supervisor in a round, whom the person chose; they get a link by letter. Raises Refusal."""
    row = _open(round_, person)
    try:
        address = folded_address(email)
    except ValueError:
        raise Refusal(_("This is no e-mail address."), _("Nobody was asked."), status=422) from None
    if address == person.email.lower():
        raise Refusal(
            _("This is your own address."), _("Nobody was asked."), _("Enter your supervisor's address."), status=422
        )
    if SupervisorView.objects.filter(round=row, person=person).exists():
        raise Refusal(
            _("You have asked somebody already."),
            _("Nobody else was asked."),
            _("Take the invitation back first; what they said goes with it."),
        )
    token = secrets.token_urlsafe(32)
    view = SupervisorView.objects.create(
        round=row, person=person, name=" ".join(name.split())[:200], email=address, digest=digest_of(token)
    )
    assessment_letters.send_to_supervisor(view, token)
    return view


@transaction.atomic
def withdraw_supervisor(round_: AssessmentRound, person: Person) -> None:
    """The link opens nothing any more and what the supervisor said is deleted; also after the round has closed. Twice
    is once."""
    for view in SupervisorView.objects.select_for_update(of=("self",)).filter(round=round_, person=person):
        assessment_letters.forget_letter_to(view)
        view.delete()


@transaction.atomic
def answer_as_supervisor(view: SupervisorView, abilities: Mapping[str, int]) -> None:
    """By key of the competences that the supervisor can judge; said again it takes the place of what was said. Raises
    Refusal."""
    row = round_locked(view.round)
    held = SupervisorView.objects.select_for_update(of=("self",)).filter(pk=view.pk).first()
    if held is None:
        raise Refusal(_("The person who asked you has taken the invitation back."), _("Nothing was saved."), status=410)
    _check_open(row)
    items = dict(AssessmentItem.objects.filter(round=row).values_list("key", "pk"))
    if not abilities or set(abilities) - set(items):
        raise Refusal(_("Please rate at least one competence."), _("Nothing was saved."), status=422)
    if any(not LEAST <= ability <= GREATEST for ability in abilities.values()):
        raise out_of_scale()
    SupervisorScore.objects.filter(view=held).delete()
    SupervisorScore.objects.bulk_create(
        SupervisorScore(view=held, item_id=items[key], ability=ability) for key, ability in abilities.items()
    )
    held.answered = True
    held.save(update_fields=["answered"])


def _open(round_: AssessmentRound, person: Person, *, left_too: bool = False) -> AssessmentRound:
    """The round, held until the transaction ends, if this person can answer in it now."""
    row = round_locked(round_)
    if not left_too and access.learner_of(person, row.cohort) is None:
        raise Refusal(
            _("You do not take part in this cohort any more."),
            _("Nothing was changed."),
            _("If this is a mistake, write to the coordinator."),
            status=410,
        )
    _check_open(row)
    return row


def _check_open(row: AssessmentRound) -> None:
    if row.opened_at is None or row.closed_at is not None or row.closes_at <= timezone.now():
        raise Refusal(
            _("This assessment is closed."),
            _("What you said until then is kept; what you sent now was not saved."),
            _("If your answer should still count, write to the coordinator before the next round."),
            status=410,
        )
