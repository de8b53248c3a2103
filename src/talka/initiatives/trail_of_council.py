"""What questions to councils add to the trail: initiative, question, decision."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access.council import ABOUT, questions_known_to
from .models import CouncilDecision, CouncilQuestion

QUESTION = "council_question"
DECISION = "council_decision"
INITIATIVE = "initiative"


def show_questions(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = questions_known_to(person).filter(pk__in=ids, hidden_at=None)
    return {
        str(row.pk): Shown(
            QUESTION,
            str(row.pk),
            row.title,
            reverse("initiatives:council_question", args=[row.pk]),
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def show_decisions(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    known = questions_known_to(person).filter(hidden_at=None)
    rows = CouncilDecision.objects.filter(pk__in=ids, question__in=known.values("pk")).select_related("question")
    return {
        str(row.pk): Shown(
            DECISION,
            str(row.pk),
            _("Decision %(number)s: %(title)s") % {"number": row.number, "title": row.question.title},
            reverse("initiatives:council_question", args=[row.question_id]) + f"#decision-{row.pk}",
            row.get_outcome_display() if row.stands else _("annulled"),
            illustrative=row.question.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(QUESTION, _("Question to a council"), 125, show_questions))
    register(Kind(DECISION, _("Council decision"), 130, show_decisions))
    asked_of = CouncilQuestion.objects.exclude(initiative=None)
    register_arrow(Arrow(INITIATIVE, QUESTION, lambda: asked_of.all(), "initiative", "pk"))
    for kind in ABOUT:
        register_arrow(_about(kind))
    register_arrow(Arrow(QUESTION, DECISION, lambda: CouncilDecision.objects.all(), "question", "pk"))


def _about(kind: str) -> Arrow:
    return Arrow(kind, QUESTION, lambda: CouncilQuestion.objects.filter(about_kind=kind), "about_id", "pk")
