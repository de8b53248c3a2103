"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .comments import CommentSupport, ConsultationComment
from .consultations import Consultation, ConsultationPart
from .initiatives import Initiative, InitiativeStep
from .moderation import ModerationStep, Report

__all__ = [
    "CommentSupport",
    "Consultation",
    "ConsultationComment",
    "ConsultationPart",
    "Initiative",
    "InitiativeStep",
    "ModerationStep",
    "Report",
]
