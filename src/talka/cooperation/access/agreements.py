"""Who may see and change agreements. A draft is its parties' own; one that is public is everybody's to read."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from talka.people.access import is_administrator, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of

from .. import access as cases
from ..models import Agreement, AgreementClause, AgreementImport, AgreementParty, ClauseComment, Endorsement

PARTY = AgreementParty.State.PARTY


def known_to(person: Person | None) -> QuerySet[Agreement]:
    """Public ones, and those of the reader's own cases and organisation, also where it has left."""
    rows = Agreement.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    known = Q(published_at__isnull=False)
    office = office_of(person)
    if office is not None:
        known |= Q(pk__in=AgreementParty.objects.filter(organisation=office).values("agreement"))
    if person is not None:
        inside = cases.cases_known_to(person).filter(_inside(person, office))
        known |= Q(case__in=inside)
        known |= Q(case=None, by=person)
    return rows.filter(known)


def _inside(person: Person, office: Organisation | None) -> Q:
    """Cases whose inside a person reads: of the partner it works for, of a programme it organises."""
    from talka.programmes.access import organises_anything, programmes_organised

    from ..models import Partner
    from ..models.cases import STANDING

    inside = Q(pk__in=[])
    if office is not None:
        inside |= Q(pk__in=Partner.objects.filter(organisation=office, state__in=STANDING).values("case"))
    if organises_anything(person):
        inside |= Q(programme__in=programmes_organised(person))
    return inside


def party_of(person: Person | None, agreement: Agreement) -> AgreementParty | None:
    """The party for which a person speaks, also one that has left."""
    office = office_of(person)
    if person is None or office is None:
        return None
    rows = AgreementParty.objects.filter(agreement=agreement, organisation=office)
    return once(person, f"party of agreement {agreement.pk}", rows.first)


def may_change(person: Person | None, agreement: Agreement) -> bool:
    """Of a case: whoever may change the case. Without one: its parties' people, who entered it, administrators."""
    if person is None:
        return False
    if agreement.case is not None:
        return cases.may_change(person, agreement.case)
    party = party_of(person, agreement)
    return (party is not None and party.stands) or agreement.by_id == person.pk or is_administrator(person)


def may_read_inside(person: Person | None, agreement: Agreement) -> bool:
    """Drafts, versions and comments: the parties' people, the partners of its case, who may change it."""
    if person is None:
        return False
    if party_of(person, agreement) is not None or may_change(person, agreement):
        return True
    return agreement.case is not None and cases.may_read_inside(person, agreement.case)


def may_answer_for(person: Person | None, party: AgreementParty) -> bool:
    """Whether somebody may say what a party's council decided: its own people. Where none of them can sign in yet, who
    may change the agreement writes it down."""
    office = office_of(person)
    if office is not None and office.pk == party.organisation_id:
        return True
    return may_change(person, party.agreement) and not cases.has_people(party.organisation)


def may_begin_without_a_case(person: Person | None) -> bool:
    """Who works for an organisation, and organisers of anything: a standing agreement enters the register so."""
    return cases.may_begin(person)


def check_change(person: Person | None, agreement: Agreement) -> None:
    """Raises Refusal(403). For actions."""
    if not may_change(person, agreement):
        raise not_allowed()


def check_answer_for(person: Person | None, party: AgreementParty) -> None:
    """Raises Refusal(403). For actions."""
    if not may_answer_for(person, party):
        raise not_allowed()


def agreement_for(person: Person | None, slug: str) -> Agreement:
    """Taken away ones are there only for those who may bring them back."""
    row = Agreement.objects.select_related("case__programme", "replaces").filter(slug=slug).first()
    if row is None:
        raise Http404
    open_to_all = row.published_at is not None and row.retired_at is None
    if open_to_all or (may_change(person, row) if row.retired_at else may_read_inside(person, row)):
        return row
    raise Http404


def agreement_inside(person: Person | None, slug: str) -> Agreement:
    row = agreement_for(person, slug)
    if row.retired_at or not may_read_inside(person, row):
        raise Http404
    return row


def agreement_to_change(person: Person | None, slug: str) -> Agreement:
    row = agreement_for(person, slug)
    if row.retired_at or not may_change(person, row):
        raise Http404
    return row


def agreement_to_restore(person: Person | None, slug: str) -> Agreement:
    row = agreement_for(person, slug)
    if not may_change(person, row):
        raise Http404
    return row


def party_to_change(person: Person | None, slug: str, pk: int) -> AgreementParty:
    return party_of_agreement(agreement_to_change(person, slug), pk)


def party_to_answer(person: Person | None, slug: str, pk: int) -> AgreementParty:
    party = party_of_agreement(agreement_inside(person, slug), pk)
    if not may_answer_for(person, party):
        raise Http404
    return party


def party_of_agreement(agreement: Agreement, pk: int) -> AgreementParty:
    """One of its parties; the agreement came through a door of this file."""
    rows = AgreementParty.objects.select_related("organisation__area")
    row = rows.filter(agreement=agreement, pk=pk).first()
    if row is None:
        raise Http404
    row.agreement = agreement
    return row


def clause_to_change(person: Person | None, slug: str, pk: int) -> AgreementClause:
    return _clause(agreement_to_change(person, slug), pk)


def clause_inside(person: Person | None, slug: str, pk: int) -> AgreementClause:
    return _clause(agreement_inside(person, slug), pk)


def _clause(agreement: Agreement, pk: int) -> AgreementClause:
    return get_object_or_404(agreement.clauses, pk=pk)


def comment_inside(person: Person | None, slug: str, pk: int) -> ClauseComment:
    agreement = agreement_inside(person, slug)
    return get_object_or_404(agreement.comments, pk=pk)


def endorsement_file_for(person: Person | None, slug: str, pk: int) -> Endorsement:
    """A council's decision as a file: the parties' own, and everybody's where it is open."""
    agreement = agreement_for(person, slug)
    row = Endorsement.objects.filter(party__agreement=agreement, pk=pk).exclude(file="").first()
    if row is None or not (row.open_file or may_read_inside(person, agreement)):
        raise Http404
    return row


def import_for(person: Person | None, key: str) -> AgreementImport:
    """A table on its way in: of whoever sent it."""
    row = AgreementImport.objects.filter(key=key).select_related("by__account").first()
    if row is None or person is None or row.by_id != person.pk:
        raise Http404
    return row


def begins_agreements_only(person: Person | None) -> None:
    """For pages on which an agreement without a case is entered: "not found" to everybody else."""
    if not may_begin_without_a_case(person):
        raise Http404


def ask_once(person: Person) -> None:
    """For long tables, also in the background: what somebody may is found out once, as in one request."""
    if person.asked is None:
        person.asked = {}
