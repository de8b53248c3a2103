"""What the worker does for cooperation. Arguments are keys, never words about a person;
each job may run again without doing anything twice."""

from procrastinate.contrib.django import app


@app.task(name="cooperation.carry_out_table")
def carry_out_table(key: str) -> None:
    """Check a long table of joint projects, or enter one that somebody has looked at and accepted."""
    from .actions.projects.tables import carry_out

    carry_out(key)


@app.periodic(cron="23 4 * * *")
@app.task(name="cooperation.remind", queueing_lock="cooperation.remind", lock="cooperation.remind")
def remind(timestamp: int | None = None) -> None:
    """Each night: last days of agreements pass; focal points and parties are told of what is due."""
    from .actions import evaluations
    from .actions.agreements import life, reminders

    evaluations.remind_all()
    life.pass_the_last_day()
    reminders.remind_all()


@app.task(name="cooperation.enter_agreements")
def enter_agreements(key: str) -> None:
    """Enter a long table of agreements that somebody has looked at and accepted."""
    from .actions.agreements.imports import carry_out

    carry_out(key)


@app.periodic(cron="37 4 * * *")
@app.task(name="cooperation.forget", queueing_lock="cooperation.forget", lock="cooperation.forget")
def forget(timestamp: int | None = None) -> None:
    """Each night: tables that were sent a day ago."""
    from .actions.agreements import imports
    from .actions.projects import retirement

    imports.forget_imports()
    retirement.forget_imports()


@app.task(name="cooperation.compute_appraisal")
def compute_appraisal(run: int) -> None:
    """Compute the appraisal of a case with many partners."""
    from talka.decisions.models import DecisionRun

    from .actions.appraisal.compute import finish_computing

    row = DecisionRun.objects.filter(pk=run, state=DecisionRun.State.WAITING).first()
    if row is not None:
        finish_computing(row)


@app.task(name="cooperation.compute_groups")
def compute_groups(run: int) -> None:
    """Compute a map of groups."""
    from talka.decisions.models import DecisionRun

    from .actions.groups import finish_computing

    row = DecisionRun.objects.filter(pk=run, state=DecisionRun.State.WAITING).first()
    if row is not None:
        finish_computing(row)
