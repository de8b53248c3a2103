from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "talka.site"
    label = "site"

    def ready(self) -> None:
        from talka.people import signals

        from .backups.receiving import write_down

        signals.erased.connect(write_down, dispatch_uid="talka.site.backups")
