"""Letters about community plans and impressions: somebody commented, a story waits, a story was published or given
back. They hold no words of a comment and no title of a story: these can be taken back, a letter cannot."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from talka.letters.actions import queue_letter
from talka.letters.rendering import render_letter
from talka.people.letters import letter_reference
from talka.people.models import Person
from talka.programmes.models import TeamMember
from talka.ui.addresses import whole

from .homework_letters import reachable
from .models import Impression, Learner, PlanComment, Staff

COMMENTED = "learning-plan-commented"
OFFERED = "learning-impression-offered"
DECIDED = "learning-impression-decided"


def commented(comment: PlanComment) -> None:
    """To the team, of what those who teach said; to these, of what the team said. Of a plan of no cohort nobody is
    written to."""
    team = comment.plan.team
    if team is None:
        return
    if comment.from_staff:
        people = Learner.objects.filter(team=team, left_on=None).values("person")
    else:
        people = _staff(team.cohort_id, team.cohort.training_id).values("person")
    told = {"plan": comment.plan, "link": whole(reverse("learning:community_plan", args=[comment.plan_id]))}
    whom = reachable(Person.objects.filter(pk__in=people).exclude(pk=comment.by_id or 0))
    _write(whom, COMMENTED, "learning/community_plans/letters/commented.txt", told, str(comment.pk))


def offered(row: Impression) -> None:
    """To the coordinators; where there are none, and of an angel's story, to the organisers of the programme. Once for
    each version of it."""
    organisers = TeamMember.objects.filter(
        programme=row.programme_id, project=None, role=TeamMember.Role.ORGANISER
    ).values("person")
    coordinators = Staff.objects.none().values("person")
    if row.team is not None:
        staff = _staff(row.team.cohort_id, row.training_id).filter(role=Staff.Role.COORDINATOR)
        coordinators = staff.values("person")
    people = coordinators if coordinators.exists() else organisers
    link = whole(reverse("learning:impression", args=[row.pk]))
    told = {"training": row.training or row.programme, "link": link}
    whom = reachable(Person.objects.filter(pk__in=people).exclude(pk=row.person_id or 0))
    _write(whom, OFFERED, "learning/impressions/letters/offered.txt", told, f"{row.pk}-{row.version}")


def decided(row: Impression) -> None:
    """To the writer: it is published, or given back. Called once for each decision."""
    told = {
        "published": row.state == Impression.State.PUBLISHED,
        "link": whole(reverse("learning:impression", args=[row.pk])),
    }
    whom = reachable(Person.objects.filter(pk=row.person_id))
    # Given back, offered again as it stands and given back again are two letters.
    about = f"{row.pk}-{row.version}-{row.state}-{timezone.now().isoformat()}"
    _write(whom, DECIDED, "learning/impressions/letters/decided.txt", told, about)


def _staff(cohort: int, training: int | None) -> QuerySet[Staff]:
    return Staff.objects.filter(Q(cohort=None) | Q(cohort=cohort), training=training)


def _write(people: Iterable[Person], kind: str, template: str, told: dict[str, object], about: str) -> None:
    for person in people:
        language = person.language if person.language in ("lv", "en") else "lv"
        with translation.override(language):
            words = render_letter(template, {"person": person, **told}, language)
        queue_letter(
            to=person.email,
            to_name=person.name,
            letter=words,
            kind=kind,
            key=f"{kind}-{about}-{person.pk}",
            person_ref=letter_reference(person),
        )
