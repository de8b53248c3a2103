"""A programme's initiatives with all that is about them, for tests of what leaves and enters an installation."""

import datetime as dt
from decimal import Decimal

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
    ChoosingOption,
    CouncilFigures,
    Deliberation,
    DeliberationMember,
    DeliberationQuestion,
    Initiative,
    InitiativeStep,
    ModerationStep,
    QuestionBacker,
    Statement,
    StatementVote,
)
from talka.links.actions import connect
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.territories.factories import AreaFactory

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
