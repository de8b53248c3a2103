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
from .shaping import (
    answer,
    merge_measures,
    merge_needs,
    propose_measure,
    publish_findings,
    raise_need,
    reword,
    take_over_themes,
    write_findings,
)

__all__ = [
    "add_competence",
    "answer",
    "change_competence",
    "keep_shipped",
    "make_assessment",
    "merge_measures",
    "merge_needs",
    "move_competence",
    "propose_measure",
    "publish_findings",
    "raise_need",
    "restore_competence",
    "retire_competence",
    "reword",
    "take_over_themes",
    "write_findings",
]
