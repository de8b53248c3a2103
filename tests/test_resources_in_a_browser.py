"""A community enters what its parish has on a phone, with a photograph and from a table with a faulty row; a stranger
finds it, also without JavaScript. Every page on the way is looked at by axe."""

import io

import pytest
from PIL import Image

from talka.people.signin import make_link
from talka.resources.models import Resource
from talka.resources.tests import world

from .live_site import Visitor, Watch, house

pytestmark = pytest.mark.browser


def photograph() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(out, "JPEG")
    return out.getvalue()


def test_entered_on_a_phone_and_found_by_a_stranger(django_db_blocker, tmp_path):
    with house(django_db_blocker, "resources", tmp_path / "var") as (browser, server):
        w, watch = world.build(), Watch()
        own = Visitor(browser, server.address, watch, phone=True)
        own.open(make_link(w.community))
        own.press("main form button[type=submit]")
        own.open(f"/areas/{w.parish.key}/")
        own.press("#resources a")
        own.press("main a[href*='kind=building']")
        own.fill(title_0="Bijusī pienotava", place="Stacijas iela 3", size="860")
        own.choose("unit", "m2")
        own.choose("state", "repair")
        own.choose("use", "to_let")
        own.page.locator("[name=contact_me]").check()
        own.press("form.form button[type=submit]")
        assert "Bijusī pienotava" in own.told() and "860" in own.told()
        own.press("#contact form button")
        own.press("a[href$='/material/']")
        own.page.set_input_files(
            "[name=photo-file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
        )
        own.fill(**{"photo-alt_0": "Ēka no ceļa puses"})
        own.choose("photo-people", "nobody")
        own.press("#photos form.form button[type=submit]")
        assert own.page.locator("#photos img[alt='Ēka no ceļa puses']").count() == 1
        own.open("/resources/import/")
        table = (
            "nosaukums;veids;novads\nKlēts;building;Kalnu pagasts\nPils;castle;Kalnu pagasts\nSvešs;land;Bērzu novads\n"
        )
        own.page.set_input_files("[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": table.encode()})
        own.press("form.form button[type=submit]")
        assert own.page.locator("#faults li").count() == 2
        own.press("form.form button[type=submit]")
        own.page.locator("main .actions a").first.click()

        row = Resource.objects.get(kind="building", use="to_let")
        stranger = Visitor(browser, server.address, watch, language="en")
        stranger.open("/resources/?q=pienotava")
        assert stranger.page.locator(".resource-title").count() == 1
        stranger.press(".resource-title a")
        assert w.community.email in stranger.told(), "the person agreed"
        for path in ("/resources/?view=table", "/resources/?q=nonesuch", "/resources/print/"):
            stranger.open(path)
        own.open(f"/resources/r/{row.key}/edit/")
        own.open(f"/resources/r/{row.key}/withdraw/")
        own.press("form.form button[type=submit]")
        assert own.page.locator("form[action$='/restore/']").count() == 1
        plain = browser.new_context(java_script_enabled=False, base_url=server.address)
        page = plain.new_page()
        page.goto("/resources/")
        page.locator("summary", has_text="Veids").or_(page.locator("summary", has_text="Kind")).first.click()
        page.locator("select[name=kind]").select_option("building")
        page.locator("form[role=search] button[type=submit]").click()
        assert page.locator(".resource-title").all_inner_texts() == ["Klēts"]
        plain.close()
        assert watch.faults == []
