"""Addresses that break in every way, with somebody's data in the words of each fault."""

from django.db import IntegrityError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from talka.people.models import Account

NAME, MAIL, PHONE = "Zvaigznīte Neredzamā", "zvaigznite@planted.test", "+37129999977"


def by_words(request: HttpRequest, token: str) -> HttpResponse:
    try:
        raise ValueError(f"{NAME} is not known")
    except ValueError as fault:
        raise RuntimeError(f"no place for {MAIL} with {token} from {request.META['REMOTE_ADDR']}") from fault


def by_database(request: HttpRequest, token: str) -> HttpResponse:
    Account.objects.create_user(MAIL)
    Account.objects.create_user(MAIL)
    return HttpResponse()


def by_statement(request: HttpRequest, token: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [NAME])
    raise IntegrityError


urlpatterns = [
    path("words/<str:token>/", by_words, name="words"),
    path("database/<str:token>/", by_database, name="database"),
    path("statement/<str:token>/", by_statement, name="statement"),
]
