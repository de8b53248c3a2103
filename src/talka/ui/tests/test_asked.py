"""Numbers and signs that nobody could have meant get a calm answer."""

import pytest
from django.test import Client

from talka.ui.asked import whole


@pytest.mark.parametrize("wrong", [None, "", "²", "٣", "-1", "1.5", " 7", "9" * 19, "9" * 5000, "None", "\x00"])
def test_what_is_no_number_is_the_id_of_nothing(wrong: str | None) -> None:
    assert whole(wrong) == 0


def test_numbers_are_read() -> None:
    assert (whole("0"), whole("12"), whole("9" * 18)) == (0, 12, 10**18 - 1)


@pytest.mark.parametrize("address", ["/ui/?a=%00", "/ui/%00/", "/ui/?%00=a"])
def test_nul_in_an_address(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code in {400, 404}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nul_in_a_form_is_refused_in_words() -> None:
    answer = Client(headers={"accept-language": "lv"}).post("/ui/look/", {"theme": "dark\x00"})
    assert answer.status_code == 400
    assert "nevar saglabāt" in answer.content.decode()


def test_what_somebody_known_was_shown_is_not_kept_by_browser_or_proxy() -> None:
    client = Client()
    assert "no-store" not in client.get("/ui/").headers.get("Cache-Control", "")
    client.cookies["sessionid"] = "somebody"
    assert "no-store" in client.get("/ui/").headers["Cache-Control"]
