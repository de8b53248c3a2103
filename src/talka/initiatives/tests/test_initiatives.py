"""An initiative from being begun to being done: who reads and changes it, and what is kept of its course."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from talka.initiatives import answered, moderated
from talka.initiatives.access import initiatives as access
from talka.initiatives.actions import initiatives as actions
from talka.initiatives.actions.initiatives import InitiativeData
from talka.initiatives.actions.states import move_on
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
from talka.initiatives.models import Initiative, InitiativeText
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def english():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def area():
    return AreaFactory(key="kalnu-novads", name="Kalnu novads")


@pytest.fixture
def writer():
    return PersonFactory(with_account=True, family_name="Ksaverijs")


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def said(**more):
    return {"title": "Laipa pār purvu", "what": "Noklāt laipu līdz skatu tornim.", "area": "Kalnu novads"} | more


def begun(writer, area, **more):
    data = InitiativeData(**({"title": "Laipa", "what": "Noklāt laipu.", "area": area} | more))
    return actions.begin(data, author=writer, by=writer)


def text(answer):
    return answer.content.decode()


def test_somebody_begins_one_publishes_it_and_sees_it_in_the_list(english, writer, area):
    english.force_login(writer.account)
    answer = english.post(address("new_initiative"), said(cost="1 200,50", why="Bērni brien pa dubļiem."))
    row = Initiative.objects.get()
    assert answer.url == address("initiative", row.pk)
    assert (row.state, row.cost, row.area, row.by) == ("draft", Decimal("1200.50"), area, writer)
    assert "Laipa pār purvu" not in text(Client().get(address("initiatives")))
    assert Client().get(address("initiative", row.pk)).status_code == 404
    english.post(address("publish_initiative", row.pk), {"version": row.version})
    shown = text(Client().get(address("initiative", row.pk)))
    assert "Laipa pār purvu" in shown and "Bērni brien" in shown and "Ksaverijs" not in shown
    assert "Laipa pār purvu" in text(Client().get(address("initiatives") + "?q=LAIPA&area=kalnu-novads&state=open"))
    for nothing in ("?q=tilts", "?state=done"):
        assert "Laipa pār purvu" not in text(Client().get(address("initiatives") + nothing))
    steps = [(one.state, one.by, one.role) for one in row.steps.all()]
    assert steps == [("draft", writer, "author"), ("open", writer, "author")]


def test_without_an_account_one_is_told_to_sign_in(english):
    answer = english.get(address("new_initiative") + "?area=x")
    assert answer.status_code == 200
    assert "/new/%3Farea%3Dx" in text(answer)
    assert Client().post(address("new_initiative"), said()).status_code == 200
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"title": ""}, "required"),
        ({"what": " "}, "required"),
        ({"area": "Nekurienes novads"}, "knows no territory"),
        ({"cost": "-1"}, "greater than or equal to 0"),
        ({"title": "a" * 201}, "at most 200"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_saved(english, writer, area, more, told):
    english.force_login(writer.account)
    answer = english.post(address("new_initiative"), said(**more))
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Initiative.objects.exists()


def test_one_begun_from_a_need_is_filled_in_and_keeps_where_it_came_from(english, writer, area):
    need = NeedFactory(event=None, programme=ProgrammeFactory(), words="Nav kur satikties jauniešiem")
    hidden = NeedFactory(event=None, programme=ProgrammeFactory(public=False), words="Slepena vajadzība")
    english.force_login(writer.account)
    way = address("new_initiative") + f"?from=need&id={need.pk}"
    assert "Nav kur satikties jauniešiem" in text(english.get(way))
    english.post(way, said())
    row = Initiative.objects.get()
    assert Link.objects.filter(from_kind="need", from_id=str(need.pk), to_kind="initiative", to_id=str(row.pk)).exists()
    assert "Nav kur satikties jauniešiem" in text(english.get(address("initiative", row.pk)))
    for wrong in (f"need&id={hidden.pk}", "need&id=x", "card&id=1", "card&id=x", "person&id=1", "sheet&id=99"):
        assert english.get(address("new_initiative") + f"?from={wrong}").status_code == 404, wrong
    with pytest.raises(Refusal):
        data = InitiativeData(title="a", what="b", area=area)
        actions.begin(data, author=writer, causes=[("need", str(hidden.pk))], by=writer)
    assert Initiative.objects.count() == 1


def test_a_changed_text_is_a_version_more_that_is_read_beside_the_earlier_one(english, writer, area):
    row = begun(writer, area, what="Noklāt laipu no kokiem.")
    actions.change(row, InitiativeData(title="Laipa", what="Noklāt laipu.", area=area), version=1, by=writer)
    assert not InitiativeText.objects.exists(), "a draft is nobody's to read"
    actions.publish(row, by=writer)
    row.refresh_from_db()
    english.force_login(writer.account)
    sent = said(title="Laipa", what="Noklāt laipu un soliņu.", version=row.version, changed="Klāt nācis soliņš.")
    assert english.post(address("edit_initiative", row.pk), sent).status_code == 302
    assert [one.number for one in row.texts.all()] == [2, 1]
    shown = text(Client(headers={"accept-language": "en"}).get(address("initiative_text", row.pk, 1)))
    assert "Klāt nācis soliņš." in shown
    assert "taken out:" in shown and "put in:" in shown
    assert "soliņu" in shown and "no kokiem" not in shown
    assert Client().get(address("initiative_text", row.pk, 3)).status_code == 404
    assert Client().get(address("initiative_text", row.pk, 1) + "?with=7").status_code == 404
    stale = english.post(address("edit_initiative", row.pk), sent | {"what": "Pavisam kas cits."})
    assert stale.status_code == 409
    row.refresh_from_db()
    assert row.what == "Noklāt laipu un soliņu."


def test_saving_the_same_words_makes_no_version(writer, area):
    row = begun(writer, area)
    actions.publish(row, by=writer)
    row.refresh_from_db()
    same = InitiativeData(title="Laipa", what="Noklāt laipu.", area=area)
    assert actions.change(row, same, version=row.version, by=writer) is None
    assert row.texts.count() == 1


def test_publishing_twice_is_once_and_a_version_nobody_read_is_not_published(writer, area):
    row = begun(writer, area)
    with pytest.raises(Refusal):
        actions.publish(row, version=7, by=writer)
    actions.publish(row, version=1, by=writer)
    actions.publish(row, version=1, by=writer)
    assert row.texts.count() == 1 and row.steps.count() == 2


def test_its_course_is_told_with_day_role_and_reason(english, writer, area):
    row = begun(writer, area)
    actions.publish(row, by=writer)
    clerk = PersonFactory(with_account=True, organisation=OrganisationFactory(kind="municipality", area=area))
    with pytest.raises(Refusal):
        actions.carry_out(row, "done", by=writer)
    actions.carry_out(row, "under_way", "Pirmā talka bija sestdien.", by=writer)
    actions.carry_out(row, "under_way", "Vēlreiz.", by=writer)
    english.force_login(clerk.account)
    answer = english.post(address("step_initiative", row.pk), {"state": "done", "reason": "Laipa nodota."})
    assert answer.status_code == 302
    told = [(one.state, one.role, one.reason) for one in row.steps.all()][2:]
    assert told == [
        ("under_way", "author", "Pirmā talka bija sestdien."),
        ("done", "council", "Laipa nodota."),
    ]
    shown = text(english.get(address("initiative", row.pk)))
    assert "Pirmā talka bija sestdien." in shown and "The council" in shown


def test_others_move_nothing(english, writer, area):
    row = begun(writer, area)
    actions.publish(row, by=writer)
    stranger = PersonFactory(with_account=True)
    english.force_login(stranger.account)
    for name in (
        "edit_initiative",
        "publish_initiative",
        "withdraw_initiative",
        "initiative_authors",
        "step_initiative",
    ):
        assert english.get(address(name, row.pk)).status_code == 404, name
    for name in ("delete_initiative", "take_up_initiative", "leave_initiative", "name_author"):
        assert english.post(address(name, row.pk)).status_code == 404, name
    for deed in (
        lambda: actions.change(row, InitiativeData("a", "b", area), version=2, by=stranger),
        lambda: actions.publish(row, by=stranger),
        lambda: actions.withdraw(row, "Tāpat.", by=stranger),
        lambda: actions.carry_out(row, "under_way", by=stranger),
        lambda: actions.carry_out(row, "accepted", by=writer),
        lambda: actions.remove_draft(row, by=stranger),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403
    row.refresh_from_db()
    assert row.state == "open"


def test_withdrawn_it_stays_with_its_reason_and_can_be_taken_up_again(english, writer, area):
    row = begun(writer, area)
    actions.publish(row, by=writer)
    english.force_login(writer.account)
    assert english.post(address("withdraw_initiative", row.pk), {"reason": " "}).status_code == 422
    english.post(address("withdraw_initiative", row.pk), {"reason": "Zeme ir pārdota."})
    assert "Zeme ir pārdota." in text(Client().get(address("initiative", row.pk)))
    row.refresh_from_db()
    with pytest.raises(Refusal):
        actions.change(row, InitiativeData("a", "b", area), version=row.version, by=writer)
    english.post(address("take_up_initiative", row.pk))
    row.refresh_from_db()
    assert row.state == "open"


def test_a_draft_can_be_deleted_and_a_published_one_not(english, writer, area):
    draft, row = begun(writer, area), begun(writer, area)
    actions.publish(row, by=writer)
    english.force_login(writer.account)
    english.post(address("delete_initiative", draft.pk))
    assert english.get(address("initiative", draft.pk)).status_code == 404
    assert english.post(address("delete_initiative", row.pk)).status_code == 409
    assert english.get(address("initiative", row.pk)).status_code == 200


def test_nobody_says_that_another_organisation_carries_it(writer, area):
    with pytest.raises(Refusal) as refused:
        begun(writer, area, organisation=OrganisationFactory())
    assert refused.value.status == 403
    row = begun(writer, area, organisation=writer.organisation)
    assert row.organisation == writer.organisation


def test_a_hidden_one_says_why_and_shows_nothing_but_to_those_who_look_after_it(english, writer, area):
    row = begun(writer, area, title="Ķengas par kaimiņu")
    actions.publish(row, by=writer)
    Initiative.objects.filter(pk=row.pk).update(hidden_at=dt.datetime.now(dt.UTC), hidden_why="Aizskar personu.")
    answer = english.get(address("initiative", row.pk))
    assert "Aizskar personu." in text(answer) and "Ķengas" not in text(answer)
    for name in ("initiatives", "initiative_texts", "initiative_supporters", "support_initiative"):
        args = [] if name == "initiatives" else [row.pk]
        assert "Ķengas" not in text(english.get(address(name, *args))), name
    english.force_login(writer.account)
    assert "Ķengas" in text(english.get(address("initiative", row.pk)))


def test_the_page_and_the_list_ask_as_often_for_three_as_for_one(writer, area):
    def asked(path):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert Client().get(path).status_code == 200
        return len(counted)

    row = InitiativeFactory(area=area)
    AuthorFactory(initiative=row, named=True)
    SupporterFactory(initiative=row, named=True)
    asked(address("initiatives"))
    one = asked(address("initiatives")), asked(address("initiative", row.pk))
    for _n in range(2):
        other = InitiativeFactory(area=AreaFactory())
        AuthorFactory(initiative=row, named=True)
        SupporterFactory(initiative=row, named=True)
        SupporterFactory(initiative=other)
        move_on(row, "open", by=None)
    assert (asked(address("initiatives")), asked(address("initiative", row.pk))) == one


def test_organisers_take_the_list_out_as_a_table_and_nobody_else(english, area):
    row = InitiativeFactory(area=area, title="=Laipa", cost=Decimal("10.50"))
    InitiativeFactory(area=area, title="Melnraksts", draft=True)
    SupporterFactory(initiative=row)
    organiser = TeamMemberFactory(programme=ProgrammeFactory(), project=None).person
    assert english.get(address("export_initiatives", "xlsx")).status_code == 404
    english.force_login(PersonFactory(with_account=True).account)
    assert english.get(address("export_initiatives", "csv")).status_code == 404
    english.force_login(organiser.account)
    assert english.get(address("export_initiatives", "pdf")).status_code == 404
    content = b"".join(english.get(address("export_initiatives", "xlsx")))
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert len(rows) == 2
    assert rows[1][1:6] == ("'=Laipa", "Kalnu novads", "Looking for support", 1, 10.5)
    assert "Melnraksts" not in b"".join(english.get(address("export_initiatives", "csv"))).decode()


def test_who_hears_the_answer(area):
    row = InitiativeFactory(area=area)
    author = AuthorFactory(initiative=row).person
    AuthorFactory(initiative=row, state="invited")
    AuthorFactory(initiative=row, state="left")
    supporter = SupporterFactory(initiative=row).person
    SupporterFactory(initiative=row, wants_answer=False)
    SupporterFactory(initiative=row, person=author)
    assert {one.pk for one in answered.receivers_of(row)} == {author.pk, supporter.pk}


def test_who_looks_after_it(area):
    organiser = TeamMemberFactory(programme=ProgrammeFactory(), project=None)
    row = InitiativeFactory(area=area, programme=organiser.programme)
    clerk = PersonFactory(with_account=True, organisation=OrganisationFactory(kind="municipality", area=area))
    other = PersonFactory(with_account=True, organisation=OrganisationFactory(kind="municipality", area=AreaFactory()))
    author = AuthorFactory(initiative=row).person
    assert access.looks_after(organiser.person, row) and access.looks_after(clerk, row)
    assert access.looks_after(PersonFactory(administrator=True), row)
    assert not any(access.looks_after(one, row) for one in (other, author, None))
    assert access.may_change(author, row) and not access.may_change(clerk, row)


def test_its_words_can_be_reported_by_readers_and_hidden_by_those_who_look_after_it(area):
    row, draft = InitiativeFactory(area=area, title="Ķengas"), InitiativeFactory(draft=True)
    clerk = PersonFactory(with_account=True, organisation=OrganisationFactory(kind="municipality", area=area))
    author = AuthorFactory(initiative=row, person=PersonFactory(with_account=True, organisation=clerk.organisation))
    kind = moderated.kind_of("initiative")
    assert kind is not None
    assert kind.known(None, row.pk) == row and kind.known(None, draft.pk) is None
    assert "Ķengas" in kind.words(row) and kind.url(row) == address("initiative", row.pk)
    assert kind.moderates(clerk, row)
    assert not kind.moderates(author.person, row), "nobody judges their own words"
    assert not kind.moderates(PersonFactory(with_account=True), row)
    Initiative.objects.filter(pk=row.pk).update(hidden_at=dt.datetime.now(dt.UTC))
    assert kind.known(None, row.pk) is None and kind.known(clerk, row.pk) == row
