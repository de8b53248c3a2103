"""What follows from figures is made anew when figures change: by the worker, one step after the other."""

import logging
from collections.abc import Callable

from django.db import transaction

from .formulas import compute_formulas
from .peers import compute_peers
from .recalculation import recalculate
from .specialisation import tell_specialisation

STEPS: tuple[Callable[[], object], ...] = (recalculate, compute_formulas, tell_specialisation, compute_peers)
"""Each builds on what the one before it has made, in a transaction of its own."""
log = logging.getLogger(__name__)


def renew() -> None:
    """Take every step. One that fails stops no other; the job then ends with what it failed of, so that administrators
    see it among the failed jobs."""
    failed: list[Exception] = []
    for step in STEPS:
        try:
            with transaction.atomic():
                step()
        except Exception as fault:
            log.exception("renewal of figures: %s failed", step.__name__)
            failed.append(fault)
    draw_charts_later()
    if failed:
        raise ExceptionGroup("what follows from figures was not all made anew", failed)


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
