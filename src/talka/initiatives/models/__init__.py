"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .authors import Author, Supporter
from .council import AnswerTold, CouncilFigures, CouncilQuestion, DecisionEntry
from .initiative_texts import InitiativeText
from .initiatives import Initiative, InitiativeStep
from .resemblances import Resemblance

__all__ = [
    "AnswerTold",
    "Author",
    "CouncilFigures",
    "CouncilQuestion",
    "DecisionEntry",
    "Initiative",
    "InitiativeStep",
    "InitiativeText",
    "Resemblance",
    "Supporter",
]
