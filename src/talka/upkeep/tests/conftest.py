"""What these tests count is in the queue by their own hand: tests of the worker itself leave jobs that it has done."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def an_empty_queue(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")
