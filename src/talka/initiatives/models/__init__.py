"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .initiatives import Initiative, InitiativeStep
from .moderation import ModerationStep, Report

__all__ = ["Initiative", "InitiativeStep", "ModerationStep", "Report"]
