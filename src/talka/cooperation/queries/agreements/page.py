"""One agreement as its pages show it: parties and their councils, the text with its comments, versions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from talka.people.models import Person
from talka.people.office import office_of

from ...access import agreements as access
from ...agreements.filling import Part, Whole, whole_text
from ...agreements.library import documents, library
from ...models import Agreement, AgreementClause, AgreementParty, AgreementText, ClauseComment, Endorsement
from .troubles import Troubles, troubles_of

HEAVY = ("organisation__area__boundary", "organisation__area__outline")


@dataclass(frozen=True)
class PartyRow:
    """One party. answer: of its council about the text that holds now; earlier: its last one about another version.
    share: of the budget, 0 to 1, None where it is not known."""

    party: AgreementParty
    answer: Endorsement | None
    earlier: Endorsement | None
    may_answer: bool
    share: Decimal | None

    @property
    def tone(self) -> str:
        if not self.party.stands:
            return "neutral"
        if self.answer is None:
            return "warning"
        return "success" if self.answer.answer == Endorsement.Answer.ENDORSED else "error"


@dataclass(frozen=True)
class AgreementPage:
    """Everything the first page of an agreement says."""

    rows: tuple[PartyRow, ...]
    troubles: Troubles
    replaced_by: tuple[Agreement, ...]
    total: Decimal | None

    @property
    def is_being_amended(self) -> bool:
        return any(one.is_drafted for one in self.replaced_by)

    @property
    def waiting(self) -> list[PartyRow]:
        return [row for row in self.rows if row.party.stands and row.answer is None]


def page_of_agreement(agreement: Agreement, person: Person | None) -> AgreementPage:
    """A fixed number of queries for any number of parties."""
    parties = parties_with_organisations(agreement)
    answers = list(Endorsement.objects.filter(party__agreement=agreement).order_by("pk"))
    own = office_of(person)
    changes = access.may_change(person, agreement)
    with_people = _with_people(parties) if changes else set()
    rows = []
    for party in parties:
        mine = [each for each in answers if each.party_id == party.pk]
        now = [each for each in mine if each.text_number == agreement.text_number]
        then = [each for each in mine if each.text_number != agreement.text_number]
        may = own is not None and own.pk == party.organisation_id
        may = may or (changes and party.organisation_id not in with_people)
        share = party.amount / agreement.budget if party.amount is not None and agreement.budget else None
        rows.append(PartyRow(party, now[-1] if now else None, then[-1] if then else None, may, share))
    amounts = [party.amount for party in parties if party.stands and party.amount is not None]
    return AgreementPage(
        tuple(rows),
        troubles_of(agreement, parties),
        tuple(access.known_to(person).filter(replaces=agreement).order_by("pk")),
        sum(amounts, Decimal()) if amounts else None,
    )


def parties_with_organisations(agreement: Agreement) -> list[AgreementParty]:
    """All of them, those that left too. One query."""
    rows = AgreementParty.objects.filter(agreement=agreement).select_related("organisation__area", "contact")
    found = list(rows.defer(*HEAVY).order_by("order", "pk"))
    for party in found:
        party.agreement = agreement
    return found


def _with_people(parties: Sequence[AgreementParty]) -> set[int]:
    """Organisations for which somebody can sign in. One query."""
    ids = [party.organisation_id for party in parties]
    rows = Person.objects.filter(organisation__in=ids, account__is_active=True, erased_at=None)
    return set(rows.values_list("organisation_id", flat=True).distinct())


@dataclass(frozen=True)
class ClauseRow:
    """A clause as it is being drafted. warned: it was left out though agreements of this form usually have it."""

    clause: AgreementClause
    part: Part | None
    comments: tuple[ClauseComment, ...]
    warned: bool
    first: bool
    last: bool

    @property
    def open_comments(self) -> int:
        return sum(each.resolved_at is None for each in self.comments)


@dataclass(frozen=True)
class DraftedText:
    """The text being drafted. missing: library clauses of the form that are not there, as (key, heading)."""

    whole: Whole
    rows: tuple[ClauseRow, ...]
    opening: Part
    annex: Part
    comments: tuple[ClauseComment, ...]
    missing: tuple[tuple[str, str], ...]


def drafted_text(agreement: Agreement) -> DraftedText:
    """Three queries."""
    clauses = list(AgreementClause.objects.filter(agreement=agreement).order_by("order", "pk"))
    whole = whole_text(agreement, parties_with_organisations(agreement), clauses)
    by_clause = {part.clause.pk: part for part in whole.parts if part.clause is not None}
    comments = list(ClauseComment.objects.filter(agreement=agreement).select_related("by", "office"))
    usual = library().clauses
    rows = tuple(
        ClauseRow(
            clause,
            by_clause.get(clause.pk),
            tuple(each for each in comments if each.clause_id == clause.pk),
            clause.left_out and clause.key in usual and usual[clause.key].usual,
            at == 0,
            at == len(clauses) - 1,
        )
        for at, clause in enumerate(clauses)
    )
    document = documents().get(agreement.form)
    there = {clause.key for clause in clauses}
    missing = tuple(
        (key, usual[key].heading[agreement.language])
        for key in (document.clauses if document else ())
        if key not in there
    )
    general = tuple(each for each in comments if each.clause_id is None)
    return DraftedText(whole, rows, whole.parts[0], whole.parts[-1], general, missing)


def kept_text(agreement: Agreement, number: int | None = None) -> AgreementText | None:
    """A version of the text; the one that holds now where no number is given. One query."""
    asked = agreement.text_number if number is None else number
    return AgreementText.objects.filter(agreement=agreement, number=asked).select_related("by").first()


@dataclass(frozen=True)
class VersionRow:
    """A version of the text and who endorsed or refused it, as (organisation, answer)."""

    text: AgreementText
    answers: tuple[tuple[str, Endorsement], ...]
    now: bool

    @property
    def made_at(self) -> dt.datetime:
        return self.text.made_at


def versions_of(agreement: Agreement) -> list[VersionRow]:
    """The newest first. Two queries."""
    answers = Endorsement.objects.filter(party__agreement=agreement).select_related("party__organisation")
    by_number: dict[int, list[tuple[str, Endorsement]]] = {}
    for each in answers.order_by("pk"):
        by_number.setdefault(each.text_number, []).append((each.party.organisation.name, each))
    texts = AgreementText.objects.filter(agreement=agreement).select_related("by").defer("parts")
    return [
        VersionRow(text, tuple(by_number.get(text.number, ())), text.number == agreement.text_number) for text in texts
    ]
