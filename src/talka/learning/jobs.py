"""What the worker does for learning. Arguments are keys, never words about a person; each job may run again without
doing anything twice."""

from procrastinate.contrib.django import app


@app.periodic(cron="13 * * * *")
@app.task(name="learning.tend_assessments", queueing_lock="learning.tend_assessments", lock="learning.tend_assessments")
def tend_assessments(timestamp: int | None = None) -> None:
    """Each hour: rounds open and close on their day, links and one reminder are sent."""
    from .actions.assessments import tend

    tend()


@app.periodic(cron="7 5 * * *")
@app.task(name="learning.tend_homework", queueing_lock="learning.tend_homework", lock="learning.tend_homework")
def tend_homework(timestamp: int | None = None) -> None:
    """Each morning: homework that is due within days, and what waits for an answer, are told of by letter."""
    from .actions.reminders import tend

    tend()


@app.task(name="learning.match_angels")
def match_angels(run: int) -> None:
    """Propose angels for very many requests."""
    from talka.decisions.models import DecisionRun

    from .actions.angel_rounds import finish_computing

    row = DecisionRun.objects.filter(pk=run, state=DecisionRun.State.WAITING).first()
    if row is not None:
        finish_computing(row)


@app.periodic(cron="29 4 * * *")
@app.task(name="learning.remind_reviews", queueing_lock="learning.remind_reviews", lock="learning.remind_reviews")
def remind_reviews(timestamp: int | None = None) -> None:
    """Each night: both sides are told that it is time to look back at the advice."""
    from .actions.advice import remind_all

    remind_all()


@app.periodic(cron="37 4 * * *")
@app.task(
    name="learning.remind_peer_reviews",
    queueing_lock="learning.remind_peer_reviews",
    lock="learning.remind_peer_reviews",
)
def remind_peer_reviews(timestamp: int | None = None) -> None:
    """Each night: of deadlines of peer reviews those are told whom they concern."""
    from .actions.review_plans import remind_all

    remind_all()
