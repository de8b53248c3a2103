"""What is kept of local initiatives: what is proposed, deliberated, chosen, decided by a council and consulted on."""

from .ballots import Ballot, PaperEntry
from .choosings import Choosing, ChoosingOption
from .initiatives import Initiative, InitiativeStep
from .voters import Voter, VoterLink

__all__ = [
    "Ballot",
    "Choosing",
    "ChoosingOption",
    "Initiative",
    "InitiativeStep",
    "PaperEntry",
    "Voter",
    "VoterLink",
]
