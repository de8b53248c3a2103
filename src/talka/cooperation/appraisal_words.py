"""How an appraisal speaks on screen: names of keys and what each means, where a cost comes from, why a key is
missing."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.refusals import Words

from .appraisal import result
from .models import Agreement

BY_HAND = "by_hand"
"""The key where the partners agreed on amounts that no key gives."""
KEY_NAMES: dict[str, Words] = {
    **{key.value: key.label for key in Agreement.Key},
    BY_HAND: pgettext_lazy("cost key", "Amounts the partners agreed on"),
}
KEY_MEANINGS: dict[str, Words] = {
    result.EQUAL: _("Each pays the same, whatever its size."),
    result.POPULATION: _("In proportion to the number of inhabitants."),
    result.USAGE: _("In proportion to how much of the service each uses."),
    result.FISCAL: _("In proportion to the income tax of all its inhabitants: the richer and larger pay more."),
    result.MIXED: _("A part is shared equally, as everybody needs the service to be there; the rest by usage."),
    result.SHAPLEY: _(
        "The partners are thought to join one after another, in every possible order; each pays what it adds to the "
        "cost, "
        "on average. Known as the Shapley value."
    ),
    result.NUCLEOLUS: _(
        "The saving is shared so that the group of partners that gains least gains as much as possible, then the next. "
        "Known as the nucleolus."
    ),
}
ORIGINS: dict[str, Words] = {
    result.TODAY: _("what it pays today"),
    result.ENTERED: _("entered by the partners"),
    result.MODEL: _("computed by the cost model"),
}
WITHOUT_KEY: dict[str, Words] = {
    result.NOT_SAID: _("some partner has not said what this key needs"),
    result.ZERO: _("a partner has nothing of what this key is in proportion to, so it would pay nothing"),
    result.NO_COSTS: _("costs of some groups of partners are not known"),
    result.NOTHING: _("the service costs nothing together"),
}
WITHOUT_VARIANT: dict[str, Words] = {
    result.NO_MODEL: _("needs a cost model: it says how the cost follows the volume"),
    result.NO_FIXED: _("the cost model has no fixed part that a grant could pay"),
}
HIDDEN: Words = _("Not shown: a partner keeps the figures behind it to itself.")
UNKNOWN: Words = _("Not known: nobody entered what they pay together, and there is no cost model that tells it.")

RULES: dict[str, Words] = {
    "members": _("a group has too many members"),
    "km": _("somebody is too far from every host"),
    "contiguous": _("members do not border each other"),
    "required": _("those that must be together are apart"),
    "forbidden": _("those that must not be together are together"),
}


def rule_words(rule: Mapping[str, Any]) -> str:
    """A broken rule in the reader's language."""
    return str(RULES.get(str(rule.get("code", "")), rule.get("words", "")))
