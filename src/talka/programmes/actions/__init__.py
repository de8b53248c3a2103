"""What can be done with programmes, projects and their teams."""

from .parts import (
    drop_activity,
    drop_budget_line,
    drop_partner,
    save_activity,
    save_budget_line,
    save_budget_table,
    save_partner,
)
from .programmes import archive_programme, restore_programme, save_programme
from .projects import add_logo, archive_project, drop_logo, restore_project, save_project
from .team import add_team_member, remove_team_member

__all__ = [
    "add_logo",
    "add_team_member",
    "archive_programme",
    "archive_project",
    "drop_activity",
    "drop_budget_line",
    "drop_logo",
    "drop_partner",
    "remove_team_member",
    "restore_programme",
    "restore_project",
    "save_activity",
    "save_budget_line",
    "save_budget_table",
    "save_partner",
    "save_programme",
    "save_project",
]
