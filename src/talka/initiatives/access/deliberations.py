"""Who may know of a deliberation, take part in it and run it; with an account or by the personal link of a letter."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.people.personal_links import person_by
from talka.programmes.access import organises_anything, organises_in, programmes_organised
from talka.programmes.models import Programme

from ..models import Deliberation, DeliberationHearing, DeliberationMember, DeliberationQuestion, Statement
from .offices import acts_for

State, Entry = Deliberation.State, Deliberation.Entry


def purpose(pk: int) -> str:
    """What a personal link opens: this deliberation (its row id), nothing else."""
    return f"deliberation-{pk}"


def answer_purpose(pk: int) -> str:
    """What an official's link opens: the answer to this question (its row id)."""
    return f"deliberation-answer-{pk}"


@dataclass(frozen=True)
class Visit:
    """Somebody at a deliberation: signed in, by a personal link (then with its token), or neither."""

    row: Deliberation
    person: Person | None
    token: str = ""

    def at(self, name: str, *args: object) -> str:
        """The address of a page of it, by the way on which they came."""
        if self.token:
            return reverse(f"initiatives:{name}_by_link", args=[self.row.pk, self.token, *args])
        return reverse(f"initiatives:{name}", args=[self.row.pk, *args])

    @property
    def runs(self) -> bool:
        """A link opens taking part only, whoever holds it."""
        return not self.token and runs(self.person, self.row)

    @property
    def takes_part(self) -> bool:
        return may_take_part(self.person, self.row)

    @property
    def member(self) -> DeliberationMember | None:
        return member_of(self.person, self.row)


def member_of(person: Person | None, row: Deliberation) -> DeliberationMember | None:
    """One query, once per request."""
    if person is None:
        return None
    rows = DeliberationMember.objects.filter(deliberation=row, person=person)
    return once(person, f"member of deliberation {row.pk}", rows.first)


def deliberations_known_to(person: Person | None) -> QuerySet[Deliberation]:
    """Opened ones for everybody, where everybody may take part; those for invited people by these; drafts by those who
    run them."""
    rows = Deliberation.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    shown = Q(programme=None) | Q(programme__public=True, programme__archived_at=None)
    known = shown & ~Q(state=State.DRAFT) & Q(entry=Entry.ACCOUNT)
    if person is not None:
        invited = DeliberationMember.objects.filter(deliberation=OuterRef("pk"), person=person)
        known |= ~Q(state=State.DRAFT) & Q(Exists(invited))
        office = office_of(person)
        if office is not None:
            known |= Q(organisation=office)
        if organises_anything(person):
            known |= Q(programme__in=programmes_organised(person))
    return rows.filter(known)


def deliberation_for(person: Person | None, pk: int) -> Deliberation:
    rows = deliberations_known_to(person).select_related("programme", "organisation", "initiative")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def visit(person: Person | None, pk: int, token: str = "") -> Visit:
    """With a token it is whose link it is that comes, whoever is signed in. Raises Http404, and Refusal for a link that
    is over."""
    if not token:
        return Visit(deliberation_for(person, pk), person)
    holder = person_by(token, purpose(pk))
    rows = Deliberation.objects.select_related("programme", "organisation", "initiative")
    row = rows.exclude(state=State.DRAFT).filter(pk=pk, retired_at=None).first()
    if row is None or not DeliberationMember.objects.filter(deliberation=row, person=holder).exists():
        raise Http404
    return Visit(row, holder, token)


def runs(person: Person | None, row: Deliberation) -> bool:
    """The people of its organisation, or who organises anything in its programme."""
    if row.organisation is not None:
        return acts_for(person, row.organisation)
    return row.programme_id is not None and organises_in(person, row.programme_id)


def deliberation_to_run(person: Person | None, pk: int) -> Deliberation:
    row = deliberation_for(person, pk)
    if not runs(person, row):
        raise Http404
    return row


def is_open(row: Deliberation, now: datetime | None = None) -> bool:
    """Whether it takes votes at this moment: its times are moments, the same in every time zone."""
    now = now or timezone.now()
    begun = row.opens_at is None or row.opens_at <= now
    return row.state == State.OPEN and begun and (row.closes_at is None or now < row.closes_at)


def is_over(row: Deliberation, now: datetime | None = None) -> bool:
    """Closed by hand, or by its time although nobody has written it down yet."""
    if row.state == State.CLOSED:
        return True
    return row.state == State.OPEN and row.closes_at is not None and row.closes_at <= (now or timezone.now())


def may_take_part(person: Person | None, row: Deliberation) -> bool:
    """Whether somebody may vote, write and ask while it is open. Not asked here: whether it is."""
    if person is None or person.erased_at is not None or row.state == State.DRAFT:
        return False
    if row.entry == Entry.ACCOUNT and person.account_id is not None:
        return True
    member = member_of(person, row)
    return member is not None and member.invited_at is not None


def sees_results(at: Visit) -> bool:
    """Everybody who may know of it: once it is over, or before where it was set so."""
    return is_over(at.row) or (at.row.state == State.OPEN and at.row.showing == Deliberation.Showing.LIVE)


def statement_for(at: Visit, pk: int) -> Statement:
    """One that stands or was hidden; what waits or was not let in is not there for others."""
    row = Statement.objects.filter(deliberation=at.row, pk=pk, state=Statement.State.STANDING).first()
    if row is None:
        raise Http404
    row.deliberation = at.row
    return row


def statement_to_decide(person: Person | None, pk: int, row: int) -> Statement:
    found = Statement.objects.filter(deliberation=deliberation_to_run(person, pk), pk=row).first()
    if found is None:
        raise Http404
    return found


def question_for(at: Visit, pk: int) -> DeliberationQuestion:
    row = DeliberationQuestion.objects.select_related("official").filter(deliberation=at.row, pk=pk).first()
    if row is None:
        raise Http404
    row.deliberation = at.row
    return row


def may_answer(person: Person | None, row: DeliberationQuestion) -> bool:
    """The official; and who runs it writes down what was answered otherwise."""
    if person is not None and row.official_id == person.pk:
        return True
    return runs(person, row.deliberation)


def question_to_answer(person: Person | None, pk: int, row: int) -> DeliberationQuestion:
    """For the official, who need not know of the deliberation otherwise, and for those who run it."""
    found = _questions().filter(deliberation=pk, pk=row, deliberation__retired_at=None).first()
    if found is None or found.directed_at is None or not may_answer(person, found):
        raise Http404
    return found


def question_by_link(pk: int, row: int, token: str) -> DeliberationQuestion:
    """By the link of the letter: as long as the question is with this official."""
    person = person_by(token, answer_purpose(row))
    found = _questions().filter(deliberation=pk, pk=row, official=person, deliberation__retired_at=None).first()
    if found is None:
        raise Http404
    return found


def _questions() -> QuerySet[DeliberationQuestion]:
    return DeliberationQuestion.objects.select_related(
        "official", "deliberation__programme", "deliberation__organisation"
    )


def member_to_withdraw(person: Person | None, pk: int, row: int) -> DeliberationMember:
    found = DeliberationMember.objects.select_related("person").filter(
        deliberation=deliberation_to_run(person, pk), pk=row, invited_at__isnull=False
    )
    member = found.first()
    if member is None or member.person_id is None:
        raise Http404
    return member


def hearing_to_remove(person: Person | None, pk: int, row: int) -> DeliberationHearing:
    found = DeliberationHearing.objects.filter(deliberation=deliberation_to_run(person, pk), pk=row).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Holders:
    """For whom somebody may begin one."""

    organisations: list[Organisation]
    programmes: list[Programme]

    def __bool__(self) -> bool:
        return bool(self.organisations or self.programmes)


def holders(person: Person | None) -> Holders:
    """Their own organisation of the register, and the programmes in which they organise anything."""
    if person is None:
        return Holders([], [])
    office = office_of(person)
    programmes = list(programmes_organised(person).filter(archived_at=None).order_by("code", "pk"))
    return Holders([office] if office is not None else [], programmes)


def beginners_only(person: Person | None) -> Holders:
    """For the page on which one is begun: "not found" to everybody else."""
    found = holders(person)
    if not found:
        raise Http404
    return found


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
