"""Beginning an agreement, changing its terms, showing it to everybody, taking it away."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from talka.links.actions import connect
from talka.people.access import not_allowed
from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from ... import access as cases
from ...access import agreements as access
from ...agreements.library import documents, library
from ...models import Agreement, AgreementClause, AgreementParty, CooperationCase, Partner
from ...trail import AGREEMENT, CASE, LED_TO
from ..cases import locked as locked_case
from .parties import MOST
from .rows import amendments_of, changed, check_exists, locked, locked_draft

MOST_MONTHS = 600


@dataclass(frozen=True)
class Terms:
    """What an agreement says apart from parties, money and clauses; the names of its columns."""

    title: str
    form: str
    number: str = ""
    language: str = "lv"
    service: str = ""
    subject: str = ""
    tasks: str = ""
    payment: str = ""
    governance: str = ""
    monitoring: str = ""
    liability: str = ""
    disputes: str = ""
    data_protection: str = ""
    assets: str = ""
    review: str = ""
    way_out: str = ""
    notice_months: int | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    renewal: str = Agreement.Renewal.NONE
    renews_months: int | None = None
    remind_months: int = 6


def terms_of(agreement: Agreement) -> Terms:
    return Terms(**{each.name: getattr(agreement, each.name) for each in fields(Terms)})


def begin(case: CooperationCase, terms: Terms, *, by: Person | None, slug: str = "") -> Agreement:
    """Draft an agreement of a case: its partners that take part become parties, the library gives the clauses. by None:
    the house, loading files. Raises Refusal."""
    if by is not None:
        cases.check_change(by, case)
    partners = list(case.partners.filter(state=Partner.State.TAKING_PART).select_related("organisation"))
    with deed(by):
        locked_case(case)
        row = _new(replace(terms, service=terms.service or case.service), by, slug)
        row.case, row.illustrative = case, case.illustrative
        row.save()
        _first_parties(row, [(each.organisation, each.focal_point, each.role == "initiator") for each in partners], by)
        lay_out(row, by)
        changed(row, by)
        connect(CASE, case.pk, LED_TO, AGREEMENT, row.pk)
    return row


def begin_without_a_case(
    terms: Terms, organisations: list[Organisation], *, by: Person | None, slug: str = ""
) -> Agreement:
    """Draft an agreement that no case leads to; one's own organisation is among the parties, but organisers help
    others. Raises Refusal."""
    check_begin(organisations, by)
    with deed(by):
        row = _new(terms, by, slug)
        row.illustrative = any(each.illustrative for each in organisations)
        row.save()
        _first_parties(row, [(each, None, at == 0) for at, each in enumerate(organisations)], by)
        lay_out(row, by)
        changed(row, by)
    return row


def check_begin(organisations: list[Organisation], by: Person | None) -> None:
    """Raises Refusal."""
    own = office_of(by)
    if by is not None and not cases.chooses_who_begins(by) and (own is None or own not in organisations):
        raise not_allowed()
    if len({each.pk for each in organisations}) < 2:
        raise Refusal(
            _("An agreement has at least two parties."), _("Nothing was changed."), _("Choose another one."), status=422
        )
    if len({each.illustrative for each in organisations}) > 1:
        raise made_up_and_true()


def made_up_and_true() -> Refusal:
    return Refusal(
        _("True and made-up organisations do not conclude agreements."),
        _("Nothing was changed."),
        _("A made-up agreement has made-up parties only."),
        status=422,
    )


def lay_out(row: Agreement, by: Person | None) -> None:
    """The clauses of the library for the agreement's legal form, in its language."""
    shelf = library()
    AgreementClause.objects.bulk_create(
        AgreementClause(
            agreement=row,
            key=key,
            heading=shelf.clauses[key].heading[row.language],
            text=shelf.clauses[key].texts[row.language],
            order=at,
            by=by,
        )
        for at, key in enumerate(documents()[row.form].clauses, start=1)
    )


def change(agreement: Agreement, changes: dict[str, Any], *, version: int, by: Person | None) -> Agreement:
    """Change terms. changes: names of `Terms` and what they become. Of an agreement made elsewhere and of one that is
    in force only the reminder is changed. Raises Refusal."""
    access.check_change(by, agreement)
    with deed(by):
        row = locked_draft(agreement, version=version)
        terms = replace(terms_of(row), **changes)
        check_terms(terms)
        if (terms.form, terms.language) != (row.form, row.language):
            _lay_out_anew(row, terms, by)
        put(row, terms)
        changed(row, by)
    return row


def set_reminder(agreement: Agreement, months: int, *, version: int, by: Person | None) -> Agreement:
    """How many months before the last day the parties get a letter; 0: none. Raises Refusal."""
    access.check_change(by, agreement)
    with deed(by):
        row = locked(agreement, version=version)
        row.remind_months = months
        changed(row, by)
    return row


def check_terms(terms: Terms) -> None:
    """Raises Refusal."""
    if not terms.title.strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if terms.form not in documents():
        raise Refusal(_("This legal form is not known."), _("Nothing was changed."), status=422)
    if terms.valid_from and terms.valid_to and terms.valid_to < terms.valid_from:
        raise Refusal(
            _("The agreement would end before it begins."),
            _("Nothing was changed."),
            _("Correct one of the two days; without a last day it holds for an indefinite time."),
            status=422,
        )
    months = (terms.notice_months, terms.renews_months, terms.remind_months)
    if any(each is not None and not 0 <= each <= MOST_MONTHS for each in months):
        raise Refusal(
            _("A number of months lies between %(least)s and %(most)s.") % {"least": 0, "most": MOST_MONTHS},
            _("Nothing was changed."),
            status=422,
        )
    if terms.renewal == Agreement.Renewal.AUTOMATIC and not terms.renews_months:
        raise Refusal(
            _("An agreement that goes on by itself needs to say by how many months."),
            _("Nothing was changed."),
            status=422,
        )


def put(row: Agreement, terms: Terms) -> None:
    for each in fields(Terms):
        value = getattr(terms, each.name)
        setattr(row, each.name, value.strip() if isinstance(value, str) else value)


def publish(agreement: Agreement, *, by: Person | None) -> None:
    """Everybody reads it in the register from now on; comments and older versions stay inside. Twice is once."""
    if by is not None:
        access.check_change(by, agreement)
    with deed(by):
        show(locked(agreement), public=True)


def unpublish(agreement: Agreement, *, by: Person | None) -> None:
    """Only the parties read it. Twice is once."""
    if by is not None:
        access.check_change(by, agreement)
    with deed(by):
        show(locked(agreement), public=False)


def retire(agreement: Agreement, *, by: Person | None) -> None:
    """Nobody sees it but those who may bring it back; nothing of it is lost. Twice is once."""
    access.check_change(by, agreement)
    with deed(by):
        take_away(held(agreement))


def restore(agreement: Agreement, *, by: Person | None) -> None:
    """Back, not public. Twice is once. An amendment comes not back beside another. Raises Refusal."""
    access.check_change(by, agreement)
    with deed(by):
        row = held(agreement)
        if row.retired_at is not None and row.is_drafted and row.replaces_id is not None:
            before = Agreement.objects.select_for_update(of=("self",)).get(pk=row.replaces_id)  # `amend` holds it too
            if amendments_of(before).exists():
                raise Refusal(
                    _("Another amendment is being drafted already."),
                    _("Nothing was changed: one text at a time takes the place of an agreement."),
                    _("Take the other one away first."),
                )
        bring_back(row)


def _new(terms: Terms, by: Person | None, slug: str) -> Agreement:
    check_terms(terms)
    row = Agreement(by=by)
    put(row, terms)
    row.slug = free_slug(Agreement, slug or f"{terms.form} {terms.title}")
    return row


def _first_parties(row: Agreement, found: list[tuple[Organisation, Person | None, bool]], by: Person | None) -> None:
    if len(found) > MOST:
        raise Refusal(_("An agreement has at most %(n)s parties.") % {"n": MOST}, _("Nothing was changed."))
    leads = False
    for order, (organisation, contact, begins) in enumerate(found, start=1):
        check_exists(organisation, row.valid_from)
        role = AgreementParty.Role.LEAD if begins and not leads else AgreementParty.Role.PARTY
        leads = leads or begins
        AgreementParty.objects.create(
            agreement=row, organisation=organisation, role=role, contact=contact, order=order, by=by
        )


def _lay_out_anew(row: Agreement, terms: Terms, by: Person | None) -> None:
    """Another legal form or language has other clauses; what somebody wrote is not thrown away unasked."""
    shelf = library()
    texts = [(shelf.clauses[one.key].texts[row.language] if one.key else "", one.text) for one in row.clauses.all()]
    if any(ours != theirs for ours, theirs in texts) or row.comments.exists():
        raise Refusal(
            _("Clauses were changed or commented on already, so another legal form or language is not laid over them."),
            _("Nothing was changed."),
            _("Draft another agreement in that form, and take this one away once it is not needed."),
        )
    put(row, terms)
    row.clauses.all().delete()
    lay_out(row, by)
