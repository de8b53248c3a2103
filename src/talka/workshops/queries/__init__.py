"""What can be asked about group work: results for rooms above, boards, consoles, the phone's page."""

from .results import (
    Backing,
    ClusterResult,
    GroupResult,
    Origin,
    cluster_results,
    combined,
    group_results,
    origins,
)
from .sums import ThemeSum, theme_sums

__all__ = [
    "Backing",
    "ClusterResult",
    "GroupResult",
    "Origin",
    "ThemeSum",
    "cluster_results",
    "combined",
    "group_results",
    "origins",
    "theme_sums",
]
