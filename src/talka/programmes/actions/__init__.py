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
from .publicity import keep_own_text, name_logo, reopen_duty, save_duty, take_funders_text
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
    "keep_own_text",
    "name_logo",
    "remove_team_member",
    "reopen_duty",
    "restore_programme",
    "restore_project",
    "save_activity",
    "save_budget_line",
    "save_budget_table",
    "save_duty",
    "save_partner",
    "save_programme",
    "save_project",
    "take_funders_text",
]
