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
