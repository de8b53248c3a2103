"""Addresses for the tests: views that refuse, beside the gallery."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from talka.ui.refusals import Refusal


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal(
        _("The form is out of date"),
        _("There is no such page"),
        _("Go back, check, and try again in a few minutes."),
        409,
    )


def forbid(request: HttpRequest) -> HttpResponse:
    raise Refusal("Nē <b>", status=403)


@require_POST
def deed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@require_GET
def question(request: HttpRequest) -> HttpResponse:
    return HttpResponse("answer", headers={"X-Asked": str(request.method)})


def fall(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("ui/", include("talka.ui.urls")),
    path("refuse/", refuse),
    path("forbid/", forbid),
    path("fall/", fall),
    path("deed/", deed),
    path("question/", question),
    path("gone/<slug:x>/", refuse, name="gone"),
]
