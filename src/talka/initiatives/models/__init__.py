"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .authors import Author, Supporter
from .council import AnswerTold, CouncilDecision, CouncilFigures, CouncilQuestion, DecisionEntry
from .initiative_texts import InitiativeText
from .initiatives import Initiative, InitiativeStep
from .moderation import ModerationStep, Report

__all__ = [
    "AnswerTold",
    "Author",
    "CouncilDecision",
    "CouncilFigures",
    "CouncilQuestion",
    "DecisionEntry",
    "Initiative",
    "InitiativeStep",
    "InitiativeText",
    "ModerationStep",
    "Report",
    "Supporter",
]
