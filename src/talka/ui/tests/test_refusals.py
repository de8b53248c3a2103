import pytest
from django.test import Client
from django.utils import translation

from talka.ui.refusals import Refusal


def test_a_refusal_is_a_page_in_the_language_of_the_reader(lv, en):
    answer = lv.get("/refuse/")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert '<html lang="lv"' in page
    assert "<h1>Veidlapa ir novecojusi</h1>" in page
    assert "Atgriezieties, pārbaudiet un pēc dažām minūtēm mēģiniet vēlreiz." in page
    page = en.get("/refuse/").content.decode()
    assert "<h1>The form is out of date</h1>" in page
    assert "novecojusi" not in page


def test_words_of_a_refusal_are_escaped(lv):
    answer = lv.get("/forbid/")
    assert answer.status_code == 403
    assert "<b>" not in answer.content.decode()
    assert "Nē &lt;b&gt;" in answer.content.decode()


def test_htmx_gets_a_fragment_that_says_where_it_belongs(lv):
    answer = lv.get("/refuse/", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#notices"
    page = answer.content.decode()
    assert "<html" not in page
    assert 'role="alert"' in page
    assert "Veidlapa ir novecojusi" in page


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"accept": "application/json, text/plain, */*"}])
def test_json_is_answered_with_json(lv, headers):
    answer = lv.get("/refuse/", headers=headers)
    assert answer.status_code == 409
    assert answer.json()["refusal"]["what"] == "Veidlapa ir novecojusi"


def test_json_sent_is_answered_with_json_and_a_browser_gets_a_page(lv):
    assert lv.post("/refuse/", {}, content_type="application/json").json()["refusal"]["meaning"] == "Tādas lapas nav"
    answer = lv.get("/refuse/", headers={"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    assert answer["Content-Type"].startswith("text/html")


def test_a_refusal_reads_as_one_line():
    with translation.override("lv"):
        assert Refusal("Viens.", "", "Divi.").text() == "Viens. Divi."


def test_what_is_not_there_and_what_breaks_are_calm_pages_too(lv):
    missing = lv.get("/nowhere/")
    assert missing.status_code == 404
    assert "<h1>Tādas lapas nav</h1>" in missing.content.decode()
    careless = Client(raise_request_exception=False, headers={"accept-language": "lv"})
    broken = careless.get("/fall/")
    assert broken.status_code == 500
    assert "<h1>Kaut kas salūza mūsu pusē</h1>" in broken.content.decode()
    for answer in (missing, broken):
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_stale_form_is_told_so():
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "lv"})
    answer = strict.post("/refuse/")
    assert answer.status_code == 403
    assert "<h1>Veidlapa ir novecojusi</h1>" in answer.content.decode()


def test_the_address_of_a_deed_opened_by_itself_says_what_it_is(lv):
    answer = lv.get("/deed/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "<h1>Šo adresi nevar atvērt atsevišķi</h1>" in answer.content.decode()
    assert lv.post("/deed/").content == b"done"
