"""Pages that belong to no room: home, and the person's choice of language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_safe

from talka.events.queries.home import home_for
from talka.programmes.queries import programmes_known_to
from talka.site import health
from talka.site.metrics.view import metrics


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Talka is, what is held next, where to type a room's code; for organisers their desk first."""
    context = {"home": home_for(request.person), "programmes": programmes_known_to(request.person)}
    return render(request, "site/home.html", context)


urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("i18n/", include("django.conf.urls.i18n")),
]
