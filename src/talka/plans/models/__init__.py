"""What is kept of planning documents: the document, its chain of goals, projects, indicators, tables coming in."""

from .documents import Goal, Plan
from .imports import PlanImport
from .indicators import PlanIndicator, PlanValue
from .projects import Party, PlannedYear, PlanProject

__all__ = ["Goal", "Party", "Plan", "PlanImport", "PlanIndicator", "PlanProject", "PlanValue", "PlannedYear"]
