"""Who may see and change what of cooperation. A draft is its partners' own; figures are their owner's to open."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything, organises_in, programmes_organised

from ..models import CooperationCase, Evaluation, Partner, Seat, StepPaper
from ..models.cases import STANDING
from ..models.path import Audience


def may_begin(person: Person | None) -> bool:
    """Who works for an organisation of the register (somebody else said so), and organisers of anything."""
    return office_of(person) is not None or chooses_who_begins(person)


def may_begin_for(person: Person | None, organisation: Organisation) -> bool:
    """For one's own organisation; organisers of anything, who help others to begin, for any."""
    own = office_of(person)
    return chooses_who_begins(person) or (own is not None and own.pk == organisation.pk)


def chooses_who_begins(person: Person | None) -> bool:
    return is_administrator(person) or (person is not None and organises_anything(person))


def cases_known_to(person: Person | None) -> QuerySet[CooperationCase]:
    """Published cases, and drafts of those who are asked to take part or organise the programme they stand in."""
    rows = CooperationCase.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    known = Q(published_at__isnull=False)
    office = office_of(person)
    if office is not None:
        own = Partner.objects.filter(organisation=office, state__in=STANDING).values("case")
        known |= Q(pk__in=own)
    if person is not None and organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return rows.filter(known)


def partner_of(person: Person | None, case: CooperationCase) -> Partner | None:
    """The party for which a person speaks in a case, also an invited one; none that declined or withdrew."""
    office = office_of(person)
    if person is None or office is None:
        return None
    rows = Partner.objects.filter(case=case, organisation=office, state__in=STANDING)
    return once(person, f"partner of case {case.pk}", rows.first)


def organises(person: Person | None, case: CooperationCase) -> bool:
    """Administrators, and organisers of the programme in which the case stands."""
    if case.programme_id is None:
        return is_administrator(person)
    return organises_in(person, case.programme_id)


def may_change(person: Person | None, case: CooperationCase) -> bool:
    """The people of partners that take part, and who organises the programme. An invited partner reads and answers."""
    partner = partner_of(person, case)
    return (partner is not None and partner.takes_part) or organises(person, case)


def may_read_inside(person: Person | None, case: CooperationCase) -> bool:
    """What the partners keep among themselves: drafts, documents, comments. Not the figures, see `sees_figures`."""
    return partner_of(person, case) is not None or organises(person, case)


def sees_figures(person: Person | None, partner: Partner) -> bool:
    """Whether somebody may see what one partner entered about itself. The partner decides; nobody is above it, an
    organiser and an administrator are not. No query beyond `partner_of`."""
    if partner.openness == Partner.Openness.PUBLIC:
        return True
    own = partner_of(person, partner.case)
    if own is None:
        return False
    return own.pk == partner.pk or (partner.openness == Partner.Openness.PARTNERS and own.takes_part)


def may_answer_for(person: Person | None, partner: Partner) -> bool:
    """Whether somebody may say what one partner decides and enter its figures: its own people. Where none of them can
    sign in yet, who organises the programme writes down what it said."""
    office = office_of(person)
    if office is not None and office.pk == partner.organisation_id:
        return True
    return organises(person, partner.case) and not has_people(partner.organisation)


def has_people(organisation: Organisation) -> bool:
    """Whether anybody can sign in for it."""
    return Person.objects.filter(organisation=organisation, account__is_active=True, erased_at=None).exists()


def check_change(person: Person | None, case: CooperationCase) -> None:
    """Raises Refusal(403). For actions."""
    if not may_change(person, case):
        raise not_allowed()


def check_answer_for(person: Person | None, partner: Partner) -> None:
    """Raises Refusal(403). For actions."""
    if not may_answer_for(person, partner):
        raise not_allowed()


def case_for(person: Person | None, slug: str) -> CooperationCase:
    """Taken away ones are there only for those who may bring them back."""
    case = CooperationCase.objects.select_related("programme").filter(slug=slug).first()
    if case is None:
        raise Http404
    open_to_all = case.published_at is not None and case.retired_at is None
    if open_to_all or (may_change(person, case) if case.retired_at else may_read_inside(person, case)):
        return case
    raise Http404


def case_to_change(person: Person | None, slug: str) -> CooperationCase:
    """For pages on which a case is changed: "not found" to everybody else, and where it was taken away."""
    case = case_for(person, slug)
    if case.retired_at or not may_change(person, case):
        raise Http404
    return case


def case_inside(person: Person | None, slug: str) -> CooperationCase:
    """For pages of the partners."""
    case = case_for(person, slug)
    if case.retired_at or not may_read_inside(person, case):
        raise Http404
    return case


def case_to_restore(person: Person | None, slug: str) -> CooperationCase:
    case = case_for(person, slug)
    if not may_change(person, case):
        raise Http404
    return case


def partner_for(person: Person | None, slug: str, pk: int) -> Partner:
    case = case_for(person, slug)
    partner = Partner.objects.select_related("organisation__area").filter(case=case, pk=pk).first()
    if partner is None:
        raise Http404
    partner.case = case
    return partner


def partner_to_answer(person: Person | None, slug: str, pk: int) -> Partner:
    partner = partner_for(person, slug, pk)
    if partner.case.retired_at or not may_answer_for(person, partner):
        raise Http404
    return partner


def beginners_only(person: Person | None) -> None:
    """For pages on which a case is begun: "not found" to everybody else."""
    if not may_begin(person):
        raise Http404


def answered_by(person: Person | None, case: CooperationCase, partners: Iterable[Partner]) -> frozenset[int]:
    """Row ids of the partners for which a person may answer: `may_answer_for` of many. One query for organisers."""
    rows = list(partners)
    office = office_of(person)
    own = {row.pk for row in rows if office is not None and row.organisation_id == office.pk}
    if not organises(person, case):
        return frozenset(own)
    able = Person.objects.filter(account__is_active=True, erased_at=None)
    peopled = set(
        able.filter(organisation__in=[row.organisation_id for row in rows]).values_list("organisation", flat=True)
    )
    return frozenset(own | {row.pk for row in rows if row.organisation_id not in peopled})


def paper_for(person: Person | None, slug: str, pk: int) -> StepPaper:
    """A document or decision; those of the partners are not there for others."""
    case = case_for(person, slug)
    paper = StepPaper.objects.filter(case=case, pk=pk, retired_at=None).first()
    if paper is None or (paper.audience != Audience.PUBLIC and not may_read_inside(person, case)):
        raise Http404
    paper.case = case
    return paper


def paper_to_change(person: Person | None, slug: str, pk: int) -> StepPaper:
    case = case_to_change(person, slug)
    paper = StepPaper.objects.filter(case=case, pk=pk).first()
    if paper is None:
        raise Http404
    paper.case = case
    return paper


def seat_to_change(person: Person | None, slug: str, pk: int) -> Seat:
    case = case_to_change(person, slug)
    seat = Seat.objects.select_related("partner__organisation", "person").filter(case=case, pk=pk).first()
    if seat is None:
        raise Http404
    seat.case = case
    return seat


def evaluation_to_change(person: Person | None, slug: str, pk: int) -> Evaluation:
    case = case_to_change(person, slug)
    found = Evaluation.objects.filter(case=case, pk=pk).first()
    if found is None:
        raise Http404
    found.case = case
    return found


def organisation_to_ask(person: Person | None, key: str) -> Organisation:
    """Whom one can write to: "not found" to who begins no cases, and for one's own organisation."""
    beginners_only(person)
    row = Organisation.objects.select_related("area").defer("area__boundary", "area__outline").filter(key=key).first()
    office = office_of(person)
    if row is None or row.merged_into_id is not None or (office is not None and office.pk == row.pk):
        raise Http404
    return row


def cases_to_change(person: Person | None) -> QuerySet[CooperationCase]:
    """The cases into which somebody can ask partners: those of their own organisation, and of programmes they
    organise. An administrator's are all."""
    rows = CooperationCase.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    changed = Q(pk__in=[])
    office = office_of(person)
    if office is not None:
        own = Partner.objects.filter(organisation=office, state=Partner.State.TAKING_PART).values("case")
        changed |= Q(pk__in=own)
    if person is not None and organises_anything(person):
        changed |= Q(programme__in=programmes_organised(person))
    return rows.filter(changed)


def partner_with_brief(person: Person | None, slug: str, pk: int) -> Partner:
    """The brief for a council is the partner's own and says its figures: for whom it shows them among the partners, and
    for who writes it."""
    case = case_inside(person, slug)
    partner = Partner.objects.select_related("organisation", "brief").filter(case=case, pk=pk).first()
    if partner is None or partner.state == Partner.State.DECLINED:
        raise Http404
    partner.case = case
    if not may_open_brief(person, partner):
        raise Http404
    return partner


def may_open_brief(person: Person | None, partner: Partner) -> bool:
    """Who sees the partner's figures; and who writes down what a partner without people says, as long as no other
    person wrote there before: the partner may have had people once. What the house loaded is no person's."""
    if sees_figures(person, partner):
        return True
    brief = getattr(partner, "brief", None)
    free = brief is None or brief.by_id is None or _wrote(person, brief.by_id)
    return free and may_answer_for(person, partner)


def may_read_answers(person: Person | None, partner: Partner, written_by: int | None) -> bool:
    """The same of the answers in a step that a partner opens together with its figures."""
    return sees_figures(person, partner) or (_wrote(person, written_by) and may_answer_for(person, partner))


def _wrote(person: Person | None, by: int | None) -> bool:
    return person is not None and by == person.pk


def brief_to_write(person: Person | None, slug: str, pk: int) -> Partner:
    partner = partner_with_brief(person, slug, pk)
    if not partner.takes_part or not may_answer_for(person, partner):
        raise Http404
    return partner
