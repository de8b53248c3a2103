"""Arrows between rooms stand once and are walked in both directions."""

import pytest

from talka.links.actions import connect, disconnect
from talka.links.models import Link
from talka.links.registry import kinds, steps_backward, steps_forward

pytestmark = pytest.mark.django_db


def test_an_arrow_stands_once_and_goes_both_ways():
    connect("measure", 5, "became", "project", 7)
    connect("measure", 5, "became", "project", 7)
    assert Link.objects.count() == 1
    assert ("5", "project", "7") in steps_forward("measure", ["5", "6"])
    assert ("7", "measure", "5") in steps_backward("project", ["7"])
    disconnect("measure", 5, "became", "project", 7)
    assert not Link.objects.exists()


def test_every_kind_answers_for_ids_that_are_not_there():
    for kind in kinds():
        ids = ["00000000-0000-4000-8000-000000000000"] if kind.name == "card" else ["999999"]
        assert kind.show(ids, None) == {}
