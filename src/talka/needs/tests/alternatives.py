"""Needs, measures and alternatives of a follow-up programme, as its tests draw them up."""

import datetime as dt
from decimal import Decimal

from talka.needs import actions
from talka.needs.actions.alternatives import FollowUpData
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import NeedFactory

MAY, JUNE = dt.date(2027, 5, 13), dt.date(2027, 6, 3)


def a_need(programme, words="Vajadzība"):
    return NeedFactory(event=None, programme=programme, recorded=True, words=words)


def a_measure(programme, organiser, words, needs, eur=100, dates=(MAY,), **more):
    data = MeasureData(
        words=words,
        kind="training",
        planned_eur=None if eur is None else Decimal(eur),
        dates=tuple(dates),
        effects={need.pk: Decimal(1) for need in needs},
        **more,
    )
    return actions.record_measure(programme, data, by=organiser)


def drawn(programme, organiser, title="Pirmā", **more):
    return actions.draw_up(programme, FollowUpData(**{"title": title, "weighting": "equal", **more}), by=organiser)


def planned(row):
    return {each.measure.words: each.day for each in row.planned.select_related("measure")}
