"""What can be done with needs and measures."""

from .register import answer, decide, merge, merge_as, record_need, reword, split
from .shaping import propose_measure, publish_findings, raise_need, take_over_themes, write_findings

__all__ = [
    "answer",
    "decide",
    "merge",
    "merge_as",
    "propose_measure",
    "publish_findings",
    "raise_need",
    "record_need",
    "reword",
    "split",
    "take_over_themes",
    "write_findings",
]
