"""An agreement as a document: drafted from its clauses, or as the version that holds."""

from django.utils import translation

from talka.documents.agreement import AgreementPaper, PaperParty

from ...agreements.library import documents, library
from ...models import Agreement, AgreementParty
from .page import kept_text, parties_with_organisations


def paper_of(agreement: Agreement) -> AgreementPaper | None:
    """None where no text was drafted here. A draft until every council has endorsed it. Two queries."""
    kept = kept_text(agreement)
    if kept is None:
        return None
    opening, *clauses, annex = [(part[0], tuple(part[1:])) for part in kept.parts]
    shelf, language = library(), agreement.language
    document = documents().get(agreement.form)
    key = shelf.keys[agreement.cost_key][language] if agreement.cost_key else ""
    with translation.override(language):
        return AgreementPaper(
            title=agreement.title,
            kind=document.name[language] if document else "",
            parties=tuple(_party(each) for each in parties_with_organisations(agreement) if each.stands),
            clauses=tuple(clauses),
            opening=opening,
            annex=annex[0],
            number=agreement.number,
            version=agreement.text_number,
            key=f"{key} ({agreement.cost_key_note})" if key and agreement.cost_key_note else key,
            budget=agreement.budget,
            per=shelf.word(f"per_{agreement.per}", language),
            draft=agreement.state in (Agreement.State.DRAFT, Agreement.State.SENT),
            language=language,
            illustrative=agreement.illustrative,
        )


def _party(party: AgreementParty) -> PaperParty:
    return PaperParty(party.organisation.name, party.signatory, party.position, party.amount, party.seats, party.votes)
