"""What can be asked about group work: results for rooms above, boards, consoles, the phone's page."""

from .results import Backing, ClusterResult, GroupResult, cluster_results, combined, group_results

__all__ = ["Backing", "ClusterResult", "GroupResult", "cluster_results", "combined", "group_results"]
