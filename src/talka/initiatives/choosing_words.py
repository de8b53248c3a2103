"""A vote in plain words: how one votes, by which rule, what decides among equals, why an option is funded or not."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.ui.numbers import euro, number

from .models import Choosing

MONEY = [
    "spent",
    "budget",
    "left",
    "share",
    "first",
    "price",
    "cost",
    "had",
    "short",
    "missing",
    "room",
    "all_left",
]  # of reasons of equal shares and of ours
OF_TITLES = ("others", "winner", "projects")
WENT = re.compile(r"(\d{3,}) \(([\d,.]+)\)")


def form_words(row: Choosing) -> str:
    """What a voter does with the ballot, and what it may hold."""
    if row.form == Choosing.Form.POINTS:
        said = _("Each voter gives out up to %(points)s points among the options.") % {"points": row.points}
    elif row.form == Choosing.Form.RANKING:
        said = _(
            "Each voter puts options in order. The first gets as many points as there are options, each one after it"
            " one point fewer, those left out none."
        )
    else:
        said = _("Each voter names the options they support.")
    if row.most is not None:
        said += " " + _("At most %(most)s options stand on one ballot.") % {"most": row.most}
    if row.within_budget:
        said += " " + _("What a ballot names may not cost more than the whole budget.")
    return said


def rule_words(row: Choosing) -> list[str]:
    """The rule, and what becomes of money left, as paragraphs."""
    if row.rule == Choosing.Rule.GREEDY:
        return [
            _(
                "The option with the most votes is funded first, then the next, as long as the budget pays for it. What"
                " costs more than is left is passed over, and the next one is looked at."
            ),
            _("A large group of voters can so decide about all of the money."),
        ]
    if row.rule == Choosing.Rule.MAJORITY:
        return [
            _(
                "Only what more than half of all ballots name can be funded: the most votes first, as long as the"
                " budget pays for it. What costs more than is left is passed over."
            ),
            _("If nothing has a majority, the money stays in the budget."),
        ]
    told = [
        _(
            "The budget is divided equally among the voters. An option is funded when those who voted for it can pay"
            " for it together from their shares; first the one that costs each of them least for what they get. Whoever"
            " has paid for one has less left for the next."
        ),
        _("So every group of voters decides about a part of the money that is as large as the group."),
    ]
    if row.completion == Choosing.Completion.ADD1:
        told.append(
            _(
                "Shares rarely come out even. So that more of the budget is used, all shares grow by one euro at a time"
                " and everything is counted anew, as long as what is chosen costs no more than the budget."
            )
        )
    elif row.completion == Choosing.Completion.GREEDY:
        told.append(_("What is left is spent on what still fits, the most votes first."))
    else:
        told.append(_("What is left stays in the budget."))
    return told


def ties_words() -> str:
    return _(
        "Among equals the cheaper option goes first. Options of the same cost go in an order drawn by lot when the vote"
        " was published, before anybody voted; the numbers of the options are this order."
    )


def command_of(row: Choosing) -> str:
    """How anybody recomputes it from the published file; "" where the command knows no such rule."""
    if row.rule != Choosing.Rule.SHARES:
        return ""
    utility = "cost" if row.form == Choosing.Form.APPROVAL else "points"
    return f"talka methods equal-shares {file_name(row)}.pb --utility {utility} --completion {row.completion}"


def file_name(row: Choosing) -> str:
    return f"choosing-{row.pk}"


def reasons(told: Sequence[Sequence[Any]], titles: Mapping[str, str], form: str) -> str:
    """Reasons as one text in the reader's language. told: [code, parameters]; titles: of options by id."""
    return " ".join(_reason(code, parameters, titles, form) for code, parameters in told)


def _reason(code: str, parameters: Mapping[str, Any], titles: Mapping[str, str], form: str) -> str:
    said: dict[str, Any] = {}
    for name, value in parameters.items():
        if name in OF_TITLES and isinstance(value, str):
            said[name] = _titled(value, titles)
        elif name in MONEY:
            said[name] = euro(value)
        else:
            said[name] = number(value) if isinstance(value, int) else value
    words = _sentences(form).get(code)
    return words() % said if words else ""


def _titled(told: str, titles: Mapping[str, str]) -> str:
    """Ids in a list become titles, amounts beside them are written as the reader's language does."""
    amounts = WENT.findall(told)
    if amounts:
        return ", ".join(f"“{titles.get(one, one)}” ({euro(float(sum_.replace(',', '')))})" for one, sum_ in amounts)
    return ", ".join(f"“{titles.get(one, one)}”" for one in told.split(", "))


def _sentences(form: str) -> dict[str, Callable[[], str]]:
    """By code. Each in the reader's language when it is asked for."""
    return {
        # the whole
        "whole": lambda: _(
            "%(funded)s of %(projects)s options are funded, for %(spent)s of %(budget)s; %(left)s is left."
        ),
        "share": lambda: _("The budget in equal parts: each voter's share is %(share)s (voters: %(voters)s)."),
        "grown": lambda: _(
            "The budget in equal parts: each voter's share is %(first)s (voters: %(voters)s). So that more of it is"
            " used, every share was raised by one euro at a time, to %(share)s."
        ),
        "exhausted": lambda: _("Nothing more that anybody voted for fits into the budget."),
        "overspent": lambda: _("Shares larger by one euro would choose more than the budget pays for."),
        "added": lambda: _("Added with what the shares could not pay for: %(count)s."),
        "content": lambda: _("Voters who voted for something that is funded: %(count)s of %(voters)s."),
        "ties": lambda: _(
            "Times that options were equally good, so that the order drawn beforehand decided: %(count)s."
        ),
        "no_voters": lambda: _("Nobody voted."),
        # funded
        "bought": lambda: _("Funded as number %(round)s: its voters (%(votes)s) pay %(price)s each."),
        "bought_points": lambda: _(
            "Funded as number %(round)s: its voters (%(votes)s) pay %(price)s for each point they gave."
        ),
        "bought_rest": lambda: _(
            "Funded as number %(round)s: of its voters (%(votes)s) %(full)s pay %(price)s each and %(rest)s pay less,"
            " all they have left."
        ),
        "bought_points_rest": lambda: _(
            "Funded as number %(round)s: of its voters (%(votes)s) %(full)s pay %(price)s for each point they gave and"
            " %(rest)s pay less, all they have left."
        ),
        "filled": lambda: _(
            "Added from what was left of the budget, as number %(round)s; voters who named it: %(votes)s."
        ),
        "tie_won": lambda: _("Equal with %(others)s; it comes first in the order drawn beforehand."),
        "tie_lost": lambda: _("Equal with %(others)s, which comes first in the order drawn beforehand."),
        "taken": lambda: _(
            "Votes: %(votes)s of %(ballots)s ballots. When its turn came, %(room)s was left; it costs %(cost)s."
        ),
        "taken_points": lambda: _("Points: %(votes)s. When its turn came, %(room)s was left; it costs %(cost)s."),
        # not funded
        "no_votes": lambda: _("Nobody voted for it."),
        "no_majority": lambda: _("Named on %(naming)s of %(ballots)s ballots; more than half would be a majority."),
        "passed": lambda: _(
            "Votes: %(votes)s of %(ballots)s ballots. When its turn came, only %(room)s was left; it costs %(cost)s."
        ),
        "passed_points": lambda: _("Points: %(votes)s. When its turn came, only %(room)s was left; it costs %(cost)s."),
        "over_budget": lambda: _("It costs %(cost)s, more than the whole budget of %(budget)s."),
        "too_few": lambda: _("Its voters (%(votes)s) have %(had)s together; it costs %(short)s more."),
        "spent": lambda: _(
            "Its voters (%(votes)s) had %(had)s together, but when others were paid %(left)s was left: %(missing)s too"
            " little."
        ),
        "tie": lambda: _(
            "It was equal with %(winner)s, which comes first in the order drawn beforehand. Of what its voters"
            " (%(votes)s) had, %(left)s was left then: %(missing)s too little."
        ),
        "stopped": lambda: _(
            "Shares larger by one euro would pay for it, but then all that is chosen would cost more than the budget."
            " With shares as they are, its voters (%(votes)s) have %(left)s left: %(missing)s too little."
        ),
        "went": lambda: _("Their money went to %(projects)s."),
        "room": lambda: _("When its turn came, %(room)s of the budget was left; it costs %(cost)s."),
        # what would have changed it
        "cheaper": lambda: _("It would have been funded at a cost of %(cost)s or less."),
        "one_voter": lambda: _("It would have been funded if one voter more who has money left had named it."),
        "more_voters": lambda: _(
            "It would have been funded if more voters, of those with the most money left, had named it: %(count)s."
        ),
        "no_money": lambda: _("Even all that all voters have left, %(all_left)s, would not have paid for it."),
    }
