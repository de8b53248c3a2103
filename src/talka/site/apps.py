from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "talka.site"
    label = "site"

    def ready(self) -> None:
        from django.conf import settings

        from talka.upkeep import sources

        from . import deployment
        from .last_backup import last_backup

        sources.tell_of_backups(lambda: last_backup(settings.TALKA_VAR))
        sources.tell_of_faults(deployment.faults)
