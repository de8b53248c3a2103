"""`request.person`: who is asking, or None."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .models import Person


def person_of(request: HttpRequest) -> Person | None:
    user = request.user
    if not user.is_authenticated:
        return None
    person = Person.objects.select_related("organisation", "account").filter(account=user).first()
    if person is not None:
        person.asked = {}  # lives as long as the request: what rooms found out about this person
    return person


class PersonMiddleware:
    """Asks once per request; without a session it asks nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = person_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)
