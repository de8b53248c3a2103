"""The follow-up programmes that are measured: needs of several regions, measures that answer a few of them each."""

import random
from datetime import date, timedelta

from talka.methods.followup.problem import Cover, Need, Option, Problem, Rules

REGIONS = ("Kurzeme", "Latgale", "Pierīga", "Vidzeme", "Zemgale")


def made_up(needs: int, options: int, *, days: int = 24, experts: int = 12, seed: int = 1) -> Problem:
    """What a measure costs follows what it answers, so that no measure is plainly the better buy; a third of all can be
    paid for; one to four dates each, and a dozen experts."""
    chance = random.Random(seed)
    calendar = [(date(2027, 1, 11) + timedelta(7 * week + chance.randrange(5))).isoformat() for week in range(days)]
    ids = [f"n{number:03}" for number in range(needs)]
    measures, covers = [], []
    for number in range(options):
        name = f"o{number:03}"
        effects = {need: chance.randint(1, 9) / 10 for need in chance.sample(ids, chance.randint(2, 5))}
        covers += [Cover(name, need, effect) for need, effect in effects.items()]
        cost = max(200, 50 * round(sum(effects.values()) * chance.uniform(30, 70)))
        dates = sorted(chance.sample(calendar, chance.randint(1, 4)))
        measures.append(Option(name, cost, tuple(dates), f"expert {chance.randrange(experts)}", "course"))
    folk = tuple(Need(need, chance.randint(1, 10), {"region": chance.choice(REGIONS)}) for need in ids)
    budget = sum(measure.cost_eur for measure in measures) // 3
    return Problem(folk, tuple(measures), tuple(covers), Rules(budget_eur=budget))
