"""What takes long. Each job may run again without doing anything twice."""

from procrastinate.contrib.django import app


@app.task(name="needs.compute_follow_up")
def compute_follow_up(run: int) -> None:
    """Compute the choice that an alternative of the follow-up programme waits for."""
    from talka.decisions.models import DecisionRun
    from talka.needs.actions import finish_computing

    row = DecisionRun.objects.filter(pk=run, state=DecisionRun.State.WAITING).first()
    if row is not None:
        finish_computing(row)


@app.task(name="needs.tell_those_who_spoke")
def tell_those_who_spoke(event: int) -> None:
    """Write to everybody who spoke at an event and got no letter about it."""
    from talka.events.models import Event
    from talka.needs.actions.responding import tell_untold

    row = Event.objects.filter(pk=event).first()
    if row is not None:
        tell_untold(row)


@app.periodic(cron="51 3 * * *")
@app.task(name="needs.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: who answered and who would hold what, after the last retention date of a programme's projects."""
    from .actions.retention import forget_past_programmes

    forget_past_programmes()
