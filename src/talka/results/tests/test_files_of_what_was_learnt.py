"""What was done in a training programme, and knowledge angels, as record files: there and back, and what is wrong."""

import datetime as dt
import tomllib
from decimal import Decimal

import pytest
import tomli_w
from django.utils import timezone

from talka.learning.actions.assessments import close_round
from talka.learning.factories import CohortFactory, ModuleFactory, SessionFactory, StaffFactory, TrainingFactory
from talka.learning.factories.angels import (
    AdviceFactory,
    AngelFactory,
    AngelRequestFactory,
    MentorVisitFactory,
    ProposalFactory,
    RecommendationFactory,
)
from talka.learning.factories.applications import (
    ApplicationAnswerFactory,
    ApplicationFactory,
    ApplicationMemberFactory,
    CriterionFactory,
    ScorerFactory,
)
from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered, learners_of
from talka.learning.factories.certificates import TrainingCertificateFactory
from talka.learning.factories.homework import (
    CoachingFactory,
    HandInFactory,
    HandInRemarkFactory,
    HomeworkFactory,
    MaterialFactory,
    TwinMeetingFactory,
    TwinningFactory,
)
from talka.learning.models import (
    Angel,
    AngelRequest,
    Application,
    AssessmentFigure,
    AssessmentRound,
    AssessmentScore,
    Coaching,
    Criterion,
    HandIn,
    HandInVersion,
    Homework,
    Material,
    Score,
    Scorer,
    SelectionDecision,
    SelectionMeeting,
    TrainingCertificate,
    Twinning,
)
from talka.letters.models import Letter
from talka.links.actions import connect
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Consent
from talka.programmes.factories import ProjectFactory
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
FILES = {"applications.toml", "homework.toml", "between.toml", "assessments.toml", "certificates.toml"}
NOON = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def cohort():
    """Six people in three teams."""
    programme = ProjectFactory().programme
    training = TrainingFactory(programme=programme, slug="skola")
    cohort = CohortFactory(training=training, number=1, apply_from=NOON - 60 * DAY, apply_until=NOON - 30 * DAY)
    cohort.people = learners_of(cohort, 6)
    return cohort


@pytest.fixture
def done(cohort):
    """Something of everything, and of everything something that is not written."""
    training, teams = cohort.training, list(cohort.teams.all())
    module = ModuleFactory(training=training, order=1)
    session = SessionFactory(cohort=cohort, module=module, event__slug="nodarbiba")
    trainer = StaffFactory(training=training, role="trainer", order=0).person
    apply(cohort, trainer)
    homework = HomeworkFactory(cohort=cohort, module=module, due_on=NOON.date(), title="Karte")
    handed_in = HandInFactory(homework=homework, team=teams[0], open_to_cohort=True)
    handed_in.versions.all().delete()
    HandIn.objects.filter(pk=handed_in.pk).update(
        first_at=NOON, last_at=NOON + 3 * DAY, state="accepted", answered_at=NOON + 4 * DAY
    )
    for number, at in enumerate((NOON, NOON + 3 * DAY), start=1):
        HandInVersion.objects.create(
            hand_in=handed_in, number=number, text=f"Dīķis {number}", at=at, late=number == 2, by=cohort.people[0]
        )
    said = {"hand_in": handed_in, "by": trainer}
    HandInRemarkFactory(**said, at=NOON + DAY, verdict="returned", text="Un kas dīķī?")
    HandInRemarkFactory(**said, at=NOON + 4 * DAY, verdict="accepted", text="Labi")
    HandInRemarkFactory(hand_in=handed_in, by=cohort.people[1], from_staff=False, at=NOON + 5 * DAY, text="Paldies")
    HomeworkFactory(cohort=cohort, title="Vairs neprasa", retired_at=NOON)
    MaterialFactory(module=module, title="Rokasgrāmata", order=1)
    MaterialFactory(module=None, session=session, title="Pieraksti", order=2, audience="public")
    MaterialFactory(module=module, title="Tikai fails", link="", file="x.pdf")
    CoachingFactory(team=teams[0], coach=trainer, hours=Decimal("2.5"), next="Jautāt")
    CoachingFactory(team=teams[1], retired_at=NOON, worked_on="Kļūda")
    twins = TwinningFactory(first=teams[0], second=teams[1])
    TwinMeetingFactory(twinning=twins, team=teams[1])
    assess(cohort)
    own = {row.person_id: row for team in teams for row in team.learners.all()}
    TrainingCertificateFactory(
        learner=own[cohort.people[0].pk], by_decision=True, decision_reason="Slimoja", issued_at=NOON
    )
    revoked = {"revoked_at": NOON, "revoked_reason": "Nebija"}
    TrainingCertificateFactory(learner=own[cohort.people[1].pk], **revoked)
    mentor(training.programme)
    return cohort


def apply(cohort, trainer):
    criterion = CriterionFactory(training=cohort.training, order=1, weight=Decimal("1.5"))
    Criterion.objects.filter(pk=criterion.pk).update(created_at=NOON - 90 * DAY)
    scorer = ScorerFactory(cohort=cohort, person=trainer)
    meeting = SelectionMeeting.objects.create(cohort=cohort, held_on=NOON.date(), present="Anna\nIlze", minutes="Jā")
    row = ApplicationFactory(cohort=cohort, posted=True, number=1, outcome="selected", team=cohort.teams.first())
    ApplicationMemberFactory(application=row, order=1)
    ApplicationAnswerFactory(application=row, criterion=criterion)
    Score.objects.create(application=row, scorer=scorer, criterion=criterion, points=4, note="Gatavi")
    for outcome, reason in (("reserve", "Maz vietu"), ("selected", "Vieta ir")):
        SelectionDecision.objects.create(
            application=row, outcome=outcome, reason=reason, meeting=meeting, by=trainer, told_at=NOON
        )
    ApplicationFactory(cohort=cohort, name="Melnraksta kopiena")
    gone = PersonFactory(family_name="Izdzēstais", with_account=True)
    ApplicationFactory(cohort=cohort, posted=True, number=2, person=gone)
    erase_person(gone, by=gone)


def assess(cohort):
    round_ = RoundFactory(cohort=cohort)
    for order, key in enumerate(("redzet", "rakstit"), start=1):
        ItemFactory(round=round_, key=key, order=order)
    answered(round_, cohort.people, (5, 2), (4, 3))
    close_round(round_, by=None)
    RoundFactory(cohort=cohort, when="after", planned=True)


def mentor(programme):
    """A request that was declined once, helped with, advised and looked back at."""
    first, second = AngelFactory(public=True), AngelFactory(most_requests=2)
    request = AngelRequestFactory(
        programme=programme, title="Budžets", state="answered", angel=second, agreed_at=NOON, aims="Viena tabula",
        review_due=dt.date(2027, 1, 1), review_held_on=dt.date(2027, 1, 2), review_words="Izdevās",
    )  # fmt: skip
    AngelRequest.objects.filter(pk=request.pk).update(created_at=NOON - 9 * DAY)
    connect("need", NeedFactory(event=None, programme=programme).pk, "led_to", "angel_request", request.pk)
    ProposalFactory(request=request, angel=first, state="declined", reason="Nav laika", answered_at=NOON)
    ProposalFactory(request=request, angel=second, state="agreed", answered_at=NOON)
    MentorVisitFactory(request=request, angel=second, km=120, travel_eur=Decimal("36.00"))
    MentorVisitFactory(request=request, angel=second, place="Kļūda", retired_at=NOON)
    agreed = {"day": dt.date(2031, 5, 6), "begins": dt.time(9, 30), "aims": "Kopā izlasīt budžetu"}
    MentorVisitFactory(request=request, angel=second, place="Domes zāle", hours=None, done="", **agreed)
    advice = AdviceFactory(request=request, angel=second, angel_agrees_at=NOON)
    RecommendationFactory(
        advice=advice, order=1, answer="partly", why="Nav naudas", answered_at=NOON, progress="under_way"
    )
    RecommendationFactory(advice=advice, order=2)


def texts(folder):
    files = [folder / "angels.toml", *(folder / "trainings" / "skola").iterdir()]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def forget_all():
    for model in (
        *(Link, TrainingCertificate, HandIn, Homework, Material, Coaching, Twinning, Score, SelectionDecision),
        *(Application, SelectionMeeting, Scorer, Criterion, AssessmentRound),
    ):
        model.objects.all().delete()
    for request in AngelRequest.objects.all():
        request.visits.all().delete()
        request.advice.all().delete()
    AngelRequest.objects.all().delete()
    Angel.objects.all().delete()
    Consent.objects.all().delete()


def test_what_was_done_comes_back_as_it_was(done, tmp_path):
    slug = done.training.programme.slug
    dump(tmp_path / "one", slug)
    told = texts(tmp_path / "one")
    assert set(told) == {*FILES, "angels.toml"}
    whole = "".join(told.values())
    for left_out in ("Izdzēstais", "Melnraksta", "Vairs neprasa", "Tikai fails", "Kļūda", "Nebija"):
        assert left_out not in whole
    figures = list(AssessmentFigure.objects.order_by("item__order").values_list("mwds", "importance"))
    code = TrainingCertificate.objects.get(revoked_at=None).code
    letters = Letter.objects.count()
    forget_all()
    load(tmp_path / "one")
    load(tmp_path / "one")
    dump(tmp_path / "two", slug)
    assert texts(tmp_path / "two") == told
    assert Letter.objects.count() == letters
    handed_in = HandIn.objects.get()
    assert (handed_in.state, handed_in.first_at, handed_in.answered_at) == ("accepted", NOON, NOON + 4 * DAY)
    assert [row.late for row in handed_in.versions.all()] == [False, True]
    assert list(AssessmentFigure.objects.order_by("item__order").values_list("mwds", "importance")) == figures
    certificate = TrainingCertificate.objects.get()
    assert (certificate.decision_reason, certificate.issued_at) == ("Slimoja", NOON)
    assert code not in whole and certificate.code != code
    request = AngelRequest.objects.get()
    assert [row.state for row in request.proposals.order_by("pk")] == ["declined", "agreed"]
    assert Link.objects.filter(from_kind="need", to_kind="angel_request", to_id=str(request.pk)).exists()


def test_what_true_people_answered_and_agreed_to_stays_where_they_did(done, tmp_path):
    dump(tmp_path, done.training.programme.slug)
    assert not (tmp_path / "trainings" / "skola" / "assessments.csv").exists()
    assert "agreed_at = 2026-03-02" in texts(tmp_path)["angels.toml"], "when the two sides agreed"
    forget_all()
    load(tmp_path)
    assert not AssessmentScore.objects.exists() and not Consent.objects.exists()


@pytest.mark.parametrize(
    ("name", "found", "put"),
    [
        ("applications.toml", "criterion = 1", "criterion = 7"),
        ("applications.toml", "points = 4", "points = 9"),
        ("applications.toml", 'outcome = "selected"', 'outcome = "perhaps"'),
        ("applications.toml", "meeting = 2026-03-02", "meeting = 2026-03-09"),
        ("applications.toml", 'scorer = "', 'scorer = "nekas-'),
        ("homework.toml", 'verdict = "returned"', 'verdict = "lost"'),
        ("homework.toml", "cohort = 1", "cohort = 4"),
        ("homework.toml", "at = 2026-03-02 10:00:00+00:00", "at = 2026-03-02"),
        ("between.toml", 'event = "nodarbiba"', 'event = "nekas"'),
        ("between.toml", 'noted_by = "second"', 'noted_by = "third"'),
        ("assessments.toml", 'when = "before"', 'when = "sometime"'),
        ("certificates.toml", 'person = "', 'person = "nekas-'),
        ("../../angels.toml", 'state = "declined"', 'state = "asleep"'),
        ("../../angels.toml", "urgency = 3", "urgency = 9"),
        ("../../angels.toml", 'hours = "6.5"', 'hours = "daudz"'),
        ("../../angels.toml", 'angel = "', 'angel = "nekas-'),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_changed(done, tmp_path, name, found, put):
    dump(tmp_path, done.training.programme.slug)
    path = (tmp_path / "trainings" / "skola" / name).resolve()
    text = path.read_text(encoding="utf-8")
    assert found in text
    path.write_text(text.replace(found, put, 1), encoding="utf-8")
    AssessmentRound.objects.all().delete()
    Coaching.objects.all().delete()
    with pytest.raises(Refusal, match=path.name.replace(".", r"\.")):
        load(tmp_path)
    assert not Coaching.objects.exists()


def test_what_only_made_up_people_may_say_is_refused_of_true_ones(done, tmp_path):
    dump(tmp_path, done.training.programme.slug)
    answers = tmp_path / "trainings" / "skola" / "assessments.csv"
    person = (tmp_path / "people.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    answers.write_text(
        f"cohort,when,person,competence,importance,ability,supervisor\n1,before,{person},redzet,5,1,\n",
        encoding="utf-8",
    )
    with pytest.raises(Refusal, match=r"assessments\.csv:2"):
        load(tmp_path)
    answers.unlink()
    path = tmp_path / "angels.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[[angel]]\n", f"[[angel]]\nagreed_at = {timezone.now().isoformat()}\n", 1), encoding="utf-8"
    )
    with pytest.raises(Refusal, match=r"angels\.toml: angel"):
        load(tmp_path)


@pytest.mark.parametrize("wrong", [{"hours": "3"}, {"done": "Izlasījām"}])
def test_a_visit_half_held_is_refused_by_name(done, tmp_path, wrong):
    dump(tmp_path, done.training.programme.slug)
    file = tmp_path / "angels.toml"
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    visit = next(row for request in told["request"] for row in request.get("visit", []) if row["place"] == "Domes zāle")
    visit |= wrong
    file.write_text(tomli_w.dumps(told), encoding="utf-8")
    with pytest.raises(Refusal, match="2031-05-06"):
        load(tmp_path)
