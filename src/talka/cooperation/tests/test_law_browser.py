"""The guide in a real browser, on a phone and on a desk: axe finds nothing, nothing runs off the side."""

import pytest
from django.urls import reverse

from talka.site.browsers import OVERFLOW, axe_script, opened, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('details.disclosure').forEach(each => each.open = true)"
PAGES = (
    reverse("cooperation:forms"),
    reverse("cooperation:print_forms"),
    reverse("cooperation:services"),
    reverse("cooperation:service", args=["waste"]),
)


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing_and_nothing_overflows(browser, live_server, width, language):
    page = opened(browser, live_server, width=width, language=language)
    for address in PAGES:
        page.goto(address)
        page.evaluate(OPEN)
        assert page.evaluate(OVERFLOW) <= 0, address
        page.evaluate(axe_script())
        assert violations(page) == [], address


def test_a_form_is_found_from_the_table_and_its_law_unfolds(browser, live_server):
    page = opened(browser, live_server)
    page.goto(PAGES[0])
    page.get_by_role("rowheader").get_by_role("link").nth(1).click()
    assert page.url.endswith("#joint-institution")
    section = page.locator("section[aria-labelledby='joint-institution']")
    law = section.get_by_role("link", name="80. panta ceturtā daļa")
    assert not law.is_visible()
    section.locator("summary").click()
    law.wait_for(state="visible")
    assert law.get_attribute("href") == "https://likumi.lv/ta/id/336956#p80"
