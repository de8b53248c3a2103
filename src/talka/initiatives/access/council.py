"""Who may ask a council, act for it, and read what it answered."""

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.links.registry import Shown, kind_of
from talka.people.access import is_administrator, not_allowed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything, organises_in

from ..models import CouncilDecision, CouncilFigures, CouncilQuestion, Initiative
from .initiatives import initiatives_known_to
from .initiatives import may_change as is_author
from .offices import acts_for, council_of

HEAVY = ("council__area__boundary", "council__area__outline", "council__merged_into__area__boundary",
         "council__merged_into__area__outline", "initiative__area__boundary", "initiative__area__outline")  # fmt: skip
MOST_MERGES = 10
ABOUT = ("choosing", "consultation", "deliberation")
"""Of what beside an initiative a question can be: kinds of the trail."""


def council_now(council: Organisation) -> Organisation:
    """The local government itself, or the one it was merged into."""
    for _step in range(MOST_MERGES):
        if council.merged_into is None:
            break
        council = council.merged_into
    return council


def of_council(council: Organisation) -> Q:
    """Questions to it, and to those that were merged into it."""
    return Q(council=council) | Q(council__merged_into=council) | Q(council__merged_into__merged_into=council)


def questions_known_to(person: Person | None) -> QuerySet[CouncilQuestion]:
    """Of initiatives that one may read, and of no initiative; one's own; those to the council for which one acts."""
    if is_administrator(person):
        return CouncilQuestion.objects.all()
    known = Q(initiative=None) | Q(initiative__in=initiatives_known_to(person).values("pk"))
    if person is not None:
        known |= Q(by=person)
        office = office_of(person)
        if office is not None:
            known |= of_council(office)
    return CouncilQuestion.objects.filter(known)


def question_for(person: Person | None, pk: int) -> CouncilQuestion:
    rows = questions_known_to(person).select_related(
        "council__area", "council__merged_into__area", "initiative__area", "initiative__programme"
    )
    row = rows.defer(*HEAVY).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def may_answer(person: Person | None, question: CouncilQuestion) -> bool:
    """The people of the municipality."""
    return person is not None and acts_for(person, council_now(question.council))


def question_to_answer(person: Person | None, pk: int) -> CouncilQuestion:
    row = question_for(person, pk)
    if not may_answer(person, row):
        raise Http404
    return row


def may_ask_of(person: Person | None, initiative: Initiative) -> str:
    """As what somebody may put an initiative before the council; "" where they may not."""
    if person is None:
        return ""
    if is_author(person, initiative):
        return CouncilQuestion.AskedAs.AUTHOR
    if is_administrator(person) or (
        initiative.programme_id is not None and organises_in(person, initiative.programme_id)
    ):
        return CouncilQuestion.AskedAs.ORGANISER
    council = council_of(initiative.area)
    return CouncilQuestion.AskedAs.COUNCIL if council is not None and acts_for(person, council) else ""


def initiative_to_ask_of(person: Person | None, pk: int) -> Initiative:
    """ "Not found" to who may not ask for it."""
    rows = initiatives_known_to(person).select_related("area", "programme").defer("area__boundary", "area__outline")
    row = rows.filter(pk=pk).first()
    if row is None or not may_ask_of(person, row):
        raise Http404
    return row


def may_ask_freely(person: Person | None) -> str:
    """A question of no initiative: organisers of anything ask it, and local governments enter what came on paper."""
    if person is None:
        return ""
    if is_administrator(person) or organises_anything(person):
        return CouncilQuestion.AskedAs.ORGANISER
    office = office_of(person)
    if office is not None and office.kind == Organisation.Kind.MUNICIPALITY:
        return CouncilQuestion.AskedAs.COUNCIL
    return ""


def asker_only(person: Person | None) -> Person:
    if person is None or not may_ask_freely(person):
        raise Http404
    return person


def councils_to_ask(person: Person | None) -> QuerySet[Organisation]:
    """Those whom a question of no initiative can be put to: one's own for who enters what came on paper."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, merged_into=None).order_by("sort_key")
    role = may_ask_freely(person)
    if role == CouncilQuestion.AskedAs.ORGANISER:
        return rows
    office = office_of(person)
    return rows.filter(pk=office.pk) if role and office is not None else rows.none()


def thing_of(person: Person | None, kind: str, pk: str) -> Shown | None:
    """What else a question is about, as far as the reader may know of it."""
    known = kind_of(kind) if kind in ABOUT and pk.isascii() and pk.isdigit() and len(pk) < 19 else None
    return known.show([pk], person).get(pk) if known is not None else None


def may_change(person: Person | None, question: CouncilQuestion) -> bool:
    """Who asked; of an initiative any of its authors, and organisers of its programme."""
    if person is None:
        return False
    if is_administrator(person) or question.by_id == person.pk:
        return True
    as_what = may_ask_of(person, question.initiative) if question.initiative is not None else ""
    return as_what in (CouncilQuestion.AskedAs.AUTHOR, CouncilQuestion.AskedAs.ORGANISER)


def question_to_change(person: Person | None, pk: int) -> CouncilQuestion:
    row = question_for(person, pk)
    if not may_change(person, row):
        raise Http404
    return row


def decision_for(person: Person | None, pk: int, decision: int) -> CouncilDecision:
    question = question_for(person, pk)
    row = CouncilDecision.objects.filter(question=question, pk=decision).first()
    if row is None:
        raise Http404
    row.question = question
    return row


def decision_to_change(person: Person | None, pk: int, decision: int) -> CouncilDecision:
    row = decision_for(person, pk, decision)
    if not may_answer(person, row.question):
        raise Http404
    return row


def decision_file_for(person: Person | None, pk: int, decision: int) -> CouncilDecision:
    row = decision_for(person, pk, decision)
    if not row.is_kept:
        raise Http404
    return row


def may_follow(person: Person | None, decision: CouncilDecision) -> bool:
    """The people of the municipality, and who is responsible wherever they work."""
    mine = person is not None and decision.responsible_person_id == person.pk
    return mine or may_answer(person, decision.question)


def decision_to_follow(person: Person | None, pk: int, decision: int) -> CouncilDecision:
    row = decision_for(person, pk, decision)
    if not may_follow(person, row):
        raise Http404
    return row


def council_for(person: Person | None, pk: int) -> Organisation:
    """A local government whose answers the person may see summed up: its own people, organisers of anything, and
    everybody where it shows them. "Not found" to others."""
    rows = Organisation.objects.select_related("area").defer("area__boundary", "area__outline")
    row = rows.filter(pk=pk, kind=Organisation.Kind.MUNICIPALITY, merged_into=None).first()
    if row is None or not may_see_figures(person, row):
        raise Http404
    return row


def may_see_figures(person: Person | None, council: Organisation) -> bool:
    if CouncilFigures.objects.filter(council=council, shown=True).exists():
        return True
    return person is not None and (acts_for(person, council) or organises_anything(person))


def council_to_keep(person: Person | None, pk: int) -> Organisation:
    row = council_for(person, pk)
    if not acts_for(person, row):
        raise Http404
    return row


def check(allowed: object) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
