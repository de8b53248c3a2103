"""The columns in which the register of agreements goes out and comes in: every export is a valid import."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.db.models import Prefetch, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from talka.documents.addresses import website_fault
from talka.documents.sheets import Column
from talka.ui.refusals import Words

from ..law.register import services
from ..models import Agreement, AgreementParty
from .library import documents, form_name

PARTED = ";"
"""Between the parties of an agreement in one cell, and between their amounts."""


def _amounts(value: object) -> Words | None:
    try:
        amounts_of(str(value))
    except InvalidOperation:
        return _("These are not amounts in euro, parted by semicolons.")
    return None


# Names in the law register are kept in every language; a column's words are those of whoever reads it.
_form_words = lazy(lambda key: str(form_name(key)), str)
_service_words = lazy(lambda key: str(services()[key].name), str)

FORMS: Mapping[str, Words] = {key: _form_words(key) for key in documents()}
SERVICES: Mapping[str, Words] = {key: _service_words(key) for key in services()}

COLUMNS: tuple[Column, ...] = (
    Column("key", _("Mark"), aliases=("id", "slug", "atslēga"), longest=60),
    Column("title", _("Title"), aliases=("nosaukums", "title"), required=True, longest=300),
    Column("form", _("Legal form"), aliases=("forma", "form"), required=True, choices=FORMS),
    Column("number", _("Number of the agreement"), aliases=("numurs", "number"), longest=60),
    Column("service", _("Service"), aliases=("pakalpojums", "service"), choices=SERVICES),
    Column("language", _("Language of the text"), choices={"lv": _("Latvian"), "en": _("English")}),
    Column(
        "parties",
        _("Parties"),
        aliases=("puses", "līdzēji", "parties"),
        required=True,
        longest=10_000,
        example="Ābeļu novada pašvaldība; Bērzu novada pašvaldība",
    ),
    Column("state", _("How far it is"), aliases=("stāvoklis", "state"), choices=dict(Agreement.State.choices)),
    Column("valid_from", _("Takes effect on"), aliases=("spēkā no", "valid from"), kind="date", example="01.02.2026"),
    Column("valid_to", _("Last day"), aliases=("spēkā līdz", "valid to"), kind="date"),
    Column("renewal", _("Renewal"), choices=dict(Agreement.Renewal.choices)),
    Column("renews_months", _("Goes on by how many months"), kind="integer"),
    Column("notice_months", _("Months of notice when a party leaves"), kind="integer"),
    Column("ended_on", _("Ended on"), aliases=("beidzies",), kind="date"),
    Column("state_reason", _("Why it ended"), longest=500),
    Column("cost_key", _("Cost key"), choices=dict(Agreement.Key.choices)),
    Column("cost_key_note", _("More on the key"), longest=500),
    Column("budget", _("Budget"), aliases=("budžets", "budget"), kind="decimal", example="12000,00"),
    Column("per", _("The budget is"), choices=dict(Agreement.Per.choices)),
    Column("capital", _("Of that for investment"), kind="decimal"),
    Column(
        "amounts",
        _("What each party pays"),
        longest=5000,
        check=_amounts,
        example=_("7000,00; 5000,00, in the order of the parties"),
    ),
    Column("subject", _("Why you cooperate and about what"), longest=10_000),
    Column("tasks", _("What is done together"), longest=10_000),
    Column("link", _("On the web"), aliases=("saite", "link"), longest=500, check=website_fault),
)
PLAIN = tuple(column.key for column in COLUMNS if column.key not in ("key", "parties", "amounts"))


def amounts_of(text: str) -> tuple[Decimal | None, ...]:
    """“7000,00; ; 5000” as amounts; an empty place is one that is not said. Raises InvalidOperation."""
    if not text.strip():
        return ()
    parts = [part.strip().replace(" ", "").replace("\u00a0", "").replace(",", ".") for part in text.split(PARTED)]
    found = tuple(Decimal(part) if part else None for part in parts)
    if any(each is not None and (not each.is_finite() or each != round(each, 2)) for each in found):
        raise InvalidOperation
    return found


def names_of(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(PARTED) if name.strip()]


def rows_of(rows: QuerySet[Agreement]) -> list[dict[str, object]]:
    """Agreements in COLUMNS. Two queries."""
    parties = AgreementParty.objects.filter(state=AgreementParty.State.PARTY).select_related("organisation")
    found = rows.prefetch_related(None).prefetch_related(
        Prefetch("parties", parties.order_by("order", "pk"), to_attr="standing_parties")
    )
    return [row_of(row, row.standing_parties) for row in found]


def row_of(row: Agreement, parties: Sequence[AgreementParty]) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(row, name) for name in PLAIN}
    amounts = [party.amount for party in parties]
    said = (
        [f"{each:.2f}" if each is not None else "" for each in amounts] if any(a is not None for a in amounts) else []
    )
    return values | {
        "key": row.slug,
        "parties": f"{PARTED} ".join(party.organisation.name for party in parties),
        "amounts": f"{PARTED} ".join(said),
    }
