"""Facilitated group work inside an event: stages, groups, seats, cards, clusters, ballots, reports."""

from .cards import Card, CardKind, Cluster, CommonIdea, Picture
from .outputs import Award, Call, Message, Report, Sheet
from .seats import Receipt, Seat, Sitting
from .votes import Answer, Ballot, HandCount
from .workshop import Format, Group, Stage, Workshop, projector_key

__all__ = [
    "Answer",
    "Award",
    "Ballot",
    "Call",
    "Card",
    "CardKind",
    "Cluster",
    "CommonIdea",
    "Format",
    "Group",
    "HandCount",
    "Message",
    "Picture",
    "Receipt",
    "Report",
    "Seat",
    "Sheet",
    "Sitting",
    "Stage",
    "Workshop",
    "projector_key",
]
