"""What the method of the follow-up programme says, in the reader's language: rules, reasons, changes by hand.

Weight is told as a share of all weight, because a share means something to whoever did not choose the weights.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.ui import numbers

Names = Mapping[str, str]
"""Names by reference: "measure:7", "need:12", "person:3", "area:5"."""


def share_words(amount: float, weight: float) -> str:
    """A part of all weight in percent, with a digit where it is small."""
    share = amount / weight if weight else 0.0
    return numbers.percent(share, 0 if share >= 0.1 or not share else 1)


def _day(iso: object) -> str:
    return numbers.short_date(dt.date.fromisoformat(str(iso)))


def rule_words(rule: Mapping[str, Any], names: Names) -> str:
    """A hard rule (`code`, `parameters`) as a sentence."""
    given = dict(rule.get("parameters") or {})

    def name(key: str) -> str:
        return names.get(str(given.get(key)), str(given.get(key)))

    match rule.get("code"):
        case "budget":
            return _("All measures together cost at most %(money)s.") % {"money": numbers.euro(given["budget"])}
        case "month":
            return ngettext(
                "At most %(limit)s measure in one month.",
                "At most %(limit)s measures in one month.",
                int(given["limit"]),
            ) % {"limit": given["limit"]}
        case "share":
            return _("At least %(share)s of what %(region)s voiced is answered.") % {
                "share": numbers.percent(given["share"]),
                "region": names.get(str(given["value"]), str(given["value"])),
            }
        case "must":
            return _("“%(measure)s” must be in it.") % {"measure": name("option")}
        case "not_both":
            return _("“%(one)s” and “%(other)s” are not both in it.") % {"one": name("option"), "other": name("other")}
        case "expert":
            if (expert := names.get(str(given.get("expert")))) is None:
                return _("An expert serves one event a day.")
            return _("%(expert)s serves one event a day.") % {"expert": expert}
        case "blocked":
            return _("Nothing is on %(day)s.") % {"day": _day(given["date"])}
    return str(rule.get("words", ""))


TOLD_OTHERWISE = {
    *("change_costs", "change_free", "change_breaks", "broken"),  # with the change by hand, and above the choice
    *("whole", "budget_left", "answered", "partly", "unanswered", "unanswerable"),  # as figures and bars
    *("tie", "tie_even"),  # not asked for on pages
}
"""Codes of the method that the page says in another way; each other one has its sentence here, which a test asks."""


def reason_words(reason: Mapping[str, Any], names: Names, weight: float) -> str:
    """One reason (`code`, `parameters`, `rule`) as a sentence; "" for what is told otherwise."""
    given = dict(reason["parameters"])
    rule = rule_words(reason["rule"], names) if reason.get("rule") else ""
    other = names.get(str(given.get("other")), "")

    def part(key: str) -> str:
        return share_words(float(given[key]), weight)

    match reason["code"]:
        case "chosen":
            return _("Without it, %(share)s of what was voiced would stay unanswered.") % {"share": part("lost")}
        case "must_here":
            return _("A rule asks for it.")
        case "shared":
            return _("The other measures answer all that it does.")
        case "undated":
            return _("It has no day that is free.")
        case "answers_nothing":
            return _("It is not said which need it answers.")
        case "adds_nothing":
            return _("The chosen measures answer already all that it would.")
        case "left_out":
            return _("It would answer %(share)s more of what was voiced for %(money)s, but breaks a rule: %(rule)s") % {
                "share": part("gained"),
                "money": numbers.euro(given["cost"]),
                "rule": rule,
            }
        case "exchange":
            return _("In place of “%(other)s” it would answer %(share)s less.") % {
                "other": other,
                "share": part("delta"),
            }
        case "exchange_equal":
            return _("In place of “%(other)s” it would answer just as much.") % {"other": other}
        case "exchange_more":
            return _("In place of “%(other)s” it would answer %(share)s more.") % {
                "other": other,
                "share": part("delta"),
            }
        case "change_gains":
            return _("Put in, it would answer %(share)s more: nothing speaks against it.") % {"share": part("delta")}
        case "more_money":
            return _("%(money)s more would answer %(share)s more of what was voiced.") % {
                "money": numbers.euro(given["money"]),
                "share": part("delta"),
            }
        case "more_money_most":
            return _("%(money)s more would answer %(share)s more of what was voiced, if not more.") % {
                "money": numbers.euro(given["money"]),
                "share": part("delta"),
            }
        case "more_money_nothing":
            return _("%(money)s more would answer nothing more.") % {"money": numbers.euro(given["money"])}
        case "without_share" | "without_rule":
            return _("Without this rule %(share)s more would be answered: %(rule)s") % {
                "share": part("delta"),
                "rule": rule,
            }
    return ""


def change_words(what: Mapping[str, Any], names: Names) -> str:
    """A change by hand as it is kept."""
    measure = names.get(str(what.get("measure")), str(what.get("measure")))
    words = (
        _("“%(measure)s” on %(day)s") % {"measure": measure, "day": _day(what["day"])}
        if what.get("day")
        else _("“%(measure)s” taken out") % {"measure": measure}
    )
    money = float(what.get("eur", 0))
    if money:
        text = _("%(change)s, %(money)s more") if money > 0 else _("%(change)s, %(money)s less")
        return text % {"change": words, "money": numbers.euro(abs(money))}
    return words
