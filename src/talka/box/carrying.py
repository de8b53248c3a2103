"""Taking an event along and bringing it back, as the `talka` command calls it."""

from .actions.carrying import merge_file, pack

__all__ = ["merge_file", "pack"]
