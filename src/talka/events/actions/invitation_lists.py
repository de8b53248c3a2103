"""Address lists from a table: read, checked row by row, taken in when somebody says so, and written out again."""

from collections.abc import Mapping
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.documents.addresses import email_fault
from talka.documents.sheets import Column
from talka.documents.tables import read_table
from talka.events import jobs
from talka.events.models import Event, Invitation, SheetImport
from talka.people.actions import PersonData, find_or_create_organisation, find_or_create_person
from talka.people.actions.organisations import refusal_of_organisation
from talka.people.actions.persons import refusal_of
from talka.people.models import Organisation, Person
from talka.people.names import same_person
from talka.ui.refusals import Refusal

from .events import refuse_unless_organiser
from .record import note_event

# Past so many rows the worker takes them in.
AT_ONCE = 500
# Language codes and what people write for them.
LANGUAGES = {"lv": gettext_lazy("Latvian"), "en": gettext_lazy("English")}


COLUMNS = (
    Column(
        "given_name", gettext_lazy("Given name"), aliases=("vārds", "name", "first name"), required=True, longest=100
    ),
    Column(
        "family_name",
        gettext_lazy("Family name"),
        aliases=("uzvārds", "surname", "last name"),
        required=True,
        longest=100,
    ),
    Column(
        "email",
        gettext_lazy("E-mail"),
        aliases=("e-pasts", "epasts", "e-pasta adrese", "mail"),
        required=True,
        longest=254,
        example="ilze.berzina@novads.lv",
        check=email_fault,
    ),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        aliases=("iestāde", "institūcija", "pašvaldība", "municipality", "institution"),
        longest=200,
    ),
    Column("position", gettext_lazy("Position"), aliases=("amats", "job title"), longest=200),
    Column("language", gettext_lazy("Language"), aliases=("valoda",), choices=LANGUAGES, longest=20),
)


def read_list(event: Event, file: BinaryIO, name: str, *, by: Person | None) -> SheetImport:
    """Read and check a table; nobody is invited yet. Faults name rows and columns; the same person twice is one row.

    Raises Refusal where the file as a whole cannot be read.
    """
    refuse_unless_organiser(by, event.project)
    read = read_table(file, name, COLUMNS)
    if read.unreadable:
        fault = next(fault for fault in read.faults if fault.row is None)
        raise Refusal(fault.what, _("Nothing was taken in."), fault.advice, status=422)
    faults = [
        {"row": fault.row, "column": fault.column, "text": fault.what, "advice": fault.advice} for fault in read.faults
    ]
    rows: list[dict[str, object]] = []
    seen: dict[str, list[dict[str, object]]] = {}
    doubles = refused = 0
    for row in read.rows:
        values = {column.key: row.values.get(column.key) or "" for column in COLUMNS}
        if refusal := refusal_of_organisation(str(values["organisation"])) or refusal_of(_person(values)):
            faults.append({"row": row.number, "column": "", "text": str(refusal.what), "advice": str(refusal.advice)})
            refused += 1
            continue
        email = str(values["email"]).lower()
        if any(_same(values, other) for other in seen.get(email, ())):
            doubles += 1
            continue
        seen.setdefault(email, []).append(values)
        rows.append({"row": row.number} | values)
    return SheetImport.objects.create(
        event=event,
        kind=SheetImport.Kind.INVITATIONS,
        state=SheetImport.State.CHECKED,
        by=by,
        file_name=name[:255],
        rows=rows,
        row_count=len(read.rows) + read.rows_with_faults,
        good_count=len(rows),
        faults=faults,
        faulty_count=read.rows_with_faults + refused,
        report=_foreseen(event, rows) | {"doubles": doubles, "ignored": read.ignored[:20]},
    )


def _person(values: Mapping[str, object], organisation: Organisation | None = None) -> PersonData:
    return PersonData(
        given_name=str(values["given_name"]),
        family_name=str(values["family_name"]),
        email=str(values["email"]),
        organisation=organisation,
        position=str(values["position"]),
        language=str(values["language"]),
    )


def _same(a: dict[str, object], b: dict[str, object]) -> bool:
    return same_person(str(a["given_name"]), str(a["family_name"]), str(b["given_name"]), str(b["family_name"]))


def _foreseen(event: Event, rows: list[dict[str, object]]) -> dict[str, int]:
    """How many of them are known, and how many invited already; by address, so a name may still make the difference."""
    emails = {str(row["email"]).lower() for row in rows}
    known = {
        email.lower()
        for email in Person.objects.filter(merged_into=None, erased_at=None, email__in=emails).values_list(
            "email", flat=True
        )
    }
    invited = {e.lower() for e in event.invitations.values_list("person__email", flat=True)}
    return {"known": len(known), "invited": len(emails & invited), "new": len(emails - known)}


@transaction.atomic
def accept_list(sheet: SheetImport, *, by: Person | None) -> SheetImport:
    """Take in the right rows: at once, or by the worker where they are many. Saying it twice does it once."""
    refuse_unless_organiser(by, sheet.event.project)
    row = (
        SheetImport.objects.select_for_update(of=("self",)).select_related("event__project__programme").get(pk=sheet.pk)
    )
    if row.state != SheetImport.State.CHECKED:
        return row
    if not row.rows:
        raise Refusal(_("There is no right row to take in."), advice=_("Correct the table and choose it again."))
    row.state = SheetImport.State.TAKING
    row.by = by
    row.save(update_fields=["state", "by"])
    if len(row.rows) > AT_ONCE:
        transaction.on_commit(lambda: jobs.take_in_invitations.defer(sheet=row.pk))
        return row
    return take_in(row)


@transaction.atomic
def give_up_list(sheet: SheetImport, *, by: Person | None) -> SheetImport:
    """Throw the table away; nobody was invited."""
    refuse_unless_organiser(by, sheet.event.project)
    row = SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if row.state == SheetImport.State.CHECKED:
        row.state, row.rows, row.finished_at = SheetImport.State.GIVEN_UP, [], timezone.now()
        row.save(update_fields=["state", "rows", "finished_at"])
    return row


@transaction.atomic
def take_in(sheet: SheetImport) -> SheetImport:
    """All right rows become invitations, in one transaction; people known already are found and not doubled."""
    row = (
        SheetImport.objects.select_for_update(of=("self",))
        .select_related("event__project__programme", "by__account")
        .get(pk=sheet.pk)
    )
    if row.state != SheetImport.State.TAKING:
        return row
    event, illustrative = row.event, row.event.project.programme.illustrative
    organisations: dict[str, Organisation] = {}
    people: list[int] = []
    created = 0
    faults = list(row.faults)
    with translation.override(row.by.language if row.by else "lv"):
        for values in row.rows:
            name = str(values["organisation"]).strip()
            try:
                if name and name not in organisations:
                    organisations[name] = find_or_create_organisation(name, by=row.by, illustrative=illustrative)
                data = _person(values, organisations.get(name))
                found = find_or_create_person(data, by=row.by, illustrative=illustrative, complete=True)
            except Refusal as refusal:
                faults.append({"row": values["row"], "column": "", "text": refusal.text(), "advice": ""})
                continue
            people.append(found.person.pk)
            created += found.created
    there = set(event.invitations.filter(person__in=people).values_list("person_id", flat=True))
    wanted = [pk for pk in dict.fromkeys(people) if pk not in there]
    Invitation.objects.bulk_create(
        [Invitation(event=event, person_id=pk, invited_by=row.by) for pk in wanted], ignore_conflicts=True
    )
    row.report = {
        "added": len(wanted),
        "unchanged": len(set(people)) - len(wanted),
        "people": created,
        "doubles": row.report.get("doubles", 0),
    }
    row.rows, row.faults, row.state, row.finished_at = [], faults, SheetImport.State.DONE, timezone.now()
    row.save()
    note_event(event, "invitations.imported", row.by, number=len(wanted))
    return row
