"""A case as its pages show it: its partners, and what the reader may do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from talka.links.queries import came_from
from talka.links.registry import Shown
from talka.people.models import Person
from talka.people.office import office_of

from .. import access
from ..models import CooperationCase, Partner
from ..trail import CASE


@dataclass(frozen=True)
class PartnerRow:
    """One party. own: the reader speaks for it; may_answer: and may say what it decides."""

    partner: Partner
    own: bool
    may_answer: bool

    @property
    def tone(self) -> str:
        """The tone of the badge of its state."""
        tones = {"taking_part": "success", "invited": "info", "withdrawn": "warning", "declined": "neutral"}
        return tones[self.partner.state]


def partners_of(case: CooperationCase, person: Person | None) -> Sequence[PartnerRow]:
    """All parties, those that left too; those that were only asked or said no are shown to the partners alone. One
    query, and one for each party an organiser might answer for."""
    inside = access.may_read_inside(person, case)
    rows = Partner.objects.filter(case=case).select_related("organisation__area", "focal_point")
    rows = rows.defer("organisation__area__boundary", "organisation__area__outline")
    office = office_of(person)
    organiser = access.organises(person, case)
    found = []
    for row in rows:
        if not inside and row.state in (Partner.State.INVITED, Partner.State.DECLINED):
            continue
        row.case = case
        own = office is not None and office.pk == row.organisation_id
        found.append(PartnerRow(row, own, own or (organiser and access.may_answer_for(person, row))))
    return found


def causes_of(case: CooperationCase, person: Person | None) -> Sequence[Shown]:
    """The needs and measures it comes from, as far as the reader may know of them. One to three queries."""
    return came_from(CASE, case.pk, person)
