"""What a comparison shows of its figures, by what was asked for: of those that hold, and of those somebody keeps."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from talka.indicators.comparing.changes import changes
from talka.indicators.comparing.choice import By, Choice, Show
from talka.indicators.comparing.compared import Column, Compared
from talka.indicators.comparing.index_question import OWN, spec_titles
from talka.indicators.comparing.multiples import multiples
from talka.indicators.comparing.shown_ranks import rank_cells
from talka.indicators.comparing.table import table_of
from talka.indicators.queries.better import better
from talka.indicators.queries.index import question_of

VIEWS = {"print": "indicators/compare_print.html", "projector": "indicators/compare_projector.html"}
"""The same without the tools around it: `?view=print`."""
Link = Callable[..., str]
"""The address of the same page with something of the choice changed."""


def showing(choice: Choice, shown: Compared, today: date, link: Link) -> dict[str, Any]:
    """The context of `indicators/compare_shown.html`."""
    parts = {Show.RANKS: _ranks, Show.CHANGE: _change, Show.BETTER: _better, Show.INDEX: _index}
    part = parts.get(choice.show, _figures)
    return {
        "choice": choice,
        "shown": shown,
        "tabs": [
            {"label": label, "href": link(show=show), "current": show == choice.show} for show, label in _tabs().items()
        ],
        "illustrative": shown.illustrative,
        **part(choice, shown, today),
    }


def _tabs() -> Mapping[Show, str]:
    return {
        Show.FIGURES: _("Figures"),
        Show.CHANGE: _("Who improved most"),
        Show.BETTER: _("Who is alike and does better"),
        Show.RANKS: _("Places"),
        Show.INDEX: _("An index of these"),
    }


def _figures(choice: Choice, shown: Compared, today: date) -> dict[str, Any]:
    return {"table": table_of(shown), "multiples": multiples(shown)}


def _ranks(choice: Choice, shown: Compared, today: date) -> dict[str, Any]:
    return {"table": table_of(shown, rank_cells)}


def _change(choice: Choice, shown: Compared, today: date) -> dict[str, Any]:
    column = _outcome(choice, shown)
    if column is None:
        return {"changes": None}
    told = changes(shown.areas, column, choice.first, choice.last, choice.by)
    words = _by_words()
    return {
        "changes": told,
        "by_words": [(by.value, words[by]) for by in told.offered],
        "by_now": words[told.by],
        "hidden": _hidden(choice, "outcome", "first", "last", "by"),
    }


def _better(choice: Choice, shown: Compared, today: date) -> dict[str, Any]:
    column = _outcome(choice, shown)
    area = next((each for each in shown.areas if each.key == choice.area), shown.areas[0] if shown.areas else None)
    if column is None or area is None:
        return {"better": None}
    return {"better": better(area, column.measure, today), "hidden": _hidden(choice, "outcome", "area")}


def _index(choice: Choice, shown: Compared, today: date) -> dict[str, Any]:
    asked = question_of(choice, today)
    ready = [{"name": name, "title": title, "now": name == asked.name} for name, title in spec_titles().items()]
    return {
        "asked": asked,
        "ready": ready,
        "own": asked.name == OWN,
        "weights": [(part, choice.weights.get(part.key, 1.0)) for part in asked.parts],
        "left_out": [
            column for column in shown.columns if column.measure.key not in {part.key for part in asked.parts}
        ],
        "hidden": [pair for pair in _hidden(choice, "spec") if not pair[0].startswith("w.")],
        "with_weights": list(choice.parameters.items()),
    }


def _by_words() -> Mapping[By, str]:
    return {
        By.ABSOLUTE: _("in the unit itself"),
        By.PERCENT: _("in percent"),
        By.MEAN: _("against the mean of those compared"),
        By.START: _("beyond what its start made likely"),
    }


def _outcome(choice: Choice, shown: Compared) -> Column | None:
    """The measure that is asked about, else the first."""
    return shown.column(choice.outcome) or (shown.columns[0] if shown.columns else None)


def _hidden(choice: Choice, *left_out: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in choice.parameters.items() if name not in left_out]
