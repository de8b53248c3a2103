"""Who may see, run and vote in a choosing. A draft is of those who run it; a published one everybody's to read."""

from django.db.models import Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.people.personal_links import digest_of
from talka.programmes.access import organises_in, programmes_organised
from talka.programmes.models import Programme
from talka.resources.queries.places import within

from ..models import Choosing, ChoosingOption, Voter, VoterLink
from .offices import acts_for

RELATED = ("organisation", "programme", "area")


def purses_of(person: Person | None) -> tuple[list[Organisation], list[Programme]]:
    """Whose money a person may have people choose about: their own local government's, and that of programmes they
    organise. Administrators: of all."""
    governments = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, merged_into=None)
    if not is_administrator(person):
        office = office_of(person)
        governments = governments.filter(pk__in=[office.pk] if office else [])
    programmes = programmes_organised(person).filter(archived_at=None)
    return list(governments.order_by("sort_key")), list(programmes.order_by("code", "pk"))


def may_begin(person: Person | None) -> bool:
    return person is not None and any(purses_of(person))


def beginners_only(person: Person | None) -> Person:
    """For the page on which one is begun: "not found" to everybody else."""
    if person is None or not may_begin(person):
        raise Http404
    return person


def runs(person: Person | None, row: Choosing) -> bool:
    """Those who work for the local government, or organise the programme, whose money it is."""
    if row.organisation is not None:
        return acts_for(person, row.organisation)
    return row.programme_id is not None and organises_in(person, row.programme_id)


def choosings_known_to(person: Person | None) -> QuerySet[Choosing]:
    rows = Choosing.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    known = Q(published_at__isnull=False) & (Q(programme=None) | Q(programme__public=True))
    office = office_of(person)
    if office is not None:
        known |= Q(organisation=office)
    if person is not None:
        known |= Q(programme__in=programmes_organised(person))
        known |= Q(published_at__isnull=False, pk__in=all_lines_of(person).values("choosing"))
    return rows.filter(known)


def choosing_for(person: Person | None, pk: int) -> Choosing:
    row = choosings_known_to(person).select_related(*RELATED).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def choosing_to_run(person: Person | None, pk: int) -> Choosing:
    """For pages of those who run it."""
    row = choosing_for(person, pk)
    if not runs(person, row):
        raise Http404
    return row


def option_to_run(person: Person | None, pk: int, option: int) -> ChoosingOption:
    row = choosing_to_run(person, pk)
    found = ChoosingOption.objects.filter(choosing=row, pk=option).first()
    if found is None:
        raise Http404
    found.choosing = row
    return found


def voter_to_run(person: Person | None, pk: int, voter: int) -> Voter:
    """A line of the roll."""
    row = choosing_to_run(person, pk)
    found = Voter.objects.filter(choosing=row, pk=voter).first()
    if found is None:
        raise Http404
    found.choosing = row
    return found


def voter_by(token: str) -> Voter:
    """Whose link it is; "not found" for one that nobody was sent. What was merged is one line."""
    link = (
        VoterLink.objects.select_related("voter__joined", *(f"voter__choosing__{name}" for name in RELATED))
        .filter(digest=digest_of(token), voter__choosing__published_at__isnull=False)
        .first()
    )
    if link is None:
        raise Http404
    holder = holder_of(link.voter)
    if holder is not None:
        link.voter.person = holder
    return link.voter


def stands_on_roll(person: Person | None, row: Choosing) -> Voter | None:
    """The person's own line, if there is one; where there are several, the one that voted."""
    if person is None:
        return None
    return lines_of(person, row).order_by("voted_on", "pk").first()  # nulls stand last


def lines_of(person: Person, row: Choosing) -> QuerySet[Voter]:
    """The person's own on the roll of one vote."""
    return all_lines_of(person).filter(choosing=row)


def all_lines_of(person: Person) -> QuerySet[Voter]:
    """Those of the person, and those brought by the address with which they sign in, although nobody knew then whose
    it is."""
    own = Q(person=person)
    if person.account is not None and person.account.email:
        own |= Q(person=None, email=person.account.email.lower())
    return Voter.objects.filter(own)


def holder_of(voter: Voter) -> Person | None:
    """Who signs in with the address of a line of which nobody knows yet whose it is. One query."""
    if voter.person_id is not None or not voter.email:
        return None
    rows = Person.objects.filter(account__email=voter.email.lower(), erased_at=None, merged_into=None)
    return rows.order_by("pk").first()


def same_person(voter: Voter) -> set[int]:
    """Row ids of all lines of the roll that are this person: joined by hand, or of one known person. One query where
    it is one line."""
    rows = Voter.objects.filter(choosing=voter.choosing_id)
    found = {voter.pk, voter.joined_id or voter.pk}
    persons: set[int] = set() if voter.person_id is None else {voter.person_id}
    while True:
        near = Q(pk__in=found) | Q(joined__in=found) | Q(person__in=persons)
        met = list(rows.filter(near).values_list("pk", "joined", "person"))
        more = {one for pk, joined, _person in met for one in (pk, joined) if one is not None}
        known = persons | {one for _pk, _joined, one in met if one is not None}
        if more == found and known == persons:
            return found
        found, persons = found | more, persons | known


def may_vote(person: Person | None, row: Choosing) -> bool:
    """Whether somebody signed in is one of those who are asked; whoever declares where they live says so with the
    ballot."""
    if person is None or person.erased_at is not None:
        return False
    if row.voters == Choosing.Voters.DECLARED:
        return True
    if row.voters == Choosing.Voters.MEMBERS and _of_the_place(person, row):
        return True
    return stands_on_roll(person, row) is not None


def _of_the_place(person: Person, row: Choosing) -> bool:
    office = office_of(person)
    if office is None:
        return False
    own = row.organisation_id is not None and office.pk == row.organisation_id
    return own or (office.area_id is not None and within([row.area_id]).filter(pk=office.area_id).exists())


def check_runs(person: Person | None, row: Choosing) -> None:
    """Raises Refusal(403). For actions. Nobody is the house itself, loading files and doing jobs."""
    if person is not None and not runs(person, row):
        raise not_allowed()


def check_purse(person: Person | None, organisation: Organisation | None, programme: Programme | None) -> None:
    """Raises Refusal(403) for whoever may not have people choose about this money."""
    governments, programmes = purses_of(person)
    if person is not None and not (organisation in governments or programme in programmes):
        raise not_allowed()
