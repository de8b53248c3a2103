"""What follows from figures is made anew when figures change: by the worker, one step after the other."""

import logging
from collections.abc import Callable

from django.db import transaction

from .formulas import compute_formulas
from .peers import compute_peers
from .recalculation import recalculate
from .specialisation import tell_specialisation

logger = logging.getLogger(__name__)
STEPS: tuple[Callable[[], object], ...] = (recalculate, compute_formulas, tell_specialisation, compute_peers)
"""Each builds on what the one before it has made, in a transaction of its own."""


def renew() -> None:
    """All steps, also those after one that fails: it leaves what it made before, and the others what they can.

    Raises ExceptionGroup of what failed, so that the job stands among those that failed on the page of the queue.
    """
    failed: list[Exception] = []
    for step in STEPS:
        try:
            with transaction.atomic():
                step()
        except Exception as fault:
            logger.exception("Of what follows from figures, this could not be made anew: %s.", step.__name__)
            failed.append(fault)
    draw_charts_later()
    if failed:
        raise ExceptionGroup("Not all that follows from figures could be made anew", failed)


def draw_charts_later() -> None:
    """Charts take minutes, so they have a job of their own, once for however many renewals."""
    from procrastinate.exceptions import AlreadyEnqueued

    from talka.indicators.jobs import draw_charts

    def ask() -> None:
        try:
            with transaction.atomic():
                draw_charts.defer()
        except AlreadyEnqueued:
            return

    transaction.on_commit(ask)
