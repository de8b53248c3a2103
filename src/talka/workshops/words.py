"""What the method says, in the reader's language: rules, reasons and costs, with the names of people and groups."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.methods.grouping.explain import Option, Overview, PersonExplanation, Reason
from talka.people.models import Organisation

Names = Mapping[str, str]
"""Names by reference: "registration:12", "group:3", "area:5", "organisation:9"."""


def tile_words() -> dict[str, str]:
    """What stands on the tile of every group on the console; asked for once, since there may be dozens of them."""
    return {
        "here": _("Here"),
        "people": _("people of the group"),
        "cards": _("Cards"),
        "themes": _("Themes"),
        "voted": _("Voted"),
        "report": _("Report"),
        "reported": _("Report written"),
        "message": _("Message"),
        "only": _("Only this group"),
        "together": _("Back to the others"),
        "on": _("On to:"),
        "back": _("Back to:"),
        "word": _("Give the word"),
        "whose": _("Clock of this group"),
        "one": _("One minute more"),
        "five": _("Five minutes more"),
        "run": _("Let it run"),
        "stop": _("Stop"),
    }


def attribute_words(name: str) -> str:
    return {
        "region": _("Region"),
        "kind": _("Kind of organisation"),
        "area": _("Municipality or place"),
        "organisation": _("Organisation"),
    }.get(name, name)


def value_words(attribute: str, value: str, names: Names) -> str:
    if attribute == "kind":
        return str(dict(Organisation.Kind.choices).get(value, value))
    return names.get(value, value)


def rule_words(rule: Mapping[str, Any], names: Names) -> str:
    """A hard rule (`code`, `parameters`) as a sentence."""
    given = dict(rule.get("parameters") or {})
    named = {key: names.get(str(value), value) for key, value in given.items()}
    match rule.get("code"):
        case "max":
            return ngettext(
                "“%(group)s” has %(limit)s place.", "“%(group)s” has %(limit)s places.", int(given["limit"])
            ) % (named | {"limit": given["limit"]})
        case "min":
            return ngettext(
                "“%(group)s” needs at least %(limit)s person.",
                "“%(group)s” needs at least %(limit)s people.",
                int(given["limit"]),
            ) % (named | {"limit": given["limit"]})
        case "at_most":
            words = ngettext(
                "No more than %(limit)s person of one organisation in one group.",
                "No more than %(limit)s people of one organisation in one group.",
                int(given["limit"]),
            ) % {"limit": given["limit"]}
            if "value" in given:
                words += " " + _("In “%(group)s” there would be more from %(organisation)s.") % {
                    "group": named["group"],
                    "organisation": value_words(str(given["attribute"]), str(given["value"]), names),
                }
            return words
        case "fixed":
            return _("%(person)s stays in “%(group)s”.") % named
        case "together":
            return _("In one group together: %(people)s.") % {"people": _people(given, names)}
        case "apart":
            return _("Each in another group: %(people)s.") % {"people": _people(given, names)}
    return str(rule.get("words", ""))


def _people(given: Mapping[str, Any], names: Names) -> str:
    return ", ".join(names.get(each.strip(), each) for each in str(given.get("people", "")).split(","))


def overview_words(overview: Overview, names: Names) -> list[str]:
    """What there is to say about the whole, one sentence each; the choices come first."""
    return [words for reason in overview.reasons if (words := _overview_reason(reason, names))]


def _overview_reason(reason: Reason, names: Names) -> str:
    given = dict(reason.parameters)
    group = names.get(str(given.get("group")), "")
    match reason.code:
        case "ranks":
            return (
                ngettext(
                    "%(count)s of %(choosers)s is in their choice number %(rank)s.",
                    "%(count)s of %(choosers)s are in their choice number %(rank)s.",
                    int(given["count"]),
                )
                % given
            )
        case "ranks_outside":
            return (
                ngettext(
                    "%(count)s of %(choosers)s is in none of their choices.",
                    "%(count)s of %(choosers)s are in none of their choices.",
                    int(given["count"]),
                )
                % given
            )
        case "ranks_none":
            return (
                ngettext(
                    "%(count)s person named no choices.", "%(count)s people named no choices.", int(given["count"])
                )
                % given
            )
        case "worst":
            return _("Nobody is placed below choice number %(rank)s.") % given
        case "demand":
            return _("“%(group)s” was the first choice of %(wanted)s and has places for %(limit)s.") % (
                given | {"group": group}
            )
        case "unwanted":
            return _("“%(group)s” needs %(limit)s people; %(wanted)s named it at all.") % (given | {"group": group})
        case "even":
            return _("Spread as evenly as whole people allow: %(attribute)s.") % {
                "attribute": attribute_words(str(given["attribute"])).lower()
            }
        case "uneven":
            return _("%(value)s: %(count)s in “%(group)s”, an even spread would be %(low)s to %(high)s.") % (
                given
                | {
                    "group": group,
                    "value": value_words(str(given["attribute"]), str(given["value"]), names),
                }
            )
        case "meet_again":
            return (
                ngettext(
                    "%(pairs)s pair meets again that shared a group before.",
                    "%(pairs)s pairs meet again that shared a group before.",
                    int(given["pairs"]),
                )
                % given
            )
        case "nobody_meets_again":
            return _("Nobody meets anybody again from their groups before.")
        case "broken":
            return _("A rule is broken: %(rule)s") % {"rule": _rule(reason, names)}
        case "missing":
            return (
                ngettext("%(count)s person is in no group.", "%(count)s people are in no group.", int(given["count"]))
                % given
            )
    return ""


def _rule(reason: Reason, names: Names) -> str:
    if reason.rule is None:
        return str(reason.parameters.get("rule", ""))
    return rule_words({"code": reason.rule.code, "parameters": reason.rule.parameters}, names)


def why_here(explained: PersonExplanation, names: Names) -> list[str]:
    """Why the person is in their group, and for each group they ranked higher what it would have meant."""
    here = names.get(explained.group, "")
    match explained.rank:
        case None:
            words = [_("They named no choices and are in “%(group)s”.") % {"group": here}]
        case 0:
            words = [_("They are in “%(group)s”, which is none of their choices.") % {"group": here}]
        case 1:
            words = [_("They are in “%(group)s”, their first choice.") % {"group": here}]
        case rank:
            words = [_("They are in “%(group)s”, their choice number %(rank)s.") % {"group": here, "rank": rank}]
    higher = [o for o in explained.options if o.rank and (not explained.rank or o.rank < explained.rank)]
    for option in higher:
        words.append(
            _("“%(group)s”: %(words)s") % {"group": names.get(option.group, ""), "words": option_words(option, names)}
        )
    return words


def option_words(option: Option, names: Names) -> str:
    """What moving there would mean."""
    broken = " ".join(rule_words({"code": r.code, "parameters": r.parameters}, names) for r in option.move.breaks)
    cost = cost_words(option.move.delta.objective)
    return _("%(cost)s. It would break a rule: %(rule)s") % {"cost": cost, "rule": broken} if broken else f"{cost}."


def cost_words(cost: float | None) -> str:
    """How much worse or better the whole becomes."""
    if cost is None:
        return _("not counted")
    points = abs(int(cost))
    if cost > 0:
        return ngettext("%(n)s point worse", "%(n)s points worse", points) % {"n": points}
    if cost < 0:
        return ngettext("%(n)s point better", "%(n)s points better", points) % {"n": points}
    return _("costs nothing")


def moves_words(what: Mapping[str, Any], names: Names) -> str:
    """A change by hand as a run keeps it."""
    parts = []
    for move in what.get("moves", ()):
        person = names.get(move["person"], _("a person who has been erased"))
        given = {"person": person, "from": names.get(move["from"] or "", ""), "to": names.get(move["to"] or "", "")}
        if move["from"] and move["to"]:
            parts.append(_("%(person)s: from “%(from)s” to “%(to)s”") % given)
        elif move["to"]:
            parts.append(_("%(person)s: to “%(to)s”") % given)
    return "; ".join(parts)


def page_words() -> dict[str, str]:
    """What the pages of the projector are called."""
    return {
        "join": _("Code to join"),
        "clock": _("Clock"),
        "ranking": _("Results of all"),
        "winners": _("The winner"),
        "board": _("Cards"),
        "votes": _("Votes"),
        "report": _("Report"),
        "sheet": _("Idea sheet"),
    }
