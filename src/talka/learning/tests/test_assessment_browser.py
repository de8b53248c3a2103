"""The assessment in a real browser, on a phone and on a desk: answered by a link without an account, axe silent."""

import pytest
from django.urls import reverse

from talka.learning.actions import assessing, assessments
from talka.learning.assessment_letters import LINK, SUPERVISOR
from talka.learning.factories import LearnerFactory, SessionFactory
from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered, learners_of
from talka.learning.models import AssessmentScore
from talka.letters.models import Letter
from talka.needs.models import Competence
from talka.programmes.factories import ProjectFactory, both
from talka.site.browsers import looked_at, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = (
    ("analysis", "Dati un teritorijas analīze", "Data and analysis of the territory"),
    ("strategy", "Stratēģijas un mērķu formulēšana", "Wording strategies and aims"),
    ("people", "Iedzīvotāju iesaistīšana", "Involving residents"),
)


@pytest.fixture
def assessed(training, cohort, organiser):
    """Before and after closed, six months later open; twelve people of whom one dropped out."""
    ProjectFactory(programme=training.programme)
    for place, (key, lv, en) in enumerate(TITLES, start=1):
        Competence.objects.create(programme=training.programme, key=key, title=both(lv, en), order=place)
    people = learners_of(cohort, 12)
    rounds = {}
    for when, gain in (("before", 0), ("after", 1), ("later", 2)):
        row = rounds[when] = RoundFactory(cohort=cohort, when=when)
        for place, (key, lv, en) in enumerate(TITLES, start=1):
            name = both("Datu analīze", "Analysis of data") if when == "before" and place == 1 else both(lv, en)
            ItemFactory(round=row, key=key, title=name, description=name, order=place)
        coming = people if when == "before" else people[:11]
        if when != "later":
            answered(row, coming, (5, 1 + gain), (4, 2 + gain), (5, 3 + gain))
            for person in people[:5]:
                view = assessing.invite_supervisor(row, person, name="Anna", email=f"s{person.pk}@example.test")
                assessing.answer_as_supervisor(view, {"analysis": 2 + gain, "people": 3})
            assessments.close_round(row, by=None)
    SessionFactory(cohort=cohort)
    return rounds, people


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing_on_any_page(browser, live_server, training, cohort, organiser, assessed, width, language):
    rounds, people = assessed
    args = [training.slug, 1]
    page = opened(browser, live_server, organiser, width, language)
    for name, more in (
        ("assessment", []),
        ("edit_round", [rounds["later"].pk]),
        ("need_of_competence", [rounds["after"].pk, "analysis"]),
    ):
        looked_at(page, reverse(f"learning:{name}", args=[*args, *more]))
    for name in ("levels", "print_levels"):
        looked_at(page, reverse(f"learning:{name}", args=[training.slug]))
    page = opened(browser, live_server, people[0], width, language)
    for when in ("after", "later"):
        looked_at(page, reverse("learning:own_assessment", args=[*args, rounds[when].pk]))


def test_a_person_answers_on_a_phone_by_link_and_asks_their_supervisor(browser, live_server, cohort, assessed):
    rounds, _people = assessed
    newcomer = LearnerFactory(team=cohort.teams.first()).person
    assessments.tend()
    page = opened(browser, live_server, None, 360, "lv")
    letter = Letter.objects.get(kind=LINK, to_address=newcomer.email)
    page.goto(_address(letter, "assess"))
    for key, _lv, _en in TITLES:
        page.locator(f"input[name='importance-{key}'][value='5']").check()
        page.locator(f"input[name='ability-{key}'][value='3']").check()
    page.locator("form:has(input[value='answer']) button[type=submit]").click()
    page.wait_for_selector(".notice-success")
    mine = AssessmentScore.objects.filter(answer__round=rounds["later"], answer__person=newcomer)
    assert set(mine.values_list("importance", "ability")) == {(5, 3)} and mine.count() == 3
    page.fill("input[name=name]", "Anna Ozola")
    page.fill("input[name=email]", "anna@example.test")
    page.locator("form:has(input[value='invite']) button[type=submit]").click()
    page.wait_for_selector("text=Anna Ozola")
    supervisor = opened(browser, live_server, None, 360, "lv")
    address = _address(Letter.objects.get(kind=SUPERVISOR, to_address="anna@example.test"), "supervise")
    looked_at(supervisor, address)
    supervisor.locator("input[name='ability-people'][value='4']").check()
    supervisor.locator("main form button[type=submit]").click()
    supervisor.wait_for_selector("input[name='ability-people'][value='4']:checked")
    page.reload()
    assert "4" in page.locator("table").inner_text()


def _address(letter, part):
    word = next(word for word in letter.text.split() if f"/learning/{part}/" in word)
    return "/" + word.partition("://")[2].partition("/")[2]
