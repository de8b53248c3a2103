"""What roles are called, in the words a programme chose for itself."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import Programme, TeamMember

ANGEL = "angel"
NAMED = (*TeamMember.Role.choices, (ANGEL, _("Knowledge angel")))
"""What a programme may call in its own words: its roles, and whoever helps municipalities with what they know."""


def role_label(programme: Programme, role: str) -> str:
    """The programme's own word for a role in the active language, else the house's."""
    own = programme.labels.get(role, {}) if isinstance(programme.labels, dict) else {}
    return str(own.get(get_language() or "lv") or dict(NAMED)[role])


def role_choices(programme: Programme) -> list[tuple[str, str]]:
    return [(role, role_label(programme, role)) for role in TeamMember.Role.values]
