"""How often Python looks for what nobody holds any more."""

import gc


def collect_seldom() -> None:
    """What is loaded by now lives as long as the process, and requests make many objects that soon die by themselves:
    the collector need not look through all of it a hundred times a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
