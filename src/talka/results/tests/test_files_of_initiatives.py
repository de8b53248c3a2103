"""Initiatives, deliberations, consultations and questions to councils as record files: there and back, what is left
out of true people, and what is wrong."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.decisions.models import DecisionRun
from talka.initiatives.access.initiatives import SUPPORTER
from talka.initiatives.actions.counting import announce, count
from talka.initiatives.actions.deliberation_results import compute
from talka.initiatives.actions.initiative_texts import keep_text
from talka.initiatives.actions.statements import sameness
from talka.initiatives.actions.voting import paper_key
from talka.initiatives.factories.choosing import BallotFactory, ChoosingFactory, PaperEntryFactory, VoterFactory
from talka.initiatives.factories.consultations import (
    CommentSupportFactory,
    ConsultationCommentFactory,
    ConsultationFactory,
    ConsultationPartFactory,
)
from talka.initiatives.factories.council import CouncilDecisionFactory, CouncilQuestionFactory, DecisionEntryFactory
from talka.initiatives.factories.initiatives import AuthorFactory, InitiativeFactory, SupporterFactory
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
    DeliberationMember,
    DeliberationQuestion,
    Initiative,
    InitiativeStep,
    ModerationStep,
    QuestionBacker,
    Statement,
    StatementVote,
    Supporter,
    Voter,
)
from talka.links.actions import connect
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Consent, Person
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.results.loading import dump, load
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal
from talka.workshops.factories import CardFactory, GroupFactory
from talka.workshops.models import Sheet, Stage

pytestmark = pytest.mark.django_db
FOLDERS = ("initiatives", "deliberations", "consultations", "choosings", "council")
MORNING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def somebody(family_name, *, made_up, organisation=None):
    return PersonFactory(family_name=family_name, illustrative=made_up, organisation=organisation)


def initiative(programme, **more):
    """With its author, a state and a version of the text."""
    area = more.pop("area", None) or AreaFactory(illustrative=programme.illustrative)
    row = InitiativeFactory(programme=programme, area=area, illustrative=programme.illustrative, **more)
    person = somebody("Iniciatore", made_up=programme.illustrative)
    Initiative.objects.filter(pk=row.pk).update(by=person)
    AuthorFactory(initiative=row, person=person, named=True)
    InitiativeStep.objects.create(initiative=row, state=row.state, on=MORNING.date(), role="author", by=person)
    if row.published_at is not None:
        keep_text(row, by=person)
    return row


def deliberation(row, programme):
    """Six people of two opinions, a seventh who only asked; three statements, one hidden, one not let in."""
    made_up = programme.illustrative
    asked = Deliberation.objects.create(
        question="Ko darīt ar krastu?", initiative=row, programme=programme, illustrative=made_up,
        state="closed", opened_at=MORNING, closed_at=MORNING + dt.timedelta(days=9), entry="invited",
    )  # fmt: skip
    members = [
        DeliberationMember.objects.create(
            deliberation=asked,
            person=somebody("Dalībniece", made_up=made_up),
            number=300_000_000 - place,
            joined_at=MORNING,
        )
        for place in range(7)
    ]
    DeliberationMember.objects.create(deliberation=asked, person=somebody("Aicinātā", made_up=made_up))
    statements = []
    for number, (text, member) in enumerate([("Laipa", None), ("Stāvlaukums", members[0]), ("Nekas", None)], start=1):
        statements.append(
            Statement.objects.create(
                deliberation=asked, number=number, text=text, same=sameness(text), member=member, seed=member is None
            )
        )
    Statement.objects.filter(number=3, deliberation=asked).update(hidden_at=MORNING, hidden_why="Apvaino")
    Statement.objects.create(
        deliberation=asked, number=4, text="Muļķības", same="mulkibas", state="declined", reason="Nav par krastu"
    )
    for place, member in enumerate(members[:6]):
        sides = (1, -1 if place < 3 else 1, 0) if place else (1, -1)
        for statement, side in zip(statements, sides, strict=False):
            StatementVote.objects.create(statement=statement, member=member, side=side, at=MORNING)
    official = somebody("Atbildētāja", made_up=made_up)
    question = DeliberationQuestion.objects.create(
        deliberation=asked, text="Kad sāksiet?", member=members[6], official=official, office="Izpilddirektore",
        due=MORNING.date(), directed_at=MORNING, answer="Maijā.", answered_at=MORNING, entered_by=official,
    )  # fmt: skip
    DeliberationQuestion.objects.create(deliberation=asked, text="Cik maksās?")
    QuestionBacker.objects.create(question=question, member=members[1])
    hiding = ModerationStep.objects.create(
        kind="statement", thing=statements[2].pk, what="hidden", reason="Apvaino", by=official
    )
    ModerationStep.objects.create(
        kind="statement", thing=statements[2].pk, what="appealed", reason="Neapvaino", answers=hiding,
        by=members[0].person,
    )  # fmt: skip
    compute(asked, by=None)
    return asked


def consultation(row, programme):
    """Two parts, one of them taken out; a comment with a name that two more people share, one without."""
    made_up = programme.illustrative
    held = ConsultationFactory(
        programme=programme, organisation=None, area=row.area, illustrative=made_up, initiative=row, reported=True,
        title="Programmas projekts",
    )  # fmt: skip
    first = ConsultationPartFactory(consultation=held)
    ConsultationPartFactory(consultation=held, removed_at=MORNING, removed_why="Stāv citur")
    comment = ConsultationCommentFactory(
        consultation=held, part=first, named=True, words="Vispirms laipa.", answer="declined", reason="Nav naudas",
        answered_at=MORNING, person=somebody("Komentētāja", made_up=made_up),
    )  # fmt: skip
    CommentSupportFactory.create_batch(2, comment=comment)
    office = OrganisationFactory(name="Krasta biedrība", illustrative=made_up, kind="ngo")
    ConsultationCommentFactory(
        consultation=held, words="Atbalstām.", shown_as="organisation", organisation=office,
        person=somebody("Biedre", made_up=made_up),
    )  # fmt: skip
    return held


def choosing(row, programme):
    """Closed and counted; three ballots, one of them on paper, of five on the roll."""
    made_up = programme.illustrative
    held = ChoosingFactory(
        title="Ko darīsim?", programme=programme, organisation=None, area=row.area, illustrative=made_up, closed=True,
        options=3, paper=True, seed="0f1e2d3c4b5a6978",
    )  # fmt: skip
    ChoosingOption.objects.filter(choosing=held, number=1).update(initiative=row)
    ChoosingOption.objects.filter(choosing=held, number=3).update(withdrawn_at=MORNING, withdrawn_why="Uzbūvēts")
    for named in ([1], [1, 2]):
        BallotFactory(choosing=held, named=named)
    BallotFactory(choosing=held, named=[2, 3], paper=7, key=paper_key(held, 7))
    reader = somebody("Lasītāja", made_up=made_up)
    for look in (1, 2):
        PaperEntryFactory(choosing=held, number=7, look=look, named=[2, 3], by=reader if look == 1 else None)
    for voted in (True, True, False, False):
        person = somebody("Balsotāja", made_up=made_up)
        day, how = (MORNING.date(), "online") if voted else (None, "")
        VoterFactory(choosing=held, person=person, name="Ilze Balsotāja", voted_on=day, how=how)
    VoterFactory(choosing=held, voted_on=MORNING.date(), how="paper")
    announce(held, count(held, by=None), by=None)
    return held


def question(row, programme, **more):
    """One decision that was annulled, one that stands, with what was done of it."""
    made_up = programme.illustrative
    council = OrganisationFactory(name="Krasta novada pašvaldība", area=row.area, illustrative=made_up)
    clerk = somebody("Lietvede", made_up=made_up, organisation=council)
    asked = CouncilQuestionFactory(
        initiative=row, council=council, illustrative=made_up, by=clerk, state="under_way",
        title="Vai dome atbalstīs laipu?",
        answered_on=dt.date(2026, 3, 26), **more,
    )  # fmt: skip
    CouncilDecisionFactory(
        question=asked, number="3. § 1", annulled_on=dt.date(2026, 3, 27), annulled_why="Kļūda", by=clerk
    )
    stands = CouncilDecisionFactory(
        question=asked, number="4. § 2", outcome="in_part", reasons="Tikai laipa", money=Decimal("18000.50"),
        votes_for=9, votes_against=0, votes_abstained=2, responsible="Komunālā nodaļa", responsible_person=clerk,
    )  # fmt: skip
    DecisionEntryFactory(decision=stands, by=clerk)
    CouncilFigures.objects.create(council=council, shown=True)
    return asked


def world(*, made_up):
    """Everything of one programme, and of another one everything that must not come along."""
    programme = ProjectFactory(programme__illustrative=made_up).programme
    row = initiative(
        programme, title="Taka", state="under_way", cost=Decimal("18000.00"), needs="Talka", where="Gar ezeru"
    )
    SupporterFactory(initiative=row, person=somebody("Atbalstītāja", made_up=made_up), named=True, text=1)
    AuthorFactory(initiative=row, person=somebody("Līdzautore", made_up=made_up), state="invited")
    connect("need", NeedFactory(event=None, programme=programme).pk, "led_to", "initiative", row.pk)
    asked = deliberation(row, programme)
    consultation(row, programme)
    choosing(row, programme)
    question(row, programme, about_kind="deliberation", about_id=str(asked.pk))
    initiative(programme, title="Taka", draft=True, area=row.area)
    initiative(programme, title="Nonemta", retired_at=MORNING)
    other = ProgrammeFactory(illustrative=made_up)
    away = initiative(other, title="Cita")
    deliberation(away, other)
    return programme, row


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
