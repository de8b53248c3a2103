"""What can be asked about group work: results for rooms above, boards, consoles, the phone's page."""

from .results import (
    Backing,
    ClusterResult,
    GroupResult,
    Home,
    Origin,
    cluster_results,
    combined,
    group_results,
    origins,
)
from .sums import ThemeSum, homes_of, theme_sums

__all__ = [
    "Backing",
    "ClusterResult",
    "GroupResult",
    "Home",
    "Origin",
    "ThemeSum",
    "cluster_results",
    "combined",
    "group_results",
    "homes_of",
    "origins",
    "theme_sums",
]
