"""Agreements of cooperation cases: terms, parties and what they pay, clauses, what councils decided."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.cooperation.actions.agreements.drafting import lay_out
from talka.cooperation.actions.agreements.rows import changed, parties_of
from talka.cooperation.agreements.filling import whole_text
from talka.cooperation.models import Agreement, AgreementClause, AgreementParty, CooperationCase, Endorsement
from talka.cooperation.models.agreements import TERMS
from talka.cooperation.trail import AGREEMENT, CASE, LED_TO
from talka.links.actions import connect
from talka.ui.folding import fold

from ..record_files import read_toml
from .load import Reading, amount, checked, unknown

Told = Mapping[str, Any]
PLAIN = (
    *("standing", "form", "service", "language", "title", "number", "subject", "tasks", "cost_key", "cost_key_note"),
    *("per", *TERMS, "notice_months", "valid_from", "valid_to", "renewal", "renews_months", "remind_months", "link"),
)
ENDS = ("state", "state_reason", "ended_on")
"""Told once the text stands: it is kept as a version while the agreement is a draft."""
PARTY = ("role", "state", "left_on", "left_reason", "signatory", "position", "seats", "votes")
ENDORSEMENT = ("answer", "decided_on", "decision_number", "reason", "open_file", "link")


def load_agreements(reading: Reading) -> None:
    """Agreements are found by their slug, which is the name of their file; parties by their organisation."""
    for path in sorted((reading.folder / "agreements").glob("*.toml")):
        _agreement(reading, path)


def _agreement(reading: Reading, path: Path) -> None:
    data = read_toml(path)
    where = path.name
    case = CooperationCase.objects.filter(slug=data.get("case", ""), programme=reading.programme).first()
    if case is None:
        raise unknown(where, str(data.get("case", "")))
    given: dict[str, Any] = {name: data[name] for name in PLAIN if name in data}
    given |= {name: amount(data.get(name), where) for name in ("budget", "capital")}
    ends = {name: data[name] for name in ENDS if name in data}
    checked(Agreement(slug=path.stem, **given, **ends), where)
    row = Agreement.objects.filter(slug=path.stem).first()
    if row is None:
        row = Agreement.objects.create(slug=path.stem, case=case, illustrative=case.illustrative, **given)
    else:
        Agreement.objects.filter(pk=row.pk).update(**given, case=case)
        row.refresh_from_db()
    for order, told in enumerate(data.get("party", [])):
        _party(reading, row, told, order, f"{where}: party {told.get('organisation', order + 1)}")
    _clauses(row, data, where)
    _keep_text(row)
    for told in data.get("party", []):
        _endorsements(reading, row, told, f"{where}: party {told.get('organisation', '')}")
    published = row.published_at or timezone.now() if data.get("published") else None
    names = (party.organisation.name for party in parties_of(row))
    ends |= {"published_at": published, "folded": fold(" ".join([row.title, row.number, row.subject, *names]))}
    Agreement.objects.filter(pk=row.pk).update(**ends)
    connect(CASE, case.pk, LED_TO, AGREEMENT, row.pk)


def _party(reading: Reading, agreement: Agreement, told: Told, order: int, where: str) -> None:
    organisation = reading.organisation(str(told.get("organisation", "")), where)
    if organisation is None:
        raise unknown(where, "organisation")
    given: dict[str, Any] = {name: told[name] for name in PARTY if name in told}
    given |= {"order": order, "amount": amount(told.get("amount"), where)}
    checked(AgreementParty(**given), where)
    asked = str(told.get("contact", ""))
    given["contact"] = reading.person(asked, where) if asked else None
    AgreementParty.objects.update_or_create(agreement=agreement, organisation=organisation, defaults=given)


def _clauses(agreement: Agreement, data: Told, where: str) -> None:
    """As they are told; where none is, those of the library for its form."""
    rows = data.get("clause", [])
    if not rows:
        if not agreement.standing and not agreement.clauses.exists():
            lay_out(agreement, None)
        return
    kept = []
    for order, told in enumerate(rows, start=1):
        given = {name: told[name] for name in ("key", "heading", "text", "left_out") if name in told}
        clause = AgreementClause(agreement=agreement, order=order, **given)
        checked(clause, f"{where}: clause {order}")
        at: dict[str, Any] = {"key": clause.key} if clause.key else {"key": "", "heading": clause.heading}
        given = {"heading": clause.heading, "text": clause.text, "left_out": clause.left_out, "order": order}
        kept.append(AgreementClause.objects.update_or_create(agreement=agreement, **at, defaults=given)[0].pk)
    agreement.clauses.exclude(pk__in=kept).delete()


def _keep_text(agreement: Agreement) -> None:
    """A text that reads otherwise than its last version becomes a new one; else nothing is changed."""
    parts = whole_text(agreement, parties_of(agreement), list(agreement.clauses.all())).stored()
    last = agreement.texts.first()
    if agreement.standing or (last is not None and last.parts == parts):
        return
    agreement.state = Agreement.State.DRAFT
    changed(agreement, None)


def _endorsements(reading: Reading, agreement: Agreement, told: Told, where: str) -> None:
    """What was decided about the text as it stands in the file."""
    organisation = reading.organisation(str(told.get("organisation", "")), where)
    party = AgreementParty.objects.get(agreement=agreement, organisation=organisation)
    for row in told.get("endorsement", []):
        given = {name: row[name] for name in ENDORSEMENT if name in row}
        checked(Endorsement(text_number=agreement.text_number, **given), where)
        at = {"decided_on": given.pop("decided_on"), "text_number": agreement.text_number}
        Endorsement.objects.update_or_create(party=party, **at, defaults=given)
