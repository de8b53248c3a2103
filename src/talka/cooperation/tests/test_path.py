"""The guided path: every step's form, states, what others see of it, a fixed number of queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from talka.cooperation.actions import partners as partner_actions
from talka.cooperation.actions import steps as actions
from talka.cooperation.factories import CaseStepFactory, MunicipalityFactory, PartnerAnswersFactory, PartnerFactory
from talka.cooperation.models import CaseStep, CooperationCase, Partner, PartnerAnswers
from talka.cooperation.path.legal import constraint_questions, questions_of
from talka.cooperation.path.register import steps
from talka.cooperation.queries.path import path_of
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.needs.models import Measure
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
ALL = list(steps())


def address(case, step="needs"):
    return reverse("cooperation:step", args=[case.slug, step])


def sample(question, partner):
    """(what a browser sends for a question, what is then kept)."""
    name = f"q-{question.key}"
    cells = {
        "line": ("viena rinda", "viena rinda"),
        "text": ("Garāks\nteksts", "Garāks\nteksts"),
        "yes_no": ("yes", "yes"),
        "date": ("2026-03-01", "2026-03-01"),
        "number": ("3,5", "3.5"),
        "money": ("1 200,50", "1200.50"),
        "partner": (partner.organisation.key, partner.organisation.key),
        "legal_form": ("joint-institution", "joint-institution"),
    }
    if question.kind == "answer":
        return {f"{name}_said": "partly", f"{name}_words": "daļēji"}, {"said": "partly", "words": "daļēji"}
    if question.kind == "many":
        key = question.choices[0].key
        return {name: [key]}, [key]
    if question.kind == "choice":
        return {name: question.choices[-1].key}, question.choices[-1].key
    if question.kind == "table":
        sent, kept = {f"{name}-rows": "3"}, {}
        if question.each:
            # A row that only names the partner says nothing.
            sent |= {f"{name}-2-partner": partner.organisation.key}
        for column in question.columns:
            typed, value = (column.choices[0].key,) * 2 if column.choices else cells[column.kind]
            # The first row is left empty: it goes.
            sent |= {f"{name}-0-{column.key}": " ", f"{name}-1-{column.key}": typed}
            kept[column.key] = value
        return sent, [kept]
    typed, kept = cells[question.kind]
    return {name: typed}, kept


@pytest.mark.parametrize("step", ALL)
def test_each_step_keeps_what_its_form_asks(as_planner, case, partner, step):
    asked = questions_of(steps()[step], case.service)
    sent, kept = {"version": "0", "notes": "mūsu starpā"}, {}
    for question in asked:
        more, value = sample(question, partner)
        sent |= more
        kept[question.key] = value
    answer = as_planner.post(address(case, step), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    row = CaseStep.objects.get(case=case, step=step)
    assert row.answers == kept
    assert (row.notes, row.state, row.version) == ("mūsu starpā", "under_way", 1)
    page = as_planner.get(address(case, step))
    assert page.status_code == 200 and len(page.content) < 60_000
    # Sent back as it is shown, nothing changes.
    assert page.context["form"].initial["version"] == 1
    assert "mūsu starpā" in page.content.decode()


@pytest.mark.parametrize("step", ["partners", "study"])
def test_a_partner_answers_its_own_questions(as_planner, case, partner, other, step):
    sent, kept = {"version": "0"}, {}
    for question in steps()[step].partner_questions:
        more, value = sample(question, partner)
        sent |= more
        kept[question.key] = value
    where = reverse("cooperation:partner_step", args=[case.slug, step, partner.pk])
    assert as_planner.get(where).status_code == 200
    assert as_planner.post(where, sent).status_code == 302
    assert PartnerAnswers.objects.get(partner=partner, step=step).answers == kept
    PersonFactory(with_account=True, organisation=other.organisation)
    for theirs in (other, PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)):
        where = reverse("cooperation:partner_step", args=[case.slug, step, theirs.pk])
        assert as_planner.get(where).status_code == 404


def test_a_step_without_partner_questions_has_no_form_for_partners(as_planner, case, partner):
    for step in ("law", "nonsense"):
        assert (
            as_planner.get(reverse("cooperation:partner_step", args=[case.slug, step, partner.pk])).status_code == 404
        )
        assert as_planner.get(address(case, "nonsense")).status_code == 404


@pytest.mark.parametrize(
    ("step", "sent", "words"),
    [
        ("needs", {"q-begun": "2026-02-31"}, "derīgs datums"),
        ("needs", {"q-initiator": "nobody"}, "nobody"),
        ("financing", {"q-capital": "-5"}, "0"),
        ("financing", {"q-sources-rows": "1", "q-sources-0-amount": "daudz"}, "Jāievada skaitlis"),
        ("management", {"q-votes-rows": "1", "q-votes-0-partner": "cits"}, "cits"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(as_planner, case, step, sent, words):
    answer = as_planner.post(address(case, step), {"version": "0", "notes": "tikko rakstīts"} | sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page, str(answer.context["form"].errors)
    assert "tikko rakstīts" in page
    assert not CaseStep.objects.exists()


def test_a_stale_form_is_told_so(case, planner, neighbour):
    actions.answer_step(case, "needs", {"assessment": "pirmais"}, version=0, by=planner)
    with translation.override("en"), pytest.raises(Refusal, match="Somebody else"):
        actions.answer_step(case, "needs", {"assessment": "otrs"}, version=0, by=neighbour)
    actions.answer_step(case, "needs", {"assessment": "trešais"}, version=1, by=neighbour)
    row = CaseStep.objects.get()
    assert (row.answers["assessment"], row.version) == ("trešais", 2)
    assert [version.answers["assessment"] for version in row.versions.order_by("pgh_id")] == ["pirmais", "trešais"]


def test_what_is_not_asked_any_more_stays(case, planner):
    CaseStepFactory(case=case, answers={"asked-once": "atbilde", "assessment": "vecs"})
    row = actions.answer_step(case, "needs", {"assessment": "jauns"}, version=1, by=planner)
    assert row.answers == {"asked-once": "atbilde", "assessment": "jauns"}


def test_steps_are_marked_in_any_order_and_one_not_needed_needs_a_reason(as_planner, case, planner):
    mark = reverse("cooperation:step_state", args=[case.slug, "evaluation"])
    assert as_planner.post(mark, {"state": "done", "reason": ""}).status_code == 302
    mark = reverse("cooperation:step_state", args=[case.slug, "law"])
    refused = as_planner.post(mark, {"state": "not_needed", "reason": " "})
    assert refused.status_code == 422
    assert as_planner.post(mark, {"state": "not_needed", "reason": "Jau pārbaudīts"}).status_code == 302
    path = path_of(case, planner)
    assert (path.over, path.total, path.next.step.key) == (2, 14, "needs")
    actions.set_step_state(case, "study", "under_way", by=planner)
    assert path_of(case, planner).next.step.key == "needs"
    for step in ("needs", "partners"):
        actions.set_step_state(case, step, "done", by=planner)
    assert path_of(case, planner).next.step.key == "study"


def test_the_state_of_the_case_is_offered_and_a_person_decides(as_planner, case, planner):
    page = reverse("cooperation:case", args=[case.slug])
    assert path_of(case, planner).suggests is None
    actions.set_step_state(case, "taskforce", "under_way", by=planner)
    assert path_of(case, planner).suggests == CooperationCase.State.ESTABLISHING
    assert 'value="establishing"' in as_planner.get(page).content.decode()
    case.refresh_from_db()
    assert case.state == "exploring"
    as_planner.post(reverse("cooperation:state", args=[case.slug]), {"state": "establishing", "reason": ""})
    case.refresh_from_db()
    assert path_of(case, planner).suggests is None
    actions.set_step_state(case, "agreement", "done", by=planner)
    actions.set_step_state(case, "monitoring", "under_way", by=planner)
    assert path_of(case, planner).suggests == CooperationCase.State.RUNNING


def test_others_see_public_answers_and_no_notes_nor_checklists(client, case, partner, planner):
    answers = {"trigger-words": "REDZAMS", "leadership": "SLEPENS-VADS", "opportunities": "SLEPENA-IESPEJA"}
    actions.answer_step(case, "needs", answers, version=0, notes="SLEPENA-PIEZIME", by=planner)
    actions.answer_for_partner(partner, "partners", {"causes": "SLEPENS-CELONIS"}, version=0, by=planner)
    actions.answer_for_partner(partner, "study", {"weaknesses": "SLEPENA-VAJIBA"}, version=0, by=planner)
    partner_actions.open_figures(partner, Partner.Openness.PUBLIC, by=planner)
    actions.set_step_state(case, "law", "not_needed", by=planner, reason="SLEPENS-IEMESLS")
    case.published_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    case.save()
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    for person in (None, stranger):
        if person:
            client.force_login(person.account)
        pages = [client.get(address(case, step)).content.decode() for step in ALL]
        pages += [
            client.get(reverse(f"cooperation:{name}", args=[case.slug])).content.decode() for name in ("path", "case")
        ]
        assert any("REDZAMS" in page for page in pages)
        assert not any("SLEPEN" in page for page in pages)
        assert client.post(address(case), {"version": "1", "notes": "x"}).status_code == 404
        assert (
            client.post(reverse("cooperation:step_state", args=[case.slug, "law"]), {"state": "done"}).status_code
            == 404
        )
    client.force_login(planner.account)
    everything = client.get(reverse("cooperation:path", args=[case.slug])).content.decode()
    for words in ("REDZAMS", "SLEPENA-PIEZIME", "SLEPENS-CELONIS", "SLEPENA-VAJIBA", "SLEPENS-IEMESLS"):
        assert words in everything


@pytest.mark.parametrize(
    ("openness", "sees"),
    [("own", {"neighbour"}), ("partners", {"neighbour", "planner"})],
)
def test_how_each_does_it_today_is_its_own_to_show(client, case, other, planner, neighbour, organiser, openness, sees):
    partner_actions.open_figures(other, openness, by=neighbour)
    actions.answer_for_partner(other, "study", {"weaknesses": "SLEPENA-VAJIBA"}, version=0, by=neighbour)
    actions.answer_for_partner(other, "partners", {"causes": "KOPEJS-CELONIS"}, version=0, by=neighbour)
    admin = PersonFactory(administrator=True, with_account=True)
    people = {"planner": planner, "neighbour": neighbour, "organiser": organiser, "admin": admin}
    for name, person in people.items():
        client.force_login(person.account)
        for page in (address(case, "study"), reverse("cooperation:path", args=[case.slug])):
            assert ("SLEPENA-VAJIBA" in client.get(page).content.decode()) == (name in sees), (name, page)
        assert "KOPEJS-CELONIS" in client.get(address(case, "partners")).content.decode()


def test_answers_of_a_partner_that_withdrew_stay(as_planner, case, other, neighbour):
    actions.answer_for_partner(other, "partners", {"causes": "Trūkst šoferu"}, version=0, by=neighbour)
    partner_actions.withdraw(other, reason="Dome lēma citādi", by=neighbour)
    page = as_planner.get(address(case, "partners")).content.decode()
    assert "Trūkst šoferu" in page and "Dome lēma citādi" not in page
    with translation.override("en"), pytest.raises(Refusal, match="takes part"):
        actions.answer_for_partner(other, "partners", {"causes": "x"}, version=1, by=neighbour)


def test_partners_rate_areas_and_the_easy_one_is_suggested(as_planner, case, partner, other, neighbour):
    where = reverse("cooperation:partner_step", args=[case.slug, "areas", partner.pk])
    half = {"version": "0", "waste.need": "5"}
    refused = as_planner.post(where, half)
    assert refused.status_code == 422
    given = {"rationale": 3, "need": 3, "savings": 3, "feasibility": 5}
    sent = {f"tourism.{name}": value for name, value in given.items()}
    assert as_planner.post(where, {"version": "0"} | sent).status_code == 302
    actions.rate_areas(other, {"waste": dict.fromkeys(given, 4), "tourism": given}, version=0, by=neighbour)
    page = as_planner.get(address(case, "areas"))
    table = [(row.service, row.rated.total, row.easy) for row in page.context["parts"].matrix]
    assert table == [("waste", 16, False), ("tourism", 14, True)]
    assert f"{reverse('cooperation:new_case')}?service=tourism" in page.content.decode()
    with pytest.raises(Refusal) as refusal:
        actions.rate_areas(other, {"waste": {"need": 9}}, version=1, by=neighbour)
    assert refusal.value.status == 422


def test_needs_and_measures_are_connected_and_taken_back(as_planner, case, planner):
    need = NeedFactory(words="Trūkst autobusu", event=None, programme=ProgrammeFactory())
    measure = Measure.objects.create(words="Kopīgs autobusu maršruts", programme=need.programme)
    secret = ProgrammeFactory(public=False)
    hidden = NeedFactory(words="Trūkst autobusu slepenībā", programme=secret, event=None)
    found = as_planner.get(address(case), {"q": "autobus"})
    assert [(one.kind, one.pk) for one in found.context["found"]] == [("need", need.pk), ("measure", measure.pk)]
    connect = reverse("cooperation:connect_cause", args=[case.slug])
    for kind, row in (("need", need), ("measure", measure), ("need", need)):
        assert as_planner.post(connect, {"kind": kind, "pk": row.pk}).status_code == 302
    assert Link.objects.filter(to_kind="cooperation_case", to_id=str(case.pk)).count() == 2
    for bad in ({"kind": "need", "pk": hidden.pk}, {"kind": "letter", "pk": "1"}, {"kind": "need", "pk": "x"}):
        assert as_planner.post(connect, bad).status_code == 422
    assert "Trūkst autobusu" in as_planner.get(address(case)).content.decode()
    as_planner.post(reverse("cooperation:disconnect_cause", args=[case.slug]), {"kind": "need", "pk": need.pk})
    assert list(Link.objects.values_list("from_kind", flat=True)) == ["measure"]


def test_financing_tells_what_is_missing_to_the_cent(as_planner, case, planner):
    rows = [
        {"source": "Pašu budžets", "kind": "own", "for": "capital", "amount": "60000.10", "sure": "yes"},
        {"source": "ES fonds", "kind": "eu", "for": "capital", "amount": "39999.80"},
        {"source": "Budžeti", "kind": "own", "for": "operating", "amount": "25000"},
    ]
    given = {"capital": "100000", "operating": "25000", "sources": rows}
    actions.answer_step(case, "financing", given, version=0, by=planner)
    capital, operating = as_planner.get(address(case, "financing")).context["parts"].sums
    assert (str(capital.missing), str(capital.certain), operating.missing) == ("0.10", "60000.10", 0)


def test_what_the_law_leaves_open_is_told(as_planner, case, planner):
    first, second, third = constraint_questions(case.service)[:3]
    given = {first.key: {"said": "no", "words": "jājautā"}, second.key: {"said": "yes"}, third.key: {"words": "vēl"}}
    actions.answer_step(case, "law", given, version=0, by=planner)
    law = as_planner.get(address(case, "law")).context["parts"].law
    assert (law.asked, law.answered) == (len(constraint_questions(case.service)), 2)
    assert [one.label for one in law.open] == [str(first.label)]


def test_votes_are_shared_out_and_everybody_reads_them(client, case, partner, other, planner):
    votes = [
        {"partner": partner.organisation.key, "seats": "2", "votes": "3"},
        {"partner": other.organisation.key, "seats": "1", "votes": "1"},
    ]
    actions.answer_step(case, "management", {"votes": votes}, version=0, by=planner)
    case.published_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    case.save()
    shown = client.get(address(case, "management")).context["parts"].votes
    assert [(vote.partner, vote.share) for vote in shown] == [
        (partner.organisation.name, 0.75),
        (other.organisation.name, 0.25),
    ]


def test_each_partner_has_a_row_of_its_own(as_planner, case, partner, other, planner):
    PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)
    votes = [{"partner": other.organisation.key, "seats": "1", "votes": "2"}]
    actions.answer_step(case, "management", {"votes": votes}, version=0, by=planner)
    form = as_planner.get(address(case, "management")).context["form"]
    assert form["q-votes"].value() == [
        {"partner": other.organisation.key, "seats": Decimal(1), "votes": Decimal(2)},
        {"partner": partner.organisation.key},
    ]


def test_an_audience_nobody_thought_of_is_told(as_planner, case, planner):
    messages = [{"audience": "councils", "message": "Ietaupām", "done": "yes"}, {"audience": "councils", "done": "no"}]
    actions.answer_step(case, "communication", {"messages": messages}, version=0, by=planner)
    rows = as_planner.get(address(case, "communication")).context["parts"].audiences
    assert [(row.planned, row.done) for row in rows] == [(0, 0), (2, 1), (0, 0)]


def test_an_invited_partner_reads_and_does_not_write(client, case):
    asked = PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None)
    client.force_login(PersonFactory(with_account=True, organisation=asked.organisation).account)
    page = client.get(address(case))
    assert page.status_code == 200 and page.context["form"] is None
    assert client.post(address(case), {"version": "0", "notes": "x"}).status_code == 404


def test_the_path_speaks_english_too(client, case, planner):
    actions.answer_step(case, "needs", {"trigger": ["cost"], "begun": "2026-03-01"}, version=0, by=planner)
    client.force_login(planner.account)
    with translation.override("en"):
        page = client.get(reverse("cooperation:path", args=[case.slug]), headers={"accept-language": "en"})
    assert "Needs and opportunities" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(as_planner, django_assert_num_queries, case, partner, planner, number):
    case.published_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    case.save()
    for step in ALL[:number]:
        CaseStepFactory(case=case, step=step, answers={"assessment": "x"})
    for _each in range(number):
        more = PartnerFactory(case=case)
        PartnerAnswersFactory(partner=more, answers={"causes": "x"})
        need = NeedFactory(words="Trūkst", event=None, programme=ProgrammeFactory())
        Link.objects.create(
            from_kind="need", from_id=str(need.pk), relation="led_to", to_kind="cooperation_case", to_id=str(case.pk)
        )
    for step in ("needs", "partners"):
        as_planner.get(address(case, step))
    with django_assert_num_queries(13):
        as_planner.get(address(case, "partners"))
    with django_assert_num_queries(14):
        as_planner.get(address(case, "needs"))
    with django_assert_num_queries(20):
        as_planner.get(reverse("cooperation:path", args=[case.slug]))
