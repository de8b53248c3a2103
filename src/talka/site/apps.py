from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "talka.site"
    label = "site"

    def ready(self) -> None:
        from django.conf import settings

        from talka.people import signals
        from talka.upkeep import sources

        from . import deployment
        from .backups.index import last_backup
        from .backups.receiving import write_down

        def last() -> sources.Backup | None:
            made = last_backup(settings.TALKA_VAR)
            return sources.Backup(made.time, made.bytes, made.encrypted) if made else None

        sources.tell_of_backups(last)
        sources.tell_of_faults(deployment.faults)
        signals.erased.connect(write_down, dispatch_uid="talka.site.backups")
