"""By what areas are alike: the question for the method `peers`, from the figures that hold."""

from collections.abc import Sequence

from talka.indicators.comparing.compared import Column
from talka.indicators.comparing.likeness import ALIKE_BY, Question, question
from talka.territories.models import Area

from .comparison import figures_of, measures_of


def peer_question(areas: Sequence[Area], *, outcome: Column | None = None) -> Question:
    """What is asked of the method, and by what. Two queries.

    outcome: something whose peers must be chosen by what does not say the same; over the same areas.
    """
    return question(figures_of(areas, measures_of(list(ALIKE_BY)), None), outcome)
