"""What the method of opinions says, in the reader's language: a sentence for each code of `methods.opinion.explain`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.ui.numbers import number


def sentence(code: str, told: Mapping[str, Any]) -> str:
    """One sentence; "" for a code that this page says otherwise (the numbers above it)."""
    if code in _SHORT:
        return _SHORT[code]() % _written(told)
    if code in _COUNTED:
        return _COUNTED[code](int(told["count"])) % _written(told)
    return ""


def _written(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else number(value) for name, value in told.items()}


_SHORT = {
    "left_out_few": lambda: _(
        "A few people gave fewer than %(needed)s votes: they are in no group, but count among all."
    ),
    "unsure": lambda: _(
        "As only %(people)s people voted, a share of one half may as well be any from %(low)s %% to %(high)s %%."
    ),
    "groups": lambda: _("Those who voted stand in %(groups)s groups: %(sizes)s."),
    "not_chance": lambda: _(
        "These groups are farther apart than chance makes them: where the same votes are dealt out at random, groups"
        " are as far apart in at most 1 of %(of)s cases."
    ),
    "unsettled": lambda: _(
        "The time ran out before it was known whether chance makes such groups as well; take them with care."
    ),
    "one_nothing": lambda: _(
        "No groups can be told apart: no split is greater than what chance makes (in %(percent)s of 100 cases where the"
        " same votes are dealt out at random it is as great)."
    ),
    "one_small": lambda: _(
        "No groups can be told with so few: no group is shown with fewer than %(fewest)s people, and it takes"
        " %(needed)s people with votes enough for two."
    ),
    "one_no_split": lambda: _("No groups can be told apart: no way to split leaves %(fewest)s people in each group."),
    "one_unanimous": lambda: _("There are no groups: nobody votes otherwise than the others."),
    "nearly": lambda: _("%(other)s groups would be nearly as good an answer as %(groups)s."),
    "between_few": lambda: _("A few people stand between groups: a vote or two could put them into another."),
    "shared_none": lambda: _("There is no statement of which it can be shown that every group is mostly of one mind."),
    "shared_none_one": lambda: _("There is no statement of which it can be shown that most agree or most disagree."),
    "divides_none": lambda: _("No statement clearly divides."),
}
_COUNTED = {
    "left_out": lambda n: ngettext(
        "%(count)s person gave fewer than %(needed)s votes: in no group, but counted among all.",
        "%(count)s people gave fewer than %(needed)s votes: they are in no group, but count among all.",
        n,
    ),
    "between": lambda n: ngettext(
        "%(count)s person stands between groups: a vote or two could put them into another.",
        "%(count)s people stand between groups: a vote or two could put them into another.",
        n,
    ),
}
