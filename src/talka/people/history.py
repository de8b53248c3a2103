"""Who did it: versions of rows carry the number of the person, never a name."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pghistory
from django.db import transaction

from .models import Person


@contextmanager
def _deed(by: Person | None) -> Iterator[None]:
    with transaction.atomic():
        if by is None:
            yield
        else:
            with pghistory.context(by=by.pk):
                yield


def deed(by: Person | None) -> AbstractContextManager[None]:
    """One transaction in which every version that the database keeps says who acted."""
    return _deed(by)
