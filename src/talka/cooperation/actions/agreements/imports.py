"""Tables of agreements: checked first, entered when somebody has seen what would happen."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.entering import CHANGED, NEW, SAME, Values, enter_all, faults_kept, rehearse, typed
from talka.documents.kept_files import Sent
from talka.documents.tables import read_table
from talka.people.access import not_allowed
from talka.people.actions.organisations import AllOrganisations
from talka.people.actions.sent_tables import BACKGROUND_FROM, enter_accepted, forget_sent, waiting
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.ui.refusals import Refusal

from ...access import agreements as access
from ...agreements.columns import COLUMNS, PLAIN, amounts_of, names_of, row_of
from ...agreements.json_rows import read_json
from ...models import Agreement, AgreementImport, AgreementParty
from .drafting import Terms, terms_of
from .standing import Standing, check, correct, enter

MOST_ROWS = 3000


def check_table(file: BinaryIO, name: str, *, by: Person | None) -> AgreementImport:
    """Read a table and say per row what would come of it. Nothing is entered; right rows wait for `accept_table`."""
    if by is None or not access.may_begin_without_a_case(by):
        raise not_allowed()
    json = name.lower().endswith(".json")
    read = read_json(file, COLUMNS) if json else read_table(file, name, COLUMNS, most_rows=MOST_ROWS)
    into = Into(by, set(read.found), [row.values for row in read.rows])
    told = rehearse(read, lambda values: into.looked_at(values)[0], lambda values: str(values.get("key") or ""))
    return AgreementImport.objects.create(
        file_name=name[:200],
        found=sorted(into.found),
        rows=told.rows,
        faults=faults_kept(read),
        faulty=read.rows_with_faults,
        ignored=read.ignored,
        result=told.counts,
        by=by,
        language=get_language() or "lv",
    )


def accept_table(table: AgreementImport, *, by: Person | None) -> AgreementImport:
    """Enter the right rows, all or none: at once, or in the background past 500. Raises Refusal."""
    if by is None or not access.may_begin_without_a_case(by):
        raise not_allowed()
    with deed(by):
        row = waiting(table, by=by)
        row.state = AgreementImport.State.RUNNING
        row.save(update_fields=["state"])
        if len(row.rows) > BACKGROUND_FROM:
            from ...jobs import enter_agreements

            key = row.key
            transaction.on_commit(lambda: enter_agreements.defer(key=key))
        else:
            carry_out(row.key)
    row.refresh_from_db()
    return row


def carry_out(key: str) -> None:
    """Enter the rows of an accepted table; what came of it stands in its `result`. Doing it again changes nothing."""
    enter_accepted(AgreementImport, key, _enter)


def _enter(row: AgreementImport) -> dict[str, int]:
    into = Into(row.by, set(row.found), [typed(values, COLUMNS) for _number, values in row.rows])
    changed = _("The register has changed since the table was checked; nothing was entered.")
    with deed(row.by):
        return enter_all(row.rows, into.enter, COLUMNS, meaning=changed)


def forget_imports(*, now: dt.datetime | None = None) -> int:
    """Delete tables of agreements that were sent a day ago; how many."""
    return forget_sent(AgreementImport, now=now)


class Into:
    """What a table of any length is compared with, read once. found: the columns that are there."""

    def __init__(self, by: Person, found: set[str], rows: list[Values]) -> None:
        access.ask_once(by)
        self.by, self.found = by, found
        self.organisations = AllOrganisations()
        keys = [str(row["key"]) for row in rows if row.get("key")]
        known = access.known_to(by).filter(slug__in=keys).select_related("case")
        self.known = {row.slug: row for row in known}
        self.parties: dict[int, list[AgreementParty]] = {}
        parties = AgreementParty.objects.filter(agreement__in=self.known.values(), state=AgreementParty.State.PARTY)
        for party in parties.select_related("organisation").order_by("order", "pk"):
            self.parties.setdefault(party.agreement_id, []).append(party)

    def enter(self, values: Values) -> str:
        """Whether the row was new, changed or the same already. Raises Refusal."""
        outcome, data, kept = self.looked_at(values)
        if data is None:
            return outcome
        sent = Sent(link=str(values.get("link") or "") if "link" in self.found else "")
        if kept is None:
            enter(data, sent, by=self.by, slug=str(values.get("key") or ""))
        else:
            correct(kept, data, sent, version=kept.version, by=self.by)
        return outcome

    def looked_at(self, values: Values) -> tuple[str, Standing | None, Agreement | None]:
        """What would come of the row, what it says where it says anything new, and the agreement that it changes.
        Raises Refusal."""
        kept = self.known.get(str(values.get("key") or ""))
        if kept is not None and self._same(kept, values):
            return SAME, None, kept
        if kept is not None and not kept.standing:
            raise Refusal(
                _("“%(title)s” was drafted here and reads otherwise.") % {"title": kept.title},
                advice=_("Change it on its own page, and leave the row out."),
            )
        data = self._standing(values, kept)
        if kept is None:
            check(data, self.by)
            return NEW, data, None
        access.check_change(self.by, kept)
        check(data, None)
        return CHANGED, data, kept

    def _standing(self, values: Values, kept: Agreement | None) -> Standing:
        """The row laid over what is kept; columns that are not in the table change nothing. Raises Refusal."""
        said = {name: values.get(name) for name in PLAIN if name in self.found or kept is None}
        text = {name: value for name, value in said.items() if value not in (None, "")}
        names = {each.name for each in fields(Terms)}
        terms = terms_of(kept) if kept else Terms(str(values["title"]), str(values["form"]))
        blank = {name: getattr(Terms("", ""), name) for name in said if name in names and name not in text}
        terms = replace(terms, **blank, **{name: text[name] for name in text if name in names})
        more: dict[str, Any] = {name: text.get(name) for name in ("budget", "capital")}
        more |= {name: text.get(name, "") for name in ("cost_key", "cost_key_note", "state_reason")}
        if kept is not None:
            more = {name: said.get(name, getattr(kept, name)) for name in more}
            more |= {name: more[name] or "" for name in ("cost_key", "cost_key_note", "state_reason")}
        return Standing(
            terms,
            self._organisations(str(values["parties"])),
            state=str(text.get("state") or (kept.state if kept else Agreement.State.IN_FORCE)),
            ended_on=said.get("ended_on", kept.ended_on if kept else None),
            per=str(text.get("per") or (kept.per if kept else Agreement.Per.YEAR)),
            amounts=amounts_of(str(values.get("amounts") or "")),
            **more,
        )

    def _organisations(self, text: str) -> tuple[Organisation, ...]:
        found = []
        for name in names_of(text):
            row = self.organisations.find(name)
            if row is None:
                raise Refusal(
                    _("The register knows no organisation “%(name)s”.") % {"name": name},
                    advice=_("Write it as in the register, or enter it there first."),
                )
            found.append(row)
        if len({row.pk for row in found}) != len(found):
            raise Refusal(_("A party stands there twice."), advice=_("Name each once."))
        return tuple(found)

    def _same(self, kept: Agreement, values: Values) -> bool:
        ours = row_of(kept, self.parties.get(kept.pk, []))
        return all((ours[name] or None) == (values.get(name) or None) for name in self.found if name in ours)
