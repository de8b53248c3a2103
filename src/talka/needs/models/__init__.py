"""What those who plan lack, and what could be done: from cards to needs, measures and the follow-up programme."""

from .competence import Competence
from .followup import BlockedDay, FollowUp, MeasuresApart, PlannedMeasure
from .measure import Answering, CatalogueMeasure, Measure, MeasureDate, MeasureEvidence
from .need import Findings, Need, NeedEvidence, NeedResponse

__all__ = [
    "Answering",
    "BlockedDay",
    "CatalogueMeasure",
    "Competence",
    "Findings",
    "FollowUp",
    "Measure",
    "MeasureDate",
    "MeasureEvidence",
    "MeasuresApart",
    "Need",
    "NeedEvidence",
    "NeedResponse",
    "PlannedMeasure",
]
