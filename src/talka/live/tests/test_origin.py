"""Deeds without a form's token come from our own pages, or nothing happens."""

import pytest
from django.test import RequestFactory

from talka.live.origin import require_same_origin
from talka.ui.refusals import Refusal


def send(secure: bool = False, **headers: str) -> None:
    require_same_origin(
        RequestFactory().post("/w/x/deeds/", headers={"host": "talka.lv:8000", **headers}, secure=secure)
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://talka.lv:8000"},
        {"origin": "http://TALKA.lv:8000"},
        {"referer": "http://talka.lv:8000/w/x/?a=b"},
        {"origin": "https://novads.lv"},
    ],
)
def test_own_pages_may_send(settings, headers):
    settings.CSRF_TRUSTED_ORIGINS = ["https://novads.lv"]
    send(**headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://talka.lv"},
        {"origin": "https://talka.lv:8000"},
        {"origin": "http://talka.lv:8000.evil.lv"},
        {"origin": "http://evil.lv", "referer": "http://talka.lv:8000/"},
        {"origin": "http://["},
        {"referer": "http://talka.lv:8000@evil.lv/"},
    ],
)
def test_others_may_not(headers):
    with pytest.raises(Refusal) as refused:
        send(**headers)
    assert refused.value.status == 403
