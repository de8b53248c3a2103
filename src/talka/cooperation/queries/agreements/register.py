"""The register of agreements: searched by words, service, legal form, party and the day on which one holds."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from talka.people.models import Organisation, Person
from talka.ui.folding import fold

from ...access.agreements import known_to
from ...models import Agreement, AgreementParty, CooperationCase
from ...models.agreements import OVER


@dataclass(frozen=True)
class Asked:
    """What is looked for; nothing said asks for everything. day: on which it is in force."""

    words: str = ""
    service: str = ""
    form: str = ""
    party: str = ""
    state: str = ""
    day: dt.date | None = None

    @property
    def anything(self) -> bool:
        return any((self.words, self.service, self.form, self.party, self.state, self.day))


def register_of(person: Person | None, asked: Asked) -> QuerySet[Agreement]:
    """The agreements a person may know of, the newest first. Two queries when read by the page."""
    rows = known_to(person)
    for word in fold(asked.words).split():
        rows = rows.filter(folded__contains=word)
    if asked.service:
        rows = rows.filter(service=asked.service)
    if asked.form:
        rows = rows.filter(form=asked.form)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.party:
        party = AgreementParty.objects.filter(
            agreement=OuterRef("pk"), organisation__folded__contains=fold(asked.party)
        )
        rows = rows.filter(Exists(party))
    if asked.day:
        rows = rows.filter(in_force_on(asked.day))
    return rows.prefetch_related(Prefetch("parties", standing_parties(), to_attr="standing_parties")).order_by(
        "-created_at", "-pk"
    )


def in_force_on(day: dt.date) -> Q:
    """Agreements that held on a day, also those that have ended since."""
    begun = Q(valid_from__lte=day)
    holds = Q(state=Agreement.State.IN_FORCE) & (Q(valid_to=None) | Q(valid_to__gte=day))
    held = Q(state__in=OVER, ended_on__gte=day)
    return begun & (holds | held)


def standing_parties() -> QuerySet[AgreementParty]:
    return (
        AgreementParty.objects.filter(state=AgreementParty.State.PARTY)
        .select_related("organisation")
        .order_by("order", "pk")
    )


def agreements_of_case(case: CooperationCase, person: Person | None) -> list[Agreement]:
    """Those of one case that the reader may know of. Two queries."""
    rows = known_to(person).filter(case=case)
    return list(rows.prefetch_related(Prefetch("parties", standing_parties(), to_attr="standing_parties")))


def retired_of(person: Person | None) -> list[Agreement]:
    """Agreements that were taken away and that the person may bring back."""
    from ...access.agreements import may_change

    rows = Agreement.objects.exclude(retired_at=None).select_related("case").order_by("-retired_at")[:50]
    return [row for row in rows if may_change(person, row)]


def organisations_to_choose() -> QuerySet[Organisation]:
    """Whom an agreement can have as party: every organisation that was not merged into another."""
    return Organisation.objects.filter(merged_into=None).order_by("sort_key")
