"""What is said where no archive can be made."""

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal


def not_open() -> Refusal:
    return Refusal(
        _("Visitors do not see this project."),
        _("An archive holds what everybody may see, and nothing else, so there is none of it."),
        _("Make the project and its programme public first."),
    )
