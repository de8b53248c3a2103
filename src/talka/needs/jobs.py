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
