"""“How was this computed?” of a voting, in the reader's language: one sentence a line, with the weights that held."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.ui.numbers import number

from .formats.spec import On, Way
from .queries.tally import Tally


def how_computed(tally: Tally) -> list[str]:
    """Who voted, how votes were added up, what was left out."""
    lines = []
    if tally.people:
        lines.append(
            ngettext("%(n)s person voted.", "%(n)s people voted.", tally.people) % {"n": number(tally.people, 0)}
        )
    if len(tally.roles) > 1 and all(role.people is not None for role in tally.roles):
        lines.append(
            _("Of them: %(roles)s.")
            % {"roles": ", ".join(f"{role.words} – {number(role.people or 0, 0)}" for role in tally.roles)}
        )
    lines += _scores(tally) if tally.way == Way.SCORES else _points(tally)
    if tally.on == On.GROUPS and not tally.own_group:
        lines.append(
            _("Nobody votes for their own team; this takes nothing from the team, because means are compared.")
        )
    lines.append(_("A device that a whole table shares counts for all the people at it."))
    if tally.by_hand:
        lines.append(_("Votes counted by hand, such as stickers on paper, are in the result and are marked."))
    if tally.late:
        lines.append(
            ngettext(
                "Late votes of %(n)s person are kept apart and not counted.",
                "Late votes of %(n)s people are kept apart and not counted.",
                tally.late,
            )
            % {"n": tally.late}
        )
    lines.append(_("Equal results share a place; they are compared before rounding."))
    lines.append(_("No figure is shown that fewer than five people stand behind."))
    return lines


def _scores(tally: Tally) -> list[str]:
    lines = [
        _("By each criterion the mean of all scores that a team got from people of one role is taken."),
    ]
    if len(tally.roles) > 1:
        weights = {role.weight for role in tally.roles}
        lines.append(
            _("These means are put together so that each role counts the same, however many people came.")
            if len(weights) == 1
            else _("These means are put together by the weights of the roles: %(weights)s.")
            % {"weights": ", ".join(f"{role.words} – {number(role.weight)}" for role in tally.roles)}
        )
    if tally.criteria:
        weights = {each.weight for each in tally.criteria}
        lines.append(
            _("The result is the mean over the criteria, all of which count the same.")
            if len(weights) == 1
            else _("The result is the mean over the criteria by their weights: %(weights)s.")
            % {"weights": "; ".join(f"{each.words} – {number(each.weight)}" for each in tally.criteria)}
        )
    return lines


def _points(tally: Tally) -> list[str]:
    if len({role.weight for role in tally.roles}) > 1:
        return [
            _("What people gave is added up by the weights of their roles: %(weights)s.")
            % {"weights": ", ".join(f"{role.words} – {number(role.weight)}" for role in tally.roles)}
        ]
    return [_("What people gave is added up.")]
