import pytest
from django.template.loader import render_to_string
from django.test import Client

from talka.ui import navigation, samples


def language_of(answer):
    return answer.content.decode().split('<html lang="', 1)[1][:2]


@pytest.mark.parametrize(
    ("accepted", "shown"), [("", "lv"), ("lt", "lv"), ("en-GB,en;q=0.9", "en"), ("de, en;q=0.5", "en")]
)
def test_without_a_choice_the_browser_decides_and_latvian_stands_in(accepted, shown):
    assert language_of(Client(headers={"accept-language": accepted}).get("/ui/")) == shown


def test_the_choice_stays_and_leads_back_to_the_page(en):
    answer = en.post("/ui/language/", {"language": "lv", "next": "/ui/acting/?theme=dark"})
    assert answer.status_code == 302
    assert answer["Location"] == "/ui/acting/?theme=dark"
    assert language_of(en.get("/ui/")) == "lv"


def test_the_switch_stands_on_every_page_without_a_token(lv):
    page = lv.get("/ui/").content.decode()
    switch = page.split('class="language-switch"', 1)[1].split("</form>", 1)[0]
    assert 'value="lv" lang="lv" aria-current="true"' in switch
    assert 'value="en" lang="en"' in switch
    assert "csrfmiddlewaretoken" not in page


def test_a_look_is_kept_and_given_up(lv):
    assert "data-theme" not in lv.get("/ui/").content.decode()
    answer = lv.post("/ui/look/", {"theme": "dark", "next": "/ui/telling/"})
    assert answer["Location"] == "/ui/telling/"
    assert '<html lang="lv" data-theme="dark"' in lv.get("/ui/").content.decode()
    lv.post("/ui/look/", {"theme": "", "next": "/ui/"})
    assert "data-theme" not in lv.get("/ui/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_choice_never_leads_away(lv, target):
    for address, data in (("/ui/look/", {"theme": "dark"}), ("/ui/language/", {"language": "en"})):
        assert lv.post(address, data | {"next": target})["Location"] == "/"


def test_an_unknown_look_changes_nothing(lv):
    lv.cookies["talka_theme"] = '"><script>'
    assert "data-theme" not in lv.get("/ui/").content.decode()
    assert "talka_theme" not in lv.post("/ui/look/", {"theme": "pink"}).cookies


def test_navigation_shows_what_a_person_may_use(rf, settings):
    navigation.register("Otrais", "ui:sample", 2)
    navigation.register("Pirmais", "ui:gallery", 1)
    navigation.register("Slepenais", "ui:sample_wall", 0, navigation.signed_in)
    navigation.register("Nekur", "no_such_address", 3)
    request = rf.get("/ui/sample/")
    request.person = None
    assert [(item.label, item.current) for item in navigation.items_for(request)] == [
        ("Pirmais", False),
        ("Otrais", True),
    ]
    request.person = object()
    assert [item.label for item in navigation.items_for(request)] == ["Slepenais", "Pirmais", "Otrais"]
    from talka.ui.checks import navigation_leads_somewhere

    assert [fault.id for fault in navigation_leads_somewhere(None)] == ["ui.E001"]


def test_the_header_names_who_is_signed_in_and_not_whom_the_page_is_about(rf):
    request = rf.get("/ui/")
    request.person = "Ilze Paraudziņa"
    page = render_to_string("ui/sample.html", samples.context(request) | {"person": "Jānis Izdomājis"}, request)
    menu = page.split('class="menu-name">', 1)[1].split("<", 1)[0]
    assert menu == "Ilze Paraudziņa"
    request.person = None
    assert "menu-name" not in render_to_string("ui/sample.html", {"person": "Jānis Izdomājis"}, request)


@pytest.mark.parametrize(
    "target", ["²", "9" * 30, "https://example.org/", "//example.org/", "javascript:alert(1)", "a\r\nb: c"]
)
def test_what_is_no_page_of_ours_leads_to_the_front_page(lv, target):
    answer = lv.post("/ui/look/", {"theme": "dark", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert lv.post("/ui/language/", {"language": "en", "next": target}).status_code == 302
