"""Every address of the house, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("talka.site.pages")),
    path("", include("talka.upkeep.urls")),
    path("", include("talka.evidence.urls")),
    path("", include("talka.archive.urls")),
    path("", include("talka.results.urls")),
    path("", include("talka.plans.urls")),
    path("", include("talka.cooperation.urls")),
    path("", include("talka.learning.urls")),
    path("", include("talka.initiatives.urls")),
    path("", include("talka.needs.urls")),
    path("", include("talka.workshops.urls")),
    path("", include("talka.events.urls")),
    path("", include("talka.protection.urls")),
    path("", include("talka.programmes.urls")),
    path("", include("talka.indicators.urls")),
    path("", include("talka.resources.urls")),
    path("", include("talka.people.urls")),
    path("", include("talka.territories.urls")),
    path("", include("talka.letters.urls")),
    path("ui/", include("talka.ui.urls")),
    path("accounts/", include("allauth.urls")),
]
