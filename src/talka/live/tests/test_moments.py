"""Moments are numbered without gaps, in the order in which their deeds were committed."""

import threading

import pytest
from django.db import connection, transaction

from talka.live.actions import append
from talka.live.models import Moment
from talka.live.queries import moments_after


@pytest.mark.django_db
def test_each_stream_counts_by_itself_and_is_read_from_where_one_left_off():
    with transaction.atomic():
        for number in range(3):
            append("workshop-1", "card.written", card=f"c{number}")
        append("workshop-2", "step.moved", step="vote")
    assert [m.number for m in moments_after("workshop-1", 0)] == [1, 2, 3]
    assert [(m.number, m.ids) for m in moments_after("workshop-1", 2)] == [(3, {"card": "c2"})]
    assert [m.kind for m in moments_after("workshop-2", 0)] == ["step.moved"]
    assert moments_after("workshop-3", 0) == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_appended():
    with pytest.raises(transaction.TransactionManagementError):
        append("workshop-1", "card.written", card="c")
    assert not Moment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_undone_takes_its_number_with_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        append("workshop-1", "card.written", card="lost")
        raise RuntimeError
    with transaction.atomic():
        append("workshop-1", "card.written", card="kept")
    assert [(m.number, m.ids["card"]) for m in moments_after("workshop-1", 0)] == [(1, "kept")]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_and_no_number_twice():
    faults: list[Exception] = []

    def write(writer: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    append("workshop-1", "card.written", card=f"{writer}-{number}")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not faults
    moments = moments_after("workshop-1", 0)
    assert [m.number for m in moments] == list(range(1, 41))
    for writer in range(4):
        own = [m.ids["card"] for m in moments if m.ids["card"].startswith(f"{writer}-")]
        assert own == [f"{writer}-{n}" for n in range(10)], "one writer's moments keep their order"


@pytest.mark.django_db(transaction=True)
def test_listeners_are_told_after_the_commit():
    with connection.cursor() as cursor:
        cursor.execute("LISTEN talka_live")
    with transaction.atomic():
        append("workshop-7", "card.written", card="c")
        told = list(connection.connection.notifies(timeout=0.2))
        assert told == []
    assert [note.payload for note in connection.connection.notifies(timeout=2, stop_after=1)] == ["workshop-7 1"]
