from procrastinate.contrib.django import app


@app.task(name="initiatives.send_links")
def send_links(choosing: int) -> None:
    """Letters with personal links to a long roll."""
    from ..actions.rolls import write_links
    from ..models import Choosing

    row = Choosing.objects.filter(pk=choosing).first()
    if row is not None and row.phase in ("coming", "open"):
        write_links(row)


@app.periodic(cron="*/5 * * * *")
@app.task(name="initiatives.count_votes", queueing_lock="initiatives.count_votes", lock="initiatives.count_votes")
def count_votes(timestamp: int | None = None) -> None:
    """Every five minutes: votes that have closed and have no paper ballots to be read are counted."""
    from ..actions.counting import count_closed

    count_closed()


@app.task(name="initiatives.compute_result")
def compute_result(run: int) -> None:
    """The result of a vote with very many ballots."""
    from talka.decisions.models import DecisionRun

    from ..actions.counting import finish_computing

    row = DecisionRun.objects.filter(pk=run, state=DecisionRun.State.WAITING).first()
    if row is not None:
        finish_computing(row)


@app.task(name="initiatives.tell_withdrawn")
def tell_withdrawn(option: int) -> None:
    """Letters to a long roll that an option was withdrawn."""
    from .. import letters_of_choosing
    from ..models import ChoosingOption

    row = ChoosingOption.objects.select_related("choosing").filter(pk=option, withdrawn_at__isnull=False).first()
    if row is not None and row.choosing.phase in ("coming", "open"):
        letters_of_choosing.withdrawn(row)


@app.task(name="initiatives.tell_end")
def tell_end(choosing: int) -> None:
    """Letters to a long roll that the result is announced or the vote called off; then its addresses are forgotten."""
    from ..actions.choosings import tell_and_forget
    from ..models import Choosing

    row = Choosing.objects.filter(pk=choosing).first()
    if row is not None and row.phase in ("ended", "off"):
        tell_and_forget(row)
