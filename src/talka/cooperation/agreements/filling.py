"""An agreement's text: placeholders filled from its own figures, what is still missing said in brackets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils import translation

from talka.ui import numbers

from ..law.register import services
from ..models import Agreement, AgreementClause, AgreementParty
from ..models.agreements import TERMS
from . import library as shelf

OPTIONAL = (*TERMS, "renewal")


@dataclass(frozen=True)
class Part:
    """A heading with its paragraphs; clause: the row it was made of, None for the parties and the annex."""

    heading: str
    paragraphs: tuple[str, ...]
    clause: AgreementClause | None = None


@dataclass(frozen=True)
class Whole:
    """The whole text. gaps: what is still missing, in words, each once."""

    parts: tuple[Part, ...]
    gaps: tuple[str, ...]

    def stored(self) -> list[list[str]]:
        """As a version keeps it."""
        return [[part.heading, *part.paragraphs] for part in self.parts]


def whole_text(agreement: Agreement, parties: Sequence[AgreementParty], clauses: Sequence[AgreementClause]) -> Whole:
    """Parties, clauses that are not left out, and the annex with what each pays, in the agreement's language."""
    standing = [party for party in parties if party.stands]
    with translation.override(agreement.language):
        filler = _Filler(agreement, standing)
        parts = [filler.opening()]
        parts += [filler.clause(clause) for clause in clauses if not clause.left_out]
        parts.append(filler.annex())
    return Whole(tuple(parts), tuple(dict.fromkeys(filler.gaps)))


def values_of(agreement: Agreement, parties: Sequence[AgreementParty]) -> Mapping[str, str]:
    """What each placeholder stands for now; "" where the agreement does not say it."""
    with translation.override(agreement.language):
        return _Filler(agreement, [party for party in parties if party.stands]).values


def money(value: Decimal, language: str) -> str:
    """Euro with both cents: 12 000,00 EUR."""
    return f"{format_decimal(value, format='#,##0.00', locale=language)} EUR"


class _Filler:
    """Fills one agreement's clauses and remembers what was missing."""

    def __init__(self, agreement: Agreement, parties: Sequence[AgreementParty]) -> None:
        self.agreement, self.parties, self.gaps = agreement, parties, list[str]()
        self.language = agreement.language
        self.library = shelf.library()
        self.values = self._values()

    def opening(self) -> Part:
        names = [self._named(party) for party in self.parties]
        basis = self.library.documents[self.agreement.form].basis[self.language] if self._known_form else ""
        told = self.word("together" if basis else "together_plain").replace("{basis}", basis)
        for party in self.parties:
            if not party.signatory:
                self.gaps.append(f"{self.library.gaps['signatory'][self.language]}: {party.organisation.name}")
        return Part(self.word("between"), (*[f"{name};" for name in names], told + "."))

    def clause(self, clause: AgreementClause) -> Part:
        filled = (self._paragraph(line.strip()) for line in clause.text.splitlines())
        return Part(clause.heading, tuple(each for each in filled if each), clause)

    def annex(self) -> Part:
        rows = [party for party in self.parties if party.amount is not None]
        if not rows:
            return Part(self.word("annex"), (self.word("no_amounts"),))
        lines = [f"{party.organisation.name}: {self._money(party.amount)}" for party in rows]
        total = sum((party.amount for party in rows if party.amount is not None), Decimal())
        return Part(self.word("annex"), (*lines, f"{self.word('sum')}: {self._money(total)}"))

    def word(self, name: str) -> str:
        return self.library.word(name, self.language)

    def months(self, count: int) -> str:
        one, many = self.library.words["month"][self.language]
        single = count % 10 == 1 and count % 100 != 11 if self.language == "lv" else count == 1
        return f"{count} {one if single else many}"

    @property
    def _known_form(self) -> bool:
        return self.agreement.form in self.library.documents

    def _named(self, party: AgreementParty) -> str:
        name = party.organisation.name
        if party.signatory and party.position:
            words = self.word("represented").replace("{signatory}", party.signatory)
            return f"{name}, {words.replace('{position}', party.position)}"
        if party.signatory:
            return f"{name}, {self.word('named').replace('{signatory}', party.signatory)}"
        return name

    def _paragraph(self, line: str) -> str:
        """One paragraph; one that is nothing but terms nobody wrote falls away."""
        names = shelf.PLACEHOLDER.findall(line)
        rest = shelf.PLACEHOLDER.sub("", line).strip()
        if names and not rest and all(name in OPTIONAL and not self.values.get(name) for name in names):
            return ""
        return " ".join(shelf.PLACEHOLDER.sub(lambda found: self._value(found[1]), line).split(" ")).strip()

    def _value(self, name: str) -> str:
        value = self.values.get(name, "")
        if value or name in OPTIONAL or name == "until":
            return value
        missing = self.library.gaps[name][self.language]
        self.gaps.append(missing)
        return f"[{self.word('gap')}: {missing}]"

    def _values(self) -> dict[str, str]:
        row = self.agreement
        service = services().get(row.service)
        lead = next((party for party in self.parties if party.role == AgreementParty.Role.LEAD), None)
        key = self.library.keys[row.cost_key][self.language] if row.cost_key else ""
        values = {name: " ".join(getattr(row, name).split()) for name in TERMS}
        values |= {
            "lead": lead.organisation.name if lead else "",
            "service": str(service.name) if service else "",
            "subject": " ".join(row.subject.split()),
            "tasks": "; ".join(line.strip().rstrip(";") for line in row.tasks.splitlines() if line.strip()),
            "key": f"{key} ({row.cost_key_note})" if key and row.cost_key_note else key,
            "budget": f"{self._money(row.budget)} {self.word(f'per_{row.per}')}" if row.budget is not None else "",
            "capital": self._money(row.capital),
            "running": self._money(row.budget - (row.capital or 0)) if row.budget is not None else "",
            "seats": self._seats(),
            "notice": self.months(row.notice_months) if row.notice_months else "",
            "from": numbers.date(row.valid_from) if row.valid_from else "",
            "renewal": self._renewal(),
        }
        last = numbers.date(row.valid_to, case="until") if row.valid_to else ""
        values["until"] = self.word("until").replace("{day}", last) if last else self.word("no_end")
        return values

    def _seats(self) -> str:
        rows = [party for party in self.parties if party.seats is not None or party.votes is not None]
        lines = [
            self.word("seats")
            .replace("{name}", party.organisation.name)
            .replace("{seats}", str(party.seats or 0))
            .replace("{votes}", str(party.votes or 0))
            for party in rows
        ]
        return "; ".join(lines) + "." if lines else ""

    def _renewal(self) -> str:
        row = self.agreement
        if not row.valid_to or row.renewal == Agreement.Renewal.NONE:
            return ""
        if row.renewal == Agreement.Renewal.DECISION:
            return self.word("by_decision")
        return self.word("goes_on").replace("{months}", self.months(row.renews_months or 12))

    def _money(self, value: Decimal | None) -> str:
        return money(value, self.language) if value is not None else ""
