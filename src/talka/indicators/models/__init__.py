"""What is kept of indicators: the catalogue, figures and their history, tables on their way in, comparisons."""

from .catalogue import Category, Classification, Indicator, Theme
from .comparisons import Chart, Comparison, Peer
from .imports import FigureImport, TableMapping
from .observations import Observation, Release
from .specialisation import Specialisation

__all__ = [
    "Category",
    "Chart",
    "Classification",
    "Comparison",
    "FigureImport",
    "Indicator",
    "Observation",
    "Peer",
    "Release",
    "Specialisation",
    "TableMapping",
    "Theme",
]
