from procrastinate.contrib.django import app


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="initiatives.tend_deliberations",
    queueing_lock="initiatives.tend_deliberations",
    lock="initiatives.tend_deliberations",
)
def tend_deliberations(timestamp: int | None = None) -> None:
    """Every five minutes: deliberations close at their time, and results are computed from votes that came since."""
    from ..actions.deliberation_results import tend

    tend()


@app.task(name="initiatives.compute_opinions")
def compute_opinions(run: int) -> None:
    """Opinion groups of very many votes."""
    from talka.decisions.models import DecisionRun

    from ..actions.deliberation_results import finish

    row = DecisionRun.objects.filter(pk=run, state=DecisionRun.State.WAITING).first()
    if row is not None:
        finish(row)
