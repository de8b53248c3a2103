"""Letters about homework: it was answered, something waits for an answer, the due day comes near."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.urls import reverse

from talka.people.letters import write_to
from talka.people.models import Person
from talka.ui.addresses import whole

from .models import Cohort, HandIn, HandInRemark, Homework, Learner

ANSWERED = "learning-homework-answered"
WAITING = "learning-homework-waiting"
DUE = "learning-homework-due"


def reachable(people: QuerySet[Person]) -> list[Person]:
    """Those who can be written to."""
    return list(people.filter(erased_at=None, merged_into=None).exclude(email="").distinct().order_by("pk"))


def answered(remark: HandInRemark, row: HandIn) -> int:
    """To each whose work it is and who may still read it; the number of letters. Writing it again writes nothing."""
    cohort = row.homework.cohort
    link = whole(reverse("learning:hand_in", args=[cohort.training.slug, cohort.number, row.pk]))
    rows = Learner.objects.filter(left_on=None, team__left_on=None)
    if row.learner is not None:  # theirs in whichever team of the cohort they are by now
        rows = rows.filter(team__cohort=cohort, person=row.learner.person_id)
    else:
        rows = rows.filter(team=row.team_id)
    people = reachable(Person.objects.filter(pk__in=rows.values("person")))
    for person in people:
        told = {"homework": row.homework, "remark": remark, "link": link}
        _write(person, ANSWERED, "learning/homework/letters/answered.txt", told, str(remark.pk))
    return len(people)


def waiting(person: Person, cohort: Cohort, rows: Sequence[HandIn], day: str) -> None:
    """What came since the last letter, at most one letter a day and cohort."""
    link = whole(reverse("learning:waiting", args=[cohort.training.slug, cohort.number]))
    _write(
        person,
        WAITING,
        "learning/homework/letters/waiting.txt",
        {"cohort": cohort, "rows": rows[:20], "more": max(len(rows) - 20, 0), "link": link},
        f"{cohort.pk}-{day}",
    )


def due(person: Person, homework: Homework) -> None:
    """One letter for each due day of a homework; writing it again writes nothing."""
    cohort = homework.cohort
    link = whole(reverse("learning:homework", args=[cohort.training.slug, cohort.number, homework.pk]))
    about = f"{homework.pk}-{homework.due_on.isoformat()}"
    _write(person, DUE, "learning/homework/letters/due.txt", {"homework": homework, "link": link}, about)


def _write(person: Person, kind: str, template: str, told: Mapping[str, object], about: str) -> None:
    write_to(person, template, told, kind=kind, key=f"{kind}-{about}-{person.pk}")
