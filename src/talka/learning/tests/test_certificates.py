"""Certificates of a training programme: by its rules, by decision, verified by their code, revoked, erased."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from talka.events.factories import AttendanceFactory, RegistrationFactory
from talka.learning.actions import certificates as actions
from talka.learning.actions import cohorts
from talka.learning.factories import LearnerFactory, ModuleFactory, SessionFactory, StaffFactory
from talka.learning.factories.certificates import TrainingCertificateFactory
from talka.learning.factories.homework import HandInFactory, HomeworkFactory
from talka.learning.models import Achievement, HandIn, Learner, TrainingCertificate
from talka.learning.queries.certificates import codes_of_project
from talka.learning.queries.rules import progress_of
from talka.letters.models import Letter
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import FailedCode
from talka.people.personal_data import export
from talka.programmes.factories import ProjectFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = dt.date(2026, 3, 10)


@pytest.fixture
def client(english):
    return english


def session(cohort, hours="6.0", day=DAY, **more):
    event = {"event__first_day": day, "event__last_day": day, "event__certificate_hours": Decimal(hours)}
    return SessionFactory(cohort=cohort, **event, **more)


def came(to, *people):
    for person in people:
        AttendanceFactory(registration=RegistrationFactory(event=to.event, person=person), day=to.event.first_day)


def rules(training, **more):
    for name, value in more.items():
        setattr(training, name, value)
    training.save()


def row_of(person):
    return Learner.objects.get(person=person, left_on=None)


def test_exactly_the_least_hours_are_enough_and_a_little_less_is_not(cohort, team, learner, organiser):
    rules(cohort.training, least_hours=Decimal("12.0"))
    short = LearnerFactory(team=team).person
    first, second, less = session(cohort), session(cohort), session(cohort, hours="5.5")
    came(first, learner, short)
    came(second, learner)
    came(less, short)
    told = {row.learner.person_id: row for row in progress_of(cohort)}
    assert told[learner.pk].fulfilled
    assert told[learner.pk].rules[0].words == "Hours attended: 12 of at least 12"
    assert not told[short.pk].fulfilled
    assert told[short.pk].rules[0].words == "Hours attended: 11.5 of at least 12"
    with translation.override("en"), pytest.raises(Refusal, match="not fulfilled") as refused:
        actions.issue(row_of(short), by=organiser)
    assert "11.5 of at least 12" in refused.value.text()
    assert actions.issue_to_all(cohort, by=organiser) == 1
    assert TrainingCertificate.objects.get().person == learner


def test_modules_retired_since_count_for_who_attended_them(cohort, learner, organiser):
    training = cohort.training
    rules(training, least_modules=2)
    kept, retired = ModuleFactory(training=training, order=1), ModuleFactory(training=training, order=2)
    came(session(cohort, module=kept), learner)
    came(session(cohort, module=kept), learner)
    assert not progress_of(cohort)[0].fulfilled, "the same module twice is one"
    came(session(cohort, module=retired), learner)
    retired.retired_at = timezone.now()
    retired.save()
    assert progress_of(cohort)[0].fulfilled
    certificate = actions.issue(row_of(learner), by=organiser)
    attested = [module["title"] for module in certificate.facts["words"]["en"]["modules"]]
    assert attested == [kept.title.localize("en"), retired.title.localize("en")]
    taught = certificate.achievement.facts["words"]["en"]["modules"]
    assert [module["title"] for module in taught] == [kept.title.localize("en")]


def test_homework_counts_when_accepted_and_where_none_is_needed_nothing_is_missing(cohort, team, learner):
    rules(cohort.training, homework_needed=True)
    (rule,) = progress_of(cohort)[0].rules
    assert (rule.fulfilled, rule.words) == (True, "No homework is needed so far")
    needed = HomeworkFactory(cohort=cohort, needed=True)
    HomeworkFactory(cohort=cohort, needed=False)
    assert not progress_of(cohort)[0].fulfilled
    Learner.objects.update(joined_on=dt.date(2026, 1, 1))
    handed = HandInFactory(homework=needed, team=team)
    assert not progress_of(cohort)[0].fulfilled
    handed.delete()
    HandInFactory(homework=needed, team=team, state=HandIn.State.ACCEPTED)
    (rule,) = progress_of(cohort)[0].rules
    assert (rule.fulfilled, rule.words) == (True, "Homework accepted: 1 of 1 that are needed")


def test_without_rules_it_is_one_session_attended(cohort, team, learner, organiser):
    absent = LearnerFactory(team=team).person
    came(session(cohort), learner)
    assert actions.issue_to_all(cohort, by=organiser) == 1
    assert not TrainingCertificate.objects.filter(person=absent).exists()


def test_who_left_gets_none_and_who_came_back_keeps_what_they_did(cohort, team, other_team, learner, organiser):
    rules(cohort.training, least_hours=Decimal(12))
    came(session(cohort), learner)
    row = row_of(learner)
    cohorts.remove_learner(row, by=organiser)
    came(session(cohort), learner)
    assert actions.issue_to_all(cohort, by=organiser) == 0
    assert progress_of(cohort) == []
    cohorts.add_learner(team, learner, by=organiser)
    assert actions.issue_to_all(cohort, by=organiser) == 1
    # In another team of the cohort they are the same person and have their certificate.
    cohorts.remove_learner(row_of(learner), by=organiser)
    cohorts.add_learner(other_team, learner, by=organiser)
    assert actions.issue_to_all(cohort, by=organiser) == 0
    assert [progress.holds for progress in progress_of(cohort)] == [True]


def test_issued_twice_is_issued_once(client, cohort, learner, organiser):
    came(session(cohort), learner)
    client.force_login(organiser.account)
    for address in ("issue_certificates", "issue_certificate", "issue_certificates"):
        args = [cohort.training.slug, 1, *([row_of(learner).pk] if address == "issue_certificate" else [])]
        assert client.post(reverse(f"learning:{address}", args=args)).status_code == 302
    certificate = TrainingCertificate.objects.get()
    letter = Letter.objects.get()
    assert letter.to_address == learner.email
    assert reverse("learning:own_certificate", args=[certificate.token]) in letter.text
    assert reverse("events:certificate", args=[certificate.code]) in letter.text
    assert actions.issue_by_decision(row_of(learner), "jo", by=organiser) == certificate
    assert not certificate.by_decision


def test_the_same_facts_are_kept_once_and_change_nothing_already_given(cohort, team, learner, organiser):
    came(session(cohort), learner)
    first = actions.issue(row_of(learner), by=organiser)
    other = LearnerFactory(team=team).person
    second = actions.issue_by_decision(row_of(other), "Vadīja visas nodarbības.", by=organiser)
    assert first.achievement == second.achievement
    before = first.achievement.facts["words"]["lv"]["title"]
    rules(cohort.training, title="Pavisam cita apmācība")
    cohorts.remove_learner(row_of(other), by=organiser)
    third = actions.issue_by_decision(row_of(LearnerFactory(team=team).person), "Vadīja.", by=organiser)
    assert Achievement.objects.count() == 2
    assert third.achievement.facts["words"]["lv"]["title"] == "Pavisam cita apmācība"
    first.refresh_from_db()
    assert first.achievement.facts["words"]["lv"]["title"] == before


def test_by_decision_the_reason_is_for_those_who_run_it(client, cohort, learner, organiser, trainer):
    rules(cohort.training, least_hours=Decimal(40))
    client.force_login(organiser.account)
    address = reverse("learning:decide_certificate", args=[cohort.training.slug, 1, row_of(learner).pk])
    assert "Hours attended: 0 of at least 40" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Slimoja, bet visu nokārtoja."}).status_code == 302
    certificate = TrainingCertificate.objects.get()
    assert certificate.by_decision
    assert "Slimoja" not in str(certificate.facts)
    overview = reverse("learning:certificates", args=[cohort.training.slug, 1])
    assert "Slimoja" in client.get(overview).content.decode()
    client.force_login(trainer.account)
    page = client.get(overview).content.decode()
    assert "by decision" in page
    assert "Slimoja" not in page
    client.logout()
    for public in (reverse("events:certificate", args=[certificate.code]), _own(certificate)):
        page = client.get(public).content.decode()
        assert "Given by decision of the coordinator." in page
        assert "Slimoja" not in page
    told = export(learner)["learning"]["Certificates of training programmes"]
    assert told[0]["By decision, because"].startswith("Slimoja"), "it is theirs to know"


def test_by_its_code_everybody_reads_who_what_and_when_and_nothing_else(client, cohort, learner, organiser):
    learner.given_name, learner.family_name, learner.phone = "Žanna", "Zārdiņa", "26000000"
    learner.save()
    came(session(cohort), learner)
    certificate = actions.issue(row_of(learner), by=organiser)
    typed = client.get(reverse("events:certificate", args=[certificate.code.lower()]))
    assert typed.url == reverse("events:certificate", args=[certificate.code])
    text = client.get(typed.url).content.decode()
    assert "This certificate is genuine" in text
    assert "Žanna Zārdiņa" in text
    assert cohort.training.title.localize("en") in text
    for secret in (learner.email, learner.phone, certificate.token, str(row_of(learner).team), certificate.salt):
        assert secret not in text
    # What it attests is frozen, whatever the person or the training is called later.
    learner.family_name = "Citāda"
    learner.save()
    rules(cohort.training, title="Cits nosaukums")
    text = client.get(reverse("events:certificate", args=[certificate.code])).content.decode()
    assert "Zārdiņa" in text
    assert "Cits nosaukums" not in text


def test_a_forged_code_is_clear_and_counted_with_those_of_events(client):
    TrainingCertificateFactory(holder="Noslēpumaina Persona")
    page = client.get(reverse("events:certificate", args=["ABCDEFGHJKM2"]))
    assert page.status_code == 404
    assert "No such certificate" in page.content.decode()
    for _ in range(15):
        assert client.get(reverse("learning:badge_status", args=["ABCDEFGHJKM2"])).status_code == 404
        client.get(reverse("events:certificate", args=["ABCDEFGHJKM2"]))
    assert FailedCode.objects.filter(what="certificate").count() == 30
    assert client.get(reverse("learning:badge_status", args=["ABCDEFGHJKM2"])).status_code == 429
    assert client.get(_own(None, "not-a-token")).status_code == 404


def test_a_revoked_one_says_so_and_a_new_one_is_issued_by_hand_alone(client, cohort, learner, organiser):
    came(session(cohort), learner)
    first = actions.issue(row_of(learner), by=organiser)
    with pytest.raises(Refusal):
        actions.revoke(first, " ", by=organiser)
    client.force_login(organiser.account)
    address = reverse("learning:revoke_certificate", args=[cohort.training.slug, 1, first.code])
    assert client.post(address, {"reason": "Vārds bija nepareizs."}).status_code == 302
    client.logout()
    page = client.get(reverse("events:certificate", args=[first.code])).content.decode()
    assert "does not hold" in page
    assert "Vārds bija nepareizs." in page
    assert "Vārds bija nepareizs." in client.get(_own(first)).content.decode()
    for gone in ("own_certificate_pdf",):
        assert client.get(reverse(f"learning:{gone}", args=[first.token])).status_code == 410
    for ending in ("jwt", "json", "png"):
        assert client.get(reverse("learning:own_badge", args=[first.token, ending])).status_code == 410
    assert Letter.objects.filter(kind="learning-certificate-revoked").count() == 1
    assert actions.issue_to_all(cohort, by=organiser) == 0
    second = actions.issue(row_of(learner), by=organiser)
    assert second.code != first.code
    assert [row.certificate for row in progress_of(cohort)] == [second]


def test_the_paper_says_who_what_for_which_team_and_with_what_code(client, cohort, learner, organiser):
    modules = [ModuleFactory(training=cohort.training, order=n) for n in range(1, 18)]
    for module in modules:
        came(session(cohort, module=module, day=DAY + dt.timedelta(days=module.order)), learner)
    certificate = actions.issue(row_of(learner), by=organiser)
    answer = client.get(reverse("learning:own_certificate_pdf", args=[certificate.token]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    text = " ".join(pages[0].extract_text().split())
    for part in (learner.name, cohort.training.title.localize("lv"), "102", str(row_of(learner).team.organisation)):
        assert part in text
    for module in modules:
        assert (module.title.localize("lv") in text) is (module.order <= 15), "and two more"
    assert certificate.code in text.replace("\u00a0", "").replace(" ", "")
    project = cohort.sessions.first().event.project
    assert [codes_of_project(one) for one in (project, ProjectFactory())] == [[certificate.code], []]
    client.force_login(organiser.account)
    for address, args in (("certificates_pdf", []), ("certificate_pdf", [certificate.code])):
        answer = client.get(reverse(f"learning:{address}", args=[cohort.training.slug, 1, *args]))
        assert answer["Content-Type"] == "application/pdf"


def test_an_empty_cohort_has_no_paper(client, cohort, organiser):
    client.force_login(organiser.account)
    assert client.get(reverse("learning:certificates_pdf", args=[cohort.training.slug, 1])).status_code == 409


def test_whoever_is_erased_has_no_certificate_any_more(client, cohort, learner, organiser):
    came(session(cohort), learner)
    certificate = actions.issue(row_of(learner), by=organiser)
    decided = TrainingCertificateFactory(by=learner, by_decision=True, decision_reason="jo")
    erase_person(learner, by=learner)
    assert client.get(reverse("events:certificate", args=[certificate.code])).status_code == 404
    assert client.get(_own(certificate)).status_code == 404
    assert client.get(reverse("learning:badge_status", args=[certificate.code])).status_code == 404
    achievement = [certificate.achievement.key, "lv"]
    assert client.get(reverse("learning:badge_achievement", args=achievement)).status_code == 200
    decided.refresh_from_db()
    assert decided.by is None


def test_their_own_pages_lead_the_holder_there(client, cohort, learner, organiser):
    client.force_login(learner.account)
    mine = reverse("learning:my_certificate", args=[cohort.training.slug, 1])
    assert "missing" in client.get(mine).content.decode()
    came(session(cohort), learner)
    certificate = actions.issue(row_of(learner), by=organiser)
    for page in (mine, reverse("people:me")):
        assert _own(certificate) in client.get(page).content.decode()


def test_who_may_what(client, cohort, team, learner, trainer, organiser, stranger):
    """Each address as nobody, a stranger, a learner, another learner, a trainer, a coordinator of another cohort."""
    certificate = TrainingCertificateFactory(
        learner=row_of(learner), by_decision=True, decision_reason="SLEPENS", holder="Redzamā Persona"
    )
    cohort_args, code = [cohort.training.slug, 1], certificate.code
    reads = [
        reverse("learning:certificates", args=cohort_args),
        reverse("learning:certificates_pdf", args=cohort_args),
        reverse("learning:certificate_pdf", args=[*cohort_args, code]),
        reverse("learning:decide_certificate", args=[*cohort_args, row_of(learner).pk]),
        reverse("learning:revoke_certificate", args=[*cohort_args, code]),
    ]
    deeds = [
        reverse("learning:issue_certificates", args=cohort_args),
        reverse("learning:issue_certificate", args=[*cohort_args, row_of(learner).pk]),
        *reads[3:],
    ]
    mine = reverse("learning:my_certificate", args=cohort_args)
    other = LearnerFactory(team=team).person
    elsewhere = StaffFactory(training=cohort.training, cohort=cohort.training.cohorts.create(number=9, title="Cita"))
    elsewhere.role = "coordinator"
    elsewhere.save()
    for person in (None, stranger, learner, other, trainer, elsewhere.person):
        client.logout()
        if person:
            client.force_login(person.account)
        got = [client.get(address) for address in reads]
        opens = [200, 404, 404, 404, 404] if person is trainer else [404] * 5
        assert [answer.status_code for answer in got] == opens, person
        assert not any("SLEPENS" in answer.content.decode(errors="replace") for answer in got)
        assert [client.post(address, {"reason": "x"}).status_code for address in deeds] == [404] * len(deeds)
        assert (client.get(mine).status_code == 200) is (person in (learner, other))
    for by in (None, stranger, trainer, learner):
        for deed in (
            lambda by=by: actions.issue_to_all(cohort, by=by),
            lambda by=by: actions.issue(row_of(learner), by=by),
            lambda by=by: actions.issue_by_decision(row_of(learner), "jo", by=by),
            lambda by=by: actions.revoke(certificate, "jo", by=by),
        ):
            with pytest.raises(Refusal):
                deed()
    client.force_login(organiser.account)
    assert [client.get(address).status_code for address in reads] == [200] * 5
    # A certificate or a person of another cohort is not found through this one.
    foreign = TrainingCertificateFactory()
    for address in (
        reverse("learning:revoke_certificate", args=[*cohort_args, foreign.code]),
        reverse("learning:certificate_pdf", args=[*cohort_args, foreign.code]),
        reverse("learning:decide_certificate", args=[*cohort_args, foreign.learner_id]),
    ):
        assert client.get(address).status_code == 404


def test_the_overview_asks_the_same_of_one_and_of_three(client, cohort, team, other_team, learner, organiser):
    client.force_login(organiser.account)
    address = reverse("learning:certificates", args=[cohort.training.slug, 1])
    came(session(cohort), learner)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for where in (team, other_team):
        TrainingCertificateFactory(learner=LearnerFactory(team=where))
    with CaptureQueriesContext(connection) as three:
        page = client.get(address)
    assert len(page.context["rows"].rows) == 3
    assert len(one) == len(three)


def test_somebody_without_an_address_gets_no_letter(cohort, team, organiser):
    quiet = PersonFactory(email="")
    LearnerFactory(team=team, person=quiet)
    came(session(cohort), quiet)
    assert actions.issue_to_all(cohort, by=organiser) == 1
    assert not Letter.objects.exists()


def _own(certificate, token=""):
    return reverse("learning:own_certificate", args=[token or certificate.token])
