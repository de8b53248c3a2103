"""What the worker does for questions to councils."""

from procrastinate.contrib.django import app


@app.task(name="initiatives.tell_answer")
def tell_answer(told: int) -> None:
    """Tell a council's answer to many people."""
    from ..actions.answers import tell_all
    from ..models import AnswerTold

    row = AnswerTold.objects.filter(pk=told).first()
    if row is not None:
        tell_all(row)


@app.periodic(cron="41 4 * * *")
@app.task(name="initiatives.remind_councils", queueing_lock="initiatives.remind_councils", lock="initiatives.council")
def remind_councils(timestamp: int | None = None) -> None:
    """Each night: municipalities are told of questions that wait and of decisions that are overdue."""
    from ..actions.council_reminders import remind_all

    remind_all()
