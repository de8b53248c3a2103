"""What can be done with needs and measures, and with the competences that assessments ask about."""

from .alternatives import (
    FollowUpData,
    block_day,
    change_rules,
    copy_alternative,
    draw_up,
    free_day,
    remove_alternative,
)
from .carrying import hold_as_event, invite_those_who_spoke
from .catalogue import change_kept, keep, keep_measure, retire_kept, take_from_catalogue
from .choosing import change_choice, compute, finish_computing
from .competences import (
    add_competence,
    change_competence,
    keep_shipped,
    make_assessment,
    move_competence,
    restore_competence,
    retire_competence,
)
from .deciding import decide_on, publish_follow_up
from .measures import answer, change_measure, decide_measure, record_measure
from .register import classify, decide, merge, record_need, reword, split
from .responding import respond, settle, tell_those_who_spoke
from .shaping import propose_measure, publish_findings, raise_need, take_over_themes, write_findings

__all__ = [
    "FollowUpData",
    "add_competence",
    "answer",
    "block_day",
    "change_choice",
    "change_competence",
    "change_kept",
    "change_measure",
    "change_rules",
    "classify",
    "compute",
    "copy_alternative",
    "decide",
    "decide_measure",
    "decide_on",
    "draw_up",
    "finish_computing",
    "free_day",
    "hold_as_event",
    "invite_those_who_spoke",
    "keep",
    "keep_measure",
    "keep_shipped",
    "make_assessment",
    "merge",
    "move_competence",
    "propose_measure",
    "publish_findings",
    "publish_follow_up",
    "raise_need",
    "record_measure",
    "record_need",
    "remove_alternative",
    "respond",
    "restore_competence",
    "retire_competence",
    "retire_kept",
    "reword",
    "settle",
    "split",
    "take_from_catalogue",
    "take_over_themes",
    "tell_those_who_spoke",
    "write_findings",
]
