"""One project whose 50 events are all held and were attended by 5,000, with an indicator of each way of counting."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from bench._programme import EVENTS, Filled, two

CAME = 100
"""People at each event."""
SEX = ("sieviete", "vīrietis")


class Results:
    """Fills the project of `filled.held` further, so that every event of the programme is its own and held."""

    def __init__(self, filled: Filled) -> None:
        self.project = filled.held.project
        self.today = timezone.localdate()

    def run(self) -> "Results":
        from talka.results.models import Indicator, Report

        self.events()
        self.answers()
        self.sheets()
        self.register()
        self.indicators()
        self.counted = Indicator.objects.get(project=self.project, counted="people")
        made = [
            Report.objects.create(
                project=self.project,
                number=number,
                title=two(f"{number}. pārskats", f"Report {number}"),
                starts=self.today - dt.timedelta(days=400),
                ends=self.today,
                summary=two("Notika piecdesmit semināri.", "Fifty seminars took place."),
            )
            for number in (1, 2)
        ]
        self.draft, self.handed_in = made[0], self.hand_in(made[1])
        return self

    def events(self) -> None:
        """The events ahead become the earliest held, and `CAME` of each event's registered came."""
        from django.db.models import F

        from talka.events.models import Attendance, Event, Registration

        back = dt.timedelta(days=9 * EVENTS)
        Event.objects.filter(first_day__gt=self.today).update(
            **{name: F(name) - back for name in ("first_day", "last_day", "starts_at", "ends_at")}
        )
        Event.objects.update(project=self.project, certificate_hours=Decimal(6))
        Attendance.objects.all().delete()
        came = []
        for event in Event.objects.all():
            rows = Registration.objects.filter(event=event, state=Registration.State.REGISTERED).order_by("pk")[:CAME]
            came += [Attendance(registration=row, day=event.first_day, at=event.starts_at, how="name") for row in rows]
        Attendance.objects.bulk_create(came, batch_size=1000)

    def answers(self) -> None:
        from talka.events.models import Answer, Event, Question, Registration

        options = [{"lv": word, "en": word} for word in SEX]
        for event in Event.objects.all():
            asked = Question.objects.create(
                event=event, key="sex", kind=Question.Kind.ONE, label=two("Dzimums", "Sex"), options=options
            )
            rows = Registration.objects.filter(event=event).order_by("pk")
            Answer.objects.bulk_create(
                Answer(registration=row, question=asked, value=str(n % 2)) for n, row in enumerate(rows)
            )

    def sheets(self) -> None:
        from talka.events.actions.feedback import RATINGS
        from talka.events.models import Event, FeedbackAnswer

        FeedbackAnswer.objects.bulk_create(
            FeedbackAnswer(event=event, ratings={key: 1 + (n + place) % 5 for place, key in enumerate(RATINGS)})
            for event in Event.objects.all()
            for n in range(40)
        )

    def register(self) -> None:
        """Some needs are answered and some measures done."""
        from talka.needs.models import Measure, Need

        for model, state in ((Need, Need.State.ANSWERED), (Measure, Measure.State.DONE)):
            some = list(model.objects.order_by("pk").values_list("pk", flat=True)[:60])
            model.objects.filter(pk__in=some).update(state=state)

    def indicators(self) -> None:
        from talka.results.models import Indicator, IndicatorValue
        from talka.results.queries.counting import WAYS

        for order, way in enumerate(["", *WAYS], 1):
            made = Indicator.objects.create(
                project=self.project,
                number=f"1.{order}",
                title=two(f"Rādītājs, ko skaita {order}. veidā", f"Indicator counted in way {order}"),
                unit=two("skaits", "number"),
                counted=way,
                question="sex" if way == "answered" else "",
                answer=SEX[0] if way == "answered" else "",
                target=Decimal(100 * order),
                public=True,
                order=order,
            )
            if not way:
                IndicatorValue.objects.bulk_create(
                    IndicatorValue(
                        indicator=made,
                        day=self.today - dt.timedelta(days=30 * n),
                        value=Decimal(50 - n),
                        evidence=f"Domes lēmums Nr. {n + 1}",
                    )
                    for n in range(12)
                )

    def hand_in(self, report: Any) -> Any:
        from talka.results.queries.reports import frozen, live_figures

        report.frozen, report.state = frozen(live_figures(report)), report.State.HANDED_IN
        report.handed_in_at = timezone.now()
        report.save()
        return report
