"""A passkey is made and signs in, in a real browser under our own policy (allauth's scripts, no inline code)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from talka.people import signin
from talka.people.factories import PersonFactory
from talka.site.browsers import browsing

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def page(transactional_db: None) -> Iterator[Page]:
    with browsing() as browser:
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield page


def test_a_passkey_signs_in(page: Page, live_server) -> None:
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    person = PersonFactory(with_account=True, given_name="Žanete", family_name="Ģībiete")
    page.goto(live_server.url + signin.make_link(person))
    page.click("main button[type=submit]")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    assert person.account.authenticator_set.filter(type="webauthn").count() == 1
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{live_server.url}/me/")
    assert page.locator("h1").inner_text() == "Žanete Ģībiete"
    assert faults == []
