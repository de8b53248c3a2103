"""The next round: people are mixed anew so that they meet others. A proposal first, like every forming of groups."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.live.actions import append
from talka.methods.contract import Result
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_run
from ..models import Seat, Sitting, Workshop
from ..queries.people import groups_of, participants
from ..queries.problems import METHOD, SUBJECT, problem_data, problem_from
from ..queries.rounds import former_rounds, mix_of

TIME_LIMIT = 8.0
KEEP = ("by_hand", "none")


def propose_round(
    workshop: Workshop,
    *,
    by: Person | None,
    keep: str = "by_hand",
    at_most: int | None = None,
    seed: int = 0,
    time_limit: float = TIME_LIMIT,
) -> DecisionRun:
    """Mix those who are here for the next round; kept as a proposal, which `forming.accept` carries out.

    keep: "by_hand" leaves those marked to stay (a table's host), "none" mixes all. Each pair that shared a group in any
    former round costs, and sitting in the same group again costs more. Call it outside a transaction.
    """
    require_run(by, workshop)
    if keep not in KEEP:
        raise Refusal(_("Groups cannot be formed so."), status=400)
    groups = groups_of(workshop)
    mix = mix_of(workshop, participants(workshop, groups))
    if not mix.seated:
        raise Refusal(
            _("Nobody sits in a group yet."),
            advice=_("Form the groups of the first round, then they can be mixed anew."),
        )
    if len(groups) < 2:
        raise Refusal(_("There is only one group: nobody can change to another."))
    data = problem_data(
        workshop,
        mix.people,
        groups,
        mix.devices,
        at_most=at_most,
        balance=("region", "kind"),
        fixed={who: mix.seated[who] for who in mix.kept if keep == "by_hand" and who in mix.seated},
        rounds=[mix.seated, *former_rounds(workshop)],
        nameless=mix.nameless,
    )
    data["seated"] = mix.seated
    data["absent"] = []

    def solve() -> Result:
        from talka.methods.grouping.solve import solve as solve_grouping  # the solver takes a while to load

        return solve_grouping(problem_from(data), seed=seed, time_limit=time_limit)

    parameters = {
        "source": "present",
        "keep": keep,
        "at_most": at_most,
        "balance": ["region", "kind"],
        "seed": seed,
        "time_limit": time_limit,
        "round": workshop.round + 1,
    }
    run = decisions.run(METHOD, (SUBJECT, workshop.pk), data, solve, parameters=parameters, by=by)
    with transaction.atomic():
        append(workshop.stream, "groups-proposed", run=run.pk)
    return run


def end_round(workshop: Workshop) -> int:
    """Remember who sat where, and count on; within the transaction that seats people anew. Gives the new round."""
    rows = Seat.objects.filter(workshop=workshop, group__isnull=False).values_list("pk", "group_id")
    Sitting.objects.bulk_create(
        [Sitting(seat_id=seat, group_id=group, round=workshop.round) for seat, group in rows],
        update_conflicts=True,
        unique_fields=["seat", "round"],
        update_fields=["group"],
    )
    workshop.round += 1
    workshop.save(update_fields=["round"])
    return workshop.round
