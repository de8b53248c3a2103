"""A programme with 5,000 cards behind 30 needs and 30 measures, from which follow-up programmes are worked out."""

from decimal import Decimal
from typing import Any

from bench._followups import made_up
from bench._programme import Filled

NEEDS = MEASURES = 30


class FollowingUp:
    """Gathers the needs of the filled programme into `NEEDS`, and makes measures of `MEASURES` of its proposals."""

    def __init__(self, filled: Filled) -> None:
        self.held = filled.held
        self.programme = filled.held.project.programme
        self.organiser = filled.organiser.person

    def run(self) -> "FollowingUp":
        self.needs()
        self.measures()
        self.alternatives()
        return self

    def needs(self) -> None:
        """Every theme of cards stands behind one of them, and some theme of the held event behind each."""
        from talka.needs.models import Need, NeedEvidence

        kept = list(Need.objects.filter(event=self.held).order_by("pk"))
        kept += list(Need.objects.exclude(event=self.held).order_by("pk")[: NEEDS - len(kept)])
        rows = list(NeedEvidence.objects.order_by("pk").values_list("cluster", "cluster__group__workshop__event"))
        NeedEvidence.objects.all().delete()
        Need.objects.exclude(pk__in=[need.pk for need in kept]).delete()
        here = [cluster for cluster, event in rows if event == self.held.pk]
        pairs = {(n % NEEDS, cluster) for n, (cluster, _event) in enumerate(rows)}
        pairs |= {(n, here[n % len(here)]) for n in range(NEEDS)}
        NeedEvidence.objects.bulk_create(NeedEvidence(need=kept[n], cluster_id=cluster) for n, cluster in sorted(pairs))
        self.kept = kept

    def measures(self) -> None:
        """As `bench.followup` makes them up: cost, days, expert, and what they answer."""
        from talka.needs.models import Answering, Measure, MeasureDate
        from talka.people.models import Person

        Answering.objects.all().delete()
        Measure.objects.exclude(
            pk__in=list(Measure.objects.order_by("pk").values_list("pk", flat=True)[:MEASURES])
        ).delete()
        problem = made_up(NEEDS, MEASURES)
        experts = dict(zip(sorted({o.expert for o in problem.options}), Person.objects.order_by("pk"), strict=False))
        rows = dict(zip((o.id for o in problem.options), Measure.objects.order_by("pk"), strict=True))
        needs = dict(zip((n.id for n in problem.needs), self.kept, strict=True))
        for option in problem.options:
            measure = rows[option.id]
            measure.planned_eur, measure.kind = Decimal(str(option.cost_eur)), Measure.Kind.TRAINING
            measure.expert = experts[option.expert]
            measure.save()
            MeasureDate.objects.bulk_create(MeasureDate(measure=measure, day=day) for day in option.dates)
        Answering.objects.bulk_create(
            Answering(measure=rows[c.option], need=needs[c.need], effect=Decimal(str(c.effect))) for c in problem.covers
        )
        self.budget = Decimal(str(problem.rules.budget_eur))

    def alternatives(self) -> None:
        """One still worked out, and one decided on and published."""
        self.draft = self.alternative("Par visu naudu")
        self.decided = self.alternative("Ar taisnīgāku dalījumu", least_share=Decimal("0.1"))

    def alternative(self, title: str, **rules: Any) -> Any:
        from talka.needs.actions.alternatives import FollowUpData, draw_up

        return draw_up(self.programme, FollowUpData(title, budget_eur=self.budget, **rules), by=self.organiser)

    def decide(self) -> None:
        from talka.needs.actions import decide_on, publish_follow_up

        decide_on(self.decided, reason="Visi reģioni ir sadzirdēti.", by=self.organiser)
        publish_follow_up(self.decided, public=True, by=self.organiser)
