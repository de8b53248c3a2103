"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .deliberation_questions import DeliberationQuestion, QuestionBacker
from .deliberations import Deliberation, DeliberationHearing, DeliberationMember
from .initiatives import Initiative, InitiativeStep
from .moderation import ModerationStep, Report
from .statements import Statement, StatementVote

__all__ = [
    "Deliberation",
    "DeliberationHearing",
    "DeliberationMember",
    "DeliberationQuestion",
    "Initiative",
    "InitiativeStep",
    "ModerationStep",
    "QuestionBacker",
    "Report",
    "Statement",
    "StatementVote",
]
