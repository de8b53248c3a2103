"""Initiatives, and all that is about them, as record files: there and back, what is left out of true people, and what
is wrong."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.decisions.models import DecisionRun
from talka.initiatives.access.initiatives import SUPPORTER
from talka.initiatives.actions.voting import paper_key
from talka.initiatives.models import (
    Author,
    Ballot,
    Choosing,
    ChoosingOption,
    Consultation,
    ConsultationComment,
    CouncilDecision,
    CouncilFigures,
    CouncilQuestion,
    Deliberation,
    DeliberationHearing,
    DeliberationQuestion,
    Initiative,
    InitiativeStep,
    ModerationStep,
    Statement,
    StatementVote,
    Supporter,
    Voter,
)
from talka.links.actions import connect
from talka.links.models import Link
from talka.people.models import Consent, Person
from talka.programmes.factories import ProjectFactory
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal
from talka.workshops.factories import CardFactory, GroupFactory
from talka.workshops.models import Sheet, Stage

from .initiatives_told import initiative, world

pytestmark = pytest.mark.django_db
FOLDERS = ("initiatives", "deliberations", "consultations", "choosings", "council")


def texts(folder):
    found = [path for name in FOLDERS for path in (folder / name).rglob("*.*")]
    found += [path for path in [folder / "councils.toml"] if path.exists()]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def forget():
    """All of the room, as in an installation that has never known it."""
    Link.objects.all().delete()
    Consent.objects.all().delete()
    ModerationStep.objects.exclude(answers=None).delete()
    for model in (
        CouncilQuestion, CouncilFigures, ConsultationComment, Consultation, Deliberation, Choosing, Initiative,
        ModerationStep, DecisionRun,
    ):  # fmt: skip
        model.objects.all().delete()


def test_made_up_initiatives_come_back_as_they_were(tmp_path):
    programme, row = world(made_up=True)
    dump(tmp_path / "one", programme.slug)
    told = texts(tmp_path / "one")
    assert set(told) == {
        "initiatives/taka.toml", "initiatives/taka-2.toml", "deliberations/ko-darit-ar-krastu.toml",
        "consultations/programmas-projekts.toml", "council/vai-dome-atbalstis-laipu.toml",
        "councils.toml", "choosings/ko-darisim.toml", "choosings/ko-darisim/ballots.csv",
    }  # fmt: skip
    forget()
    load(tmp_path / "one")
    load(tmp_path / "one")
    dump(tmp_path / "two", programme.slug)
    assert texts(tmp_path / "two") == told
    back = Initiative.objects.get(title="Taka", state="under_way")
    assert (back.cost, back.needs, back.where) == (Decimal("18000.00"), "Talka", "Gar ezeru")
    assert back.published_at == row.published_at
    assert {one.person.family_name for one in back.authors.all()} == {"Iniciatore", "Līdzautore"}
    assert [one.person.family_name for one in back.supporters.all()] == ["Atbalstītāja"]
    assert Consent.objects.filter(subject_kind=SUPPORTER, subject_id=str(back.pk)).count() == 1
    assert Link.objects.filter(from_kind="need", to_kind="initiative", to_id=str(back.pk)).count() == 1


def test_votes_come_back_under_their_numbers_and_nobody_is_named(tmp_path):
    programme, _row = world(made_up=True)
    dump(tmp_path, programme.slug)
    (told,) = [text for name, text in texts(tmp_path).items() if name.startswith("deliberations")]
    assert "Dalibniece" not in told and "dalibniece" not in told
    forget()
    load(tmp_path)
    load(tmp_path)
    row = Deliberation.objects.get(programme=programme)
    assert row.members.count() == 7 and not row.members.exclude(person=None).exists()
    votes = StatementVote.objects.filter(statement__deliberation=row)
    assert sorted(votes.filter(statement__number=2).values_list("member__number", "side")) == [
        (299_999_995, 1), (299_999_996, 1), (299_999_997, 1), (299_999_998, -1), (299_999_999, -1), (300_000_000, -1),
    ]  # fmt: skip
    assert votes.filter(statement__number=3).count() == 5
    assert DecisionRun.objects.filter(subject_kind="deliberation", subject_id=str(row.pk)).count() == 1
    hidden, declined = row.statements.get(number=3), row.statements.get(number=4)
    assert (hidden.hidden_why, declined.reason) == ("Apvaino", "Nav par krastu")
    first, second = ModerationStep.objects.filter(kind="statement", thing=hidden.pk).order_by("pk")
    assert (second.answers, first.by.family_name, second.by) == (first, "Atbildētāja", None)
    answered = row.questions.exclude(answer="").get()
    assert (answered.official.family_name, answered.member.number) == ("Atbildētāja", 299_999_994)
    assert [one.member.number for one in answered.backers.all()] == [299_999_999]


def test_answers_of_the_council_come_back_with_what_was_done(tmp_path):
    programme, _row = world(made_up=True)
    dump(tmp_path, programme.slug)
    forget()
    load(tmp_path)
    asked = CouncilQuestion.objects.get(initiative__programme=programme)
    assert (asked.about_kind, asked.about_id) == ("deliberation", str(Deliberation.objects.get(programme=programme).pk))
    assert asked.by.family_name == "Lietvede" and asked.answered_on == dt.date(2026, 3, 26)
    annulled, stands = asked.decisions.order_by("pk")
    assert (annulled.annulled_why, annulled.stands) == ("Kļūda", False)
    assert (stands.money, stands.votes_for, stands.votes_abstained) == (Decimal("18000.50"), 9, 2)
    assert stands.responsible_person.family_name == "Lietvede"
    assert [one.words for one in stands.entries.all()] == ["Iepirkums izsludināts."]
    assert CouncilFigures.objects.get(council=asked.council).shown


def test_comments_come_back_with_their_answers(tmp_path):
    programme, _row = world(made_up=True)
    dump(tmp_path, programme.slug)
    forget()
    load(tmp_path)
    load(tmp_path)
    held = Consultation.objects.get(programme=programme)
    assert [part.removed_why for part in held.parts.all()] == ["", "Stāv citur"]
    first, second = held.comments.all()
    assert (first.part, second.part) == (held.parts.first(), None)
    assert (first.answer, first.reason, first.supports.count()) == ("declined", "Nav naudas", 2)
    assert first.person.family_name == "Komentētāja" and second.organisation.name == "Krasta biedrība"
    assert Consent.objects.filter(subject_kind="consultation_comment", subject_id=str(first.pk)).exists()


def test_ballots_come_back_as_they_were_and_the_roll_as_numbers(tmp_path):
    programme, row = world(made_up=True)
    was = set(Ballot.objects.filter(paper=None).values_list("key", flat=True))
    (found,) = DecisionRun.objects.filter(method="choosing").values_list("result", flat=True)
    dump(tmp_path, programme.slug)
    told = texts(tmp_path)
    assert not any("alsotaja" in text or "Balsotāja" in text for text in told.values())
    assert "Balsotāja" not in (tmp_path / "people.csv").read_text(encoding="utf-8")
    forget()
    load(tmp_path)
    load(tmp_path)
    held = Choosing.objects.get(programme=programme)
    assert set(held.ballots.filter(paper=None).values_list("key", flat=True)) == was and len(was) == 2
    paper = held.ballots.get(paper=7)
    assert (paper.named, paper.key) == ([2, 3], paper_key(held, 7))
    assert held.options.get(number=1).initiative.title == row.title
    assert held.options.get(number=3).withdrawn_why == "Uzbūvēts"
    assert held.paper_entries.get(look=1).by.family_name == "Lasītāja"
    roll = Voter.objects.filter(choosing=held)
    assert sorted(roll.values_list("how", flat=True)) == ["", "", "online", "online", "paper"]
    assert not roll.exclude(person=None).exists() and not roll.exclude(name="", email="").exists()
    run = DecisionRun.objects.get(method="choosing")
    assert (run.state, run.subject_id) == (DecisionRun.State.ACCEPTED, str(held.pk))
    assert run.result["funded"] == found["funded"] and run.result["options"] == found["options"]


def test_true_people_stay_unnamed_where_the_name_is_theirs_to_give(tmp_path):
    programme, _row = world(made_up=False)
    dump(tmp_path / "one", programme.slug)
    told = texts(tmp_path / "one")
    people = (tmp_path / "one" / "people.csv").read_text(encoding="utf-8")
    for name in ("Atbalstītāja", "Komentētāja", "Biedre", "Dalībniece", "Aicinātā", "Balsotāja"):
        assert name not in people, name
    assert "Iniciatore" in people and "Atbildētāja" in people and "Lietvede" in people
    assert "supported_by = 1" in told["initiatives/taka.toml"]
    assert not any("named_at" in text or "[[supporter]]" in text for text in told.values())
    forget()
    load(tmp_path / "one")
    row = Initiative.objects.get(title="Taka", state="under_way")
    assert not Supporter.objects.exists() and not Consent.objects.exists()
    assert Author.objects.filter(initiative=row).count() == 2
    assert ConsultationComment.objects.filter(person=None, shown_as="nobody", words="Vispirms laipa.").exists()
    assert StatementVote.objects.filter(statement__deliberation__programme=programme).count() == 17


def test_reading_twice_changes_no_row(tmp_path):
    programme, _row = world(made_up=True)
    dump(tmp_path, programme.slug)
    forget()
    load(tmp_path)
    models = (
        Initiative, InitiativeStep, Author, Supporter, Deliberation, Statement, StatementVote, DeliberationQuestion,
        DeliberationHearing, Consultation, ConsultationComment, CouncilQuestion, CouncilDecision, ModerationStep,
        Person, Consent, Choosing, ChoosingOption, Voter, Ballot,
    )  # fmt: skip
    before = {model: list(model.objects.order_by("pk").values()) for model in models}
    load(tmp_path)
    assert {model: list(model.objects.order_by("pk").values()) for model in models} == before
    assert before[StatementVote] and before[Supporter] and before[ModerationStep]


def test_an_idea_sheet_is_named_by_its_team_and_a_card_by_itself(tmp_path):
    programme = ProjectFactory(programme__illustrative=True).programme
    group = GroupFactory(workshop__event__project=programme.projects.get(), number=3, item=None)
    card = CardFactory(group=group, workshop=group.workshop)
    stage = card.stage if card.stage_id else Stage.objects.filter(workshop=group.workshop).first()
    sheet = Sheet.objects.create(group=group, stage=stage, title="Taka", words={}, card=card)
    row = initiative(programme, title="Taka")
    connect("sheet", sheet.pk, "led_to", "initiative", row.pk)
    connect("card", card.pk, "led_to", "initiative", row.pk)
    dump(tmp_path, programme.slug)
    told = texts(tmp_path)["initiatives/taka.toml"]
    event, workshop = group.workshop.event.slug, group.workshop.slug
    assert f'"{event}:{workshop}:#3:{stage.key}"' in told and str(card.pk) in told
    forget()
    load(tmp_path)
    back = str(Initiative.objects.get(title="Taka").pk)
    assert set(Link.objects.filter(to_kind="initiative", to_id=back).values_list("from_kind", "from_id")) == {
        ("sheet", str(sheet.pk)),
        ("card", str(card.pk)),
    }


WRONG = [
    ("initiatives/taka.toml", 'state = "under_way"', 'state = "dancing"'),
    ("initiatives/taka.toml", 'state = "under_way"', 'state = "draft"'),
    ("initiatives/taka.toml", 'cost = "18000.00"', 'cost = "daudz"'),
    ("initiatives/taka.toml", 'area = "', 'area = "nekur-'),
    ("initiatives/taka.toml", '"n1"', '"n9"'),
    ("initiatives/taka.toml", 'role = "author"', 'role = "wizard"'),
    ("initiatives/taka.toml", "[[supporter]]", '[[author]]\nperson = "neviens"\n\n[[supporter]]'),
    ("deliberations/ko-darit-ar-krastu.toml", 'votes = "+-0."', 'votes = "+-0"'),
    ("deliberations/ko-darit-ar-krastu.toml", 'votes = "+-0."', 'votes = "+-0?"'),
    ("deliberations/ko-darit-ar-krastu.toml", "participant = 300000000", "participant = 12"),
    ("deliberations/ko-darit-ar-krastu.toml", 'text = "Laipa"', 'text = "stavlaukums!"'),
    ("deliberations/ko-darit-ar-krastu.toml", 'initiative = "taka"', 'initiative = "nekas"'),
    ("deliberations/ko-darit-ar-krastu.toml", 'reason = "Nav par krastu"', 'reason = ""'),
    ("consultations/programmas-projekts.toml", "part = 1", "part = 7"),
    ("consultations/programmas-projekts.toml", "supports = 2", "supports = -2"),
    ("consultations/programmas-projekts.toml", 'answer = "declined"', 'answer = "maybe"'),
    ("choosings/ko-darisim.toml", 'rule = "shares"', 'rule = "luck"'),
    ("choosings/ko-darisim.toml", 'seed = "0f1e2d3c4b5a6978"', ""),
    ("choosings/ko-darisim.toml", 'initiative = "taka"', 'initiative = "nekas"'),
    ("choosings/ko-darisim.toml", 'how = "online"', 'how = "shouting"'),
    ("choosings/ko-darisim/ballots.csv", ",7,2;3,", ",7,2;9,"),
    ("choosings/ko-darisim/ballots.csv", ",7,2;3,", ",7,2;2,"),
    ("choosings/ko-darisim/ballots.csv", ",7,2;3,", ",7,2;3,4;5"),
    ("choosings/ko-darisim/ballots.csv", ",7,2;3,", ",7,divi,"),
    ("choosings/ko-darisim/ballots.csv", ",7,2;3,", ",7,2;3,\n,7,1,"),
    ("choosings/ko-darisim/ballots.csv", ",7,2;3,", "a,,2;3,"),
    ("council/vai-dome-atbalstis-laipu.toml", 'outcome = "in_part"', 'outcome = "perhaps"'),
    ("council/vai-dome-atbalstis-laipu.toml", 'council = "', 'council = "nekas-'),
    ("council/vai-dome-atbalstis-laipu.toml", 'money = "18000.50"', 'money = "-1"'),
    ("council/vai-dome-atbalstis-laipu.toml", "votes_against = 0\n", ""),
    ("council/vai-dome-atbalstis-laipu.toml", 'annulled_why = "Kļūda"\n', ""),
    ("council/vai-dome-atbalstis-laipu.toml", 'deliberation = "ko-darit-ar-krastu"', 'deliberation = "nekas"'),
]


@pytest.mark.parametrize(("file", "found", "put"), WRONG)
def test_what_is_wrong_is_named_and_nothing_is_changed(tmp_path, file, found, put):
    programme, _row = world(made_up=True)
    dump(tmp_path, programme.slug)
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, put, 1), encoding="utf-8")
    Initiative.objects.filter(title="Taka").update(what="Palika")
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert path.name in str(refused.value.what)
    assert set(Initiative.objects.filter(title="Taka").values_list("what", flat=True)) == {"Palika"}


def test_nobody_supports_twice_in_a_file_nor_true_people_at_all(tmp_path):
    programme, _row = world(made_up=True)
    dump(tmp_path, programme.slug)
    path = tmp_path / "initiatives" / "taka.toml"
    text = path.read_text(encoding="utf-8")
    start = text.index("[[supporter]]")
    block = text[start : text.index("[[", start + 2)]
    path.write_text(text.replace(block, block + block), encoding="utf-8")
    with pytest.raises(Refusal, match=r"taka\.toml.*supporter ilze-atbalstitaja"):
        load(tmp_path)
    path.write_text(text, encoding="utf-8")
    frame = tmp_path / "programme.toml"
    frame.write_text(frame.read_text(encoding="utf-8").replace("illustrative = true", "illustrative = false"))
    with pytest.raises(Refusal):
        load(tmp_path)
