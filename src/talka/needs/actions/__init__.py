"""What can be done with needs and measures, and with the competences that assessments ask about."""

from .competences import (
    add_competence,
    change_competence,
    keep_shipped,
    make_assessment,
    move_competence,
    restore_competence,
    retire_competence,
)
from .register import answer, decide, merge, record_need, reword, split
from .shaping import propose_measure, publish_findings, raise_need, take_over_themes, write_findings

__all__ = [
    "add_competence",
    "answer",
    "change_competence",
    "decide",
    "keep_shipped",
    "make_assessment",
    "merge",
    "move_competence",
    "propose_measure",
    "publish_findings",
    "raise_need",
    "record_need",
    "restore_competence",
    "retire_competence",
    "reword",
    "split",
    "take_over_themes",
    "write_findings",
]
