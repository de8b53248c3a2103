"""How one council answers, in figures: for its own people and organisers, and for everybody where it shows them. Never
beside another council."""

from dataclasses import dataclass
from statistics import median

from django.db.models import Prefetch
from django.utils import timezone

from talka.people.models import Organisation
from talka.ui.few import FEW

from ..access.council import of_council
from ..models import CouncilDecision, CouncilFigures, CouncilQuestion

Outcome = CouncilDecision.Outcome
ACCEPTED = (Outcome.ACCEPTED, Outcome.IN_PART)


@dataclass(frozen=True)
class Answering:
    """asked: all questions that were not taken back; due: those answered and those whose deadline has passed. The rest
    is None where fewer than five are due: in_time, answered of them; of those answered, accepted (fully or in part)
    and declined; done, of those accepted; days: the median from question to answer."""

    asked: int
    open: int
    due: int
    answered: int | None = None
    in_time: int | None = None
    accepted: int | None = None
    declined: int | None = None
    done: int | None = None
    days: float | None = None
    shown: bool = False


def answering(council: Organisation) -> Answering:
    """Three queries. A question is answered on the day on which the answer was given here; one that was returned with a
    reason is neither answered nor due; an annulled decision counts as none."""
    today = timezone.localdate()
    standing = CouncilDecision.objects.filter(annulled_on=None).exclude(outcome=Outcome.PUT_OFF)
    rows = CouncilQuestion.objects.filter(of_council(council)).exclude(
        state__in=(CouncilQuestion.State.WITHDRAWN, CouncilQuestion.State.RETURNED)
    )
    asked = list(rows.prefetch_related(Prefetch("decisions", standing, to_attr="standing")))
    answered = [row for row in asked if row.answered_on is not None and row.standing]
    late = [row for row in asked if row.open and row.deadline < today]
    due = len(answered) + len(late)
    shown = CouncilFigures.objects.filter(council=council, shown=True).exists()
    told = Answering(len(asked), sum(row.open for row in asked), due, shown=shown)
    if due < FEW:
        return told
    decisions = [row.standing[0] for row in answered]
    accepted = [one for one in decisions if one.outcome in ACCEPTED]
    days = [(row.answered_on - row.asked_on).days for row in answered if row.answered_on is not None]
    return Answering(
        told.asked,
        told.open,
        due,
        answered=len(answered),
        in_time=sum(row.answered_on is not None and row.answered_on <= row.deadline for row in answered),
        accepted=len(accepted),
        declined=len(decisions) - len(accepted),
        done=sum(one.done_on is not None for one in accepted),
        days=float(median(days)) if days else None,
        shown=shown,
    )
