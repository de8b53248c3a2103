"""Beginning a training programme, changing, publishing, taking away; its modules and who works for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.links.actions import connect
from talka.needs.causes import check_known
from talka.needs.models import Competence
from talka.people.access import not_allowed
from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.actions.versions import amend, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from .. import access
from ..models import Cohort, Module, Staff, Training
from ..patterns import Pattern
from ..trail import LED_TO, TRAINING
from .letting_in import welcome_staff

Text = LazyI18nString | str


@dataclass(frozen=True)
class TrainingData:
    """team_size: people of one team. least_hours, least_modules, homework_needed: when the certificate is given."""

    title: Text
    about: Text = ""
    for_whom: Text = ""
    team_size: int = 2
    least_hours: Decimal | None = None
    least_modules: int | None = None
    homework_needed: bool = False


@dataclass(frozen=True)
class ModuleData:
    """hours: of teaching. outcomes: what somebody can do afterwards, a line each."""

    title: Text
    outcomes: Text = ""
    hours: Decimal | None = None


def begin_training(
    data: TrainingData,
    programme: Programme,
    *,
    by: Person | None,
    causes: tuple[tuple[str, int], ...] = (),
    slug: str = "",
    modules: Sequence[ModuleData] = (),
) -> Training:
    """Begin a draft with these modules. causes: needs and measures it answers, as ("need", row id). by None: the house.
    Raises Refusal."""
    if by is not None and not access.may_begin_in(by, programme):
        raise not_allowed()
    _check(data)
    with deed(by):
        row = Training(programme=programme, by=by)
        fill(row, data)
        row.slug = free_slug(Training, slug or str(data.title))
        row.save()
        for kind, pk in causes:
            check_known(by, kind, pk)
            connect(kind, pk, LED_TO, TRAINING, row.pk)
        for module in modules:
            add_module(row, module, by=by)
    return row


def begin_from(
    pattern: Pattern, programme: Programme, *, by: Person | None, causes: tuple[tuple[str, int], ...] = ()
) -> Training:
    """A draft as a ready training programme has it, to be changed. Raises Refusal."""
    data = TrainingData(
        pattern.name,
        pattern.about,
        pattern.for_whom,
        pattern.team_size,
        pattern.least_hours,
        pattern.least_modules,
        pattern.homework_needed,
    )
    modules = [ModuleData(one.title, one.outcomes, one.hours) for one in pattern.modules]
    return begin_training(data, programme, by=by, causes=causes, modules=modules)


def change_training(training: Training, data: TrainingData, *, version: int, by: Person | None) -> Training:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_run(by, training)
    _check(data)
    with deed(by):
        row = locked(training)
        amend(row, data, version)
    return row


def publish(training: Training, *, by: Person | None) -> None:
    """Everybody reads it from now on; names and homework stay with its cohorts. Twice is once. by None: the house."""
    if by is not None:
        access.check_run(by, training)
    with deed(by):
        show(locked(training), public=True)


def unpublish(training: Training, *, by: Person | None) -> None:
    """Only those who run, teach or take part read it. Twice is once."""
    access.check_run(by, training)
    with deed(by):
        show(locked(training), public=False)


def retire(training: Training, *, by: Person | None) -> None:
    """Nobody sees it but who may bring it back; nothing of it is lost. Twice is once."""
    access.check_run(by, training)
    with deed(by):
        take_away(held(training))


def restore(training: Training, *, by: Person | None) -> None:
    """Back as a draft. Twice is once."""
    access.check_run(by, training)
    with deed(by):
        bring_back(held(training))


def add_module(
    training: Training, data: ModuleData, *, by: Person | None, competences: Iterable[Competence] = ()
) -> Module:
    """After the last one. by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_run(by, training)
    _check_module(data)
    with deed(by):
        locked(training)
        last = Module.objects.filter(training=training).aggregate(last=Max("order"))["last"] or 0
        row = Module(training=training, order=last + 1)
        fill(row, data)
        row.save()
        row.competences.set(competences)
    return row


def change_module(module: Module, data: ModuleData, *, by: Person | None, competences: Iterable[Competence]) -> Module:
    access.check_run(by, module.training)
    _check_module(data)
    with deed(by):
        locked(module.training)
        row = Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
        fill(row, data)
        row.save()
        row.competences.set(competences)
    return row


def retire_module(module: Module, *, by: Person | None) -> None:
    """It is not taught any more; sessions that were held keep it. Twice is once."""
    access.check_run(by, module.training)
    with deed(by):
        locked(module.training)
        Module.objects.filter(pk=module.pk, retired_at=None).update(retired_at=timezone.now())


def restore_module(module: Module, *, by: Person | None) -> None:
    access.check_run(by, module.training)
    with deed(by):
        locked(module.training)
        Module.objects.filter(pk=module.pk).update(retired_at=None)


def move_module(module: Module, up: bool, *, by: Person | None) -> None:
    """One place up or down among those that are taught; at the end it stays."""
    access.check_run(by, module.training)
    with deed(by):
        locked(module.training)
        rows = list(Module.objects.filter(training=module.training, retired_at=None).select_for_update(of=("self",)))
        at = next((n for n, row in enumerate(rows) if row.pk == module.pk), None)
        to = None if at is None else at + (-1 if up else 1)
        if at is None or to is None or not 0 <= to < len(rows):
            return
        rows[at].order, rows[to].order = rows[to].order, rows[at].order
        for row in (rows[at], rows[to]):
            row.save(update_fields=["order"])


def add_staff(
    training: Training, who: Person | PersonData, role: str, *, by: Person | None, cohort: Cohort | None = None
) -> Staff:
    """who: a person of the register, or what is said of one, who is entered where nobody fits. They are written to and
    can sign in from then on. Twice is once. by None: the house, loading files; nobody is written to. Raises Refusal."""
    if by is not None:
        access.check_run(by, training)
    if role not in Staff.Role.values:
        raise Refusal(_("This role is not known."), _("Nothing was changed."), status=422)
    if cohort is not None and cohort.training_id != training.pk:
        raise Refusal(_("This cohort belongs to another training programme."), _("Nothing was changed."), status=422)
    with deed(by):
        locked(training)
        person = person_meant(who, training, by)
        row, made = Staff.objects.get_or_create(
            training=training, cohort=cohort, person=person, role=role, defaults={"order": training.staff.count()}
        )
        if made and by is not None and by.pk != person.pk:
            row.training, row.cohort, row.person = training, cohort, person
            welcome_staff(row)
    return row


def remove_staff(staff: Staff, *, by: Person | None) -> None:
    """Twice is once."""
    access.check_run(by, staff.training)
    with deed(by):
        Staff.objects.filter(pk=staff.pk).delete()


def person_meant(
    who: Person | PersonData, training: Training, by: Person | None, organisation: Organisation | None = None
) -> Person:
    """Found in the register or entered there, for this organisation where nothing else is said. Raises Refusal.

    Somebody known of whom no organisation is known gets it too: who applied for a community without an account was
    entered before the community was.
    """
    if isinstance(who, PersonData):
        data = replace(who, organisation=who.organisation or organisation)
        person = find_or_create_person(data, by=by, illustrative=training.illustrative).person
        if person.organisation_id is None and data.organisation is not None:
            person.organisation = data.organisation
            person.save(update_fields=["organisation"])
        return person
    if who.erased_at is not None or who.merged_into_id is not None:
        raise Refusal(_("This person is not in the register any more."), _("Nothing was changed."), status=422)
    return who


def locked(training: Training) -> Training:
    """Its row, held until the transaction ends; nothing enters one that was just taken away."""
    row = held(training)
    if row.retired_at is not None:
        raise Refusal(
            _("This training programme was taken away."), _("Nothing was changed."), _("Bring it back first.")
        )
    return row


def _check(data: TrainingData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.team_size < 1:
        raise Refusal(_("A team has at least one person."), _("Nothing was changed."), status=422)
    if data.least_hours is not None and data.least_hours <= 0:
        raise Refusal(_("The least hours are more than none, or empty."), _("Nothing was changed."), status=422)


def _check_module(data: ModuleData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422)
    if data.hours is not None and data.hours <= 0:
        raise Refusal(_("Hours are more than none, or empty."), _("Nothing was changed."), status=422)
