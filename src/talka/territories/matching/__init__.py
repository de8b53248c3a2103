"""Which areas of the register the labels of a file mean: by code, by name, by what they stand under, by the day."""

from .answers import Candidate, Counts, How, Label, Match, Verdict, counted
from .asked import memory_key
from .index import AreaIndex, load_index
from .labels import match, of_another_country, vintage

__all__ = [
    "AreaIndex", "Candidate", "Counts", "How", "Label", "Match", "Verdict", "counted", "load_index", "match",
    "memory_key", "of_another_country", "vintage",
]  # fmt: skip
