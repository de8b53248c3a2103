"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .initiatives import Initiative, InitiativeStep

__all__ = ["Initiative", "InitiativeStep"]
