"""What the worker does for group work. Arguments are ids; what is to be done is found in the tables."""

from procrastinate.contrib.django import app


@app.task(name="workshops.rehearse", lock="workshops.rehearse")
def rehearse(twin: int, minutes: float, by: int | None) -> None:
    """Let simulated phones walk through a rehearsal."""
    from talka.people.models import Person

    from .models import Workshop
    from .rehearsal import play

    row = Workshop.with_rehearsals.select_related("event__project__programme").filter(pk=twin, rehearsal=True).first()
    if row is not None:
        play(row, minutes, by=Person.objects.select_related("account").filter(pk=by).first())


@app.periodic(cron="41 3 * * *")
@app.task(name="workshops.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: rehearsals older than a day, what was kept for the day only, and whose seats they were."""
    from .actions.forgetting import forget_people, forget_the_day
    from .actions.rehearsing import forget_rehearsals

    forget_rehearsals()
    forget_the_day()
    forget_people()
