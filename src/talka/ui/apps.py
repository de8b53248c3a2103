from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """The design system: tokens, components, base pages and how faults are shown to people."""

    name = "talka.ui"
    verbose_name = _("Design system")

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the checks
