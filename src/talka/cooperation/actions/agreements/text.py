"""The clauses of an agreement: changing, leaving out, adding, moving; and what is said about them."""

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.people.office import office_of
from talka.ui.refusals import Refusal

from ...access import agreements as access
from ...agreements.library import library, unknown_placeholders
from ...models import Agreement, AgreementClause, ClauseComment
from .rows import changed, locked, locked_draft

MOST_CLAUSES = 80
MOST_COMMENTS = 500


def change_clause(
    clause: AgreementClause, heading: str, text: str, *, version: int, by: Person | None
) -> AgreementClause:
    """version: of the clause, as it was shown. Raises Refusal."""
    access.check_change(by, clause.agreement)
    check_words(heading, text)
    with deed(by):
        row = locked_draft(clause.agreement)
        again = AgreementClause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
        check_shown(again, version)
        again.heading, again.text, again.by = heading.strip(), text.strip(), by
        again.version += 1
        again.save()
        changed(row, by)
    return again


def add_clause(agreement: Agreement, heading: str, text: str, *, by: Person | None, key: str = "") -> AgreementClause:
    """A clause in the parties' own words, or one of the library under its key, at the end but before the last. Raises
    Refusal."""
    access.check_change(by, agreement)
    check_words(heading, text)
    with deed(by):
        row = locked_draft(agreement)
        rows = AgreementClause.objects.filter(agreement=row)
        if rows.count() >= MOST_CLAUSES:
            raise Refusal(_("An agreement has at most %(n)s clauses.") % {"n": MOST_CLAUSES}, _("Nothing was changed."))
        if key and (key not in library().clauses or rows.filter(key=key).exists()):
            raise Refusal(_("This clause is there already."), _("Nothing was changed."), status=422)
        last = rows.aggregate(last=Max("order"))["last"] or 0
        made = AgreementClause.objects.create(
            agreement=row, key=key, heading=heading.strip(), text=text.strip(), order=last + 1, by=by
        )
        changed(row, by)
    return made


def leave_out(clause: AgreementClause, *, left_out: bool, by: Person | None) -> None:
    """Take the clause out of the text, or back into it; its words are kept. Twice is once. Raises Refusal."""
    access.check_change(by, clause.agreement)
    with deed(by):
        row = locked_draft(clause.agreement)
        again = AgreementClause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
        if again.left_out != left_out:
            again.left_out, again.by = left_out, by
            again.version += 1
            again.save()
            changed(row, by)


def move(clause: AgreementClause, *, up: bool, by: Person | None) -> None:
    """One place up or down; at the end nothing happens. Raises Refusal."""
    access.check_change(by, clause.agreement)
    with deed(by):
        row = locked_draft(clause.agreement)
        rows = list(AgreementClause.objects.filter(agreement=row).order_by("order", "pk"))
        at = next(place for place, each in enumerate(rows) if each.pk == clause.pk)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for order, each in enumerate(rows, start=1):
            if each.order != order:
                each.order = order
                each.save(update_fields=["order"])
        changed(row, by)


def check_words(heading: str, text: str) -> None:
    """Raises Refusal."""
    if not heading.strip() or not text.strip():
        raise Refusal(_("A clause has a heading and words."), _("Nothing was changed."), status=422)
    unknown = unknown_placeholders(text)
    if unknown:
        raise Refusal(
            _("Nothing fills {%(name)s}.") % {"name": unknown[0]},
            _("Nothing was changed."),
            _("Choose one of the names under the form, or write the words themselves without braces."),
            status=422,
        )


def comment(agreement: Agreement, words: str, *, by: Person | None, clause: AgreementClause | None = None) -> None:
    """Say something about a clause, or about the whole text. Raises Refusal."""
    if by is None or not access.may_read_inside(by, agreement):
        raise not_allowed()
    if not words.strip():
        raise Refusal(_("The comment is empty."), _("Nothing was changed."), status=422)
    with deed(by):
        row = locked(agreement)
        if ClauseComment.objects.filter(agreement=row).count() >= MOST_COMMENTS:
            raise Refusal(_("There are too many comments on this agreement."), _("Nothing was changed."))
        ClauseComment.objects.create(
            agreement=row, clause=clause, words=words.strip()[:5000], by=by, office=office_of(by)
        )


def resolve(comment: ClauseComment, *, resolved: bool, by: Person | None) -> None:
    """Note that it has been answered, or open it again. Who wrote it and who may change the text do so."""
    if by is None or not (access.may_change(by, comment.agreement) or comment.by_id == by.pk):
        raise not_allowed()
    with deed(by):
        locked(comment.agreement)
        row = ClauseComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        row.resolved_at = timezone.now() if resolved else None
        row.resolved_by = by if resolved else None
        row.save(update_fields=["resolved_at", "resolved_by"])
