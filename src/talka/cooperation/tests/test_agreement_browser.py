"""Agreements in a real browser, on a phone and on a desk: axe finds nothing, nothing runs off the side."""

import pytest
from django.conf import settings
from django.urls import reverse

from talka.cooperation.actions import partners
from talka.cooperation.actions.agreements import drafting, endorsements, text
from talka.cooperation.factories import AgreementFactory, AgreementPartyFactory
from talka.site.browsers import OVERFLOW, axe_script, violations

from .agreement_world import again, drafted, endorsed_by, set_shares

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('main details').forEach(each => each.open = true)"


@pytest.fixture
def row(case, other, planner, neighbour):
    """Before the councils, commented on, changed after one endorsed it; a partner left."""
    row = drafted(case, planner)
    text.comment(row, "Kāpēc ne pēc iedzīvotājiem?", by=neighbour, clause=row.clauses.first())
    text.leave_out(row.clauses.get(key="liability"), left_out=True, by=planner)
    endorsements.send(again(row), by=planner)
    endorsed_by(row, planner)
    set_shares(row, "10000.01", ["6000.01", "4000.00"], by=planner)
    partners.withdraw(other, reason="Dome lēma citādi", by=neighbour)
    drafting.publish(again(row), by=planner)
    AgreementPartyFactory.create_batch(3, agreement=AgreementFactory())
    return again(row)


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing_and_nothing_overflows(browser, live_server, client, planner, row, width, language):
    client.force_login(planner.account)
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800})
    context.set_default_timeout(30_000)
    session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    language_cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language}
    context.add_cookies([one | {"url": live_server.url} for one in (session, language_cookie)])
    page = context.new_page()
    party, clause = row.parties.first(), row.clauses.first()
    for address in (
        reverse("cooperation:agreements"),
        reverse("cooperation:case_agreements", args=[row.case.slug]),
        reverse("cooperation:agreement", args=[row.slug]),
        reverse("cooperation:agreement_text", args=[row.slug]),
        reverse("cooperation:agreement_versions", args=[row.slug]),
        reverse("cooperation:agreement_version", args=[row.slug, 1]) + f"?with={row.text_number}",
        reverse("cooperation:agreement_shares", args=[row.slug]),
        reverse("cooperation:edit_clause", args=[row.slug, clause.pk]),
        reverse("cooperation:edit_agreement", args=[row.slug, "validity"]),
        reverse("cooperation:endorse", args=[row.slug, party.pk]),
        reverse("cooperation:enter_agreement"),
        reverse("cooperation:send_agreements"),
    ):
        assert page.goto(address).status == 200, address
        page.evaluate(OPEN)
        assert page.evaluate(OVERFLOW) <= 0, address
        page.evaluate(axe_script())
        assert violations(page) == [], address
