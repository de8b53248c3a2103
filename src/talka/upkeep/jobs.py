"""What the worker does for the installation itself."""

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")
@app.task(name="upkeep.catch_up", queueing_lock="upkeep.catch_up", lock="upkeep.catch_up")
def catch_up(timestamp: int | None = None) -> None:
    """Every ten minutes: jobs of nights in which this machine was off."""
    from .actions.catching_up import catch_up

    catch_up()


@app.periodic(cron="11 4 * * *")
@app.task(name="upkeep.remind", queueing_lock="upkeep.remind", lock="upkeep.remind")
def remind(timestamp: int | None = None) -> None:
    """Each night: what needs attention, to administrators; what goes soon, to organisers."""
    from .actions.letters import remind

    remind()
