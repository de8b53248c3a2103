"""What follows from figures is made anew when figures change: by the worker, one step after the other."""

from collections.abc import Callable

from django.db import transaction

from .formulas import compute_formulas
from .peers import compute_peers
from .recalculation import recalculate
from .specialisation import tell_specialisation

STEPS: tuple[Callable[[], object], ...] = (recalculate, compute_formulas, tell_specialisation, compute_peers)
"""Each builds on what the one before it has made, in a transaction of its own."""


def renew() -> None:
    for step in STEPS:
        with transaction.atomic():
            step()
    draw_charts_later()


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
