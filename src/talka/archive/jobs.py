"""What the worker does for archives. It may run again without doing anything twice."""

from procrastinate.contrib.django import app


@app.task(name="archive.make")
def make_archive(number: int) -> None:
    """Make the archive that waits."""
    from talka.archive import actions

    actions.make_archive(number)
