"""Every page of the day, by every role: who gets in, and who does not even learn that it is there."""

import pytest
from django.urls import reverse

from talka.events.factories import (
    AttendanceFactory,
    CertificateFactory,
    QuestionFactory,
    QuotaFactory,
    RegistrationFactory,
)
from talka.events.models import SheetImport

from .day import ROLES, client_of, event_today, two_groups

pytestmark = pytest.mark.django_db

TEAM = {"auditor", "facilitator", "organiser", "administrator"}
RUN = {"facilitator", "organiser", "administrator"}
ORGANISE = {"organiser", "administrator"}
ALL = set(ROLES)

PAGES = {
    "register": ALL,
    "register_colleague": ALL,
    "resend_link": ALL,
    "registrations": TEAM,
    "registrations_export": ORGANISE,
    "registration_add": ORGANISE,
    "registration": TEAM,
    "registration_change": ORGANISE,
    "registration_substitute": ORGANISE,
    "import_bring": ORGANISE,
    "import": ORGANISE,
    "questions": ORGANISE,
    "question": ORGANISE,
    "quotas": ORGANISE,
    "check_in": RUN,
    "walk_in": RUN,
    "check_in_substitute": RUN,
    "attendance": TEAM,
    "attendance_export": TEAM,
    "name_cards": RUN,
    "signing_list": TEAM,
    "came_list": TEAM,
    "certificates": TEAM,
    "certificates_pdf": ORGANISE,
    "certificate_pdf": ORGANISE,
    "certificate_revoke": ORGANISE,
    "feedback_summary": TEAM,
}
POSTS = {
    "registration_cancel": ORGANISE,
    "registration_seat": ORGANISE,
    "certificate_issue_one": ORGANISE,
    "import_decide": ORGANISE,
    "question_move": ORGANISE,
    "question_remove": ORGANISE,
    "quota_remove": ORGANISE,
    "check_in_one": RUN,
    "check_in_undo": RUN,
    "check_in_by_code": RUN,
    "certificates_issue": ORGANISE,
    "feedback_open": ORGANISE,
}


@pytest.fixture
def there():
    event = event_today()
    two_groups(event)
    registration = RegistrationFactory(event=event, person__given_name="Žaklīna", person__family_name="Noslēpumaina")
    came = RegistrationFactory(event=event)
    AttendanceFactory(registration=came)
    certificate = CertificateFactory(registration=came)
    question = QuestionFactory(event=event)
    quota = QuotaFactory(event=event, each_organisation=True, seats=9)
    shelf = SheetImport.objects.create(event=event, kind="registrations", state="checked", file_name="a.xlsx")
    extra = {
        "registrations_export": ["xlsx"],
        "attendance_export": ["csv"],
        "import_bring": ["registrations"],
        "import": ["registrations", shelf.pk],
        "import_decide": ["registrations", shelf.pk],
        "question": [question.key],
        "question_move": [question.key],
        "question_remove": [question.key],
        "quota_remove": [quota.pk],
        "certificate_pdf": [certificate.code],
        "certificate_revoke": [certificate.code],
    }
    for name in [
        "registration",
        "registration_change",
        "registration_substitute",
        "registration_cancel",
        "registration_seat",
        "check_in_substitute",
        "check_in_one",
        "check_in_undo",
        "certificate_issue_one",
    ]:
        extra[name] = [came.code if name == "certificate_issue_one" else registration.code]
    return event, extra


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_page_by_role(there, name, role):
    event, extra = there
    answer = client_of(event, role).get(reverse(f"events:{name}", args=[event.slug, *extra.get(name, [])]))
    expected = 200 if role in PAGES[name] else 404
    assert answer.status_code == expected
    if expected == 404:
        assert "Noslēpumaina" not in answer.content.decode()


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("role", ROLES)
def test_deed_by_role(there, name, role):
    event, extra = there
    answer = client_of(event, role).post(reverse(f"events:{name}", args=[event.slug, *extra.get(name, [])]))
    # A deed that makes no sense just now is refused with a reason; a person without the role finds nothing.
    assert answer.status_code in ({302, 409} if role in POSTS[name] else {404})


def test_deeds_are_not_done_by_opening_a_link(there):
    event, extra = there
    client = client_of(event, "organiser")
    for name in POSTS:
        assert client.get(reverse(f"events:{name}", args=[event.slug, *extra.get(name, [])])).status_code == 405
