"""What a project promises in numbers: entered, changed, put in order, retired, brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events.models import Event
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise
from talka.programmes.actions.programmes import Text
from talka.programmes.models import Activity, Project
from talka.ui.refusals import Refusal

from ..models import Indicator, Tally
from ..queries.counting import WAYS
from ..queries.facts import plain

MOST = 100
LARGEST = Decimal(10) ** 12
PLAIN = ("number", "kind", "counted", "event_kind", "question", "answer", "baseline", "target", "source", "public")
WORDED = ("title", "unit", "remark")


@dataclass(frozen=True)
class IndicatorData:
    """counted: a key of `queries.counting.WAYS`, "" for entered by hand. activity, event_kind: only what happened there
    is counted, None and "" for everything. question, answer: for the way "answered" alone. Up to two decimals."""

    number: str
    title: Text
    unit: Text = ""
    kind: str = Indicator.Kind.OUTPUT
    counted: str = ""
    activity: Activity | None = None
    event_kind: str = ""
    question: str = ""
    answer: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    remark: Text = ""
    source: str = ""
    public: bool = False


def save_indicator(
    project: Project,
    data: IndicatorData,
    *,
    indicator: Indicator | None = None,
    version: int = 0,
    by: Person | None,
) -> Indicator:
    """Enter an indicator as the last one, or change one. `version` is the one that was shown. Raises Refusal."""
    check_organise(by, project)
    _check(project, data)
    with deed(by):
        rows = {row.pk: row for row in _all(project)}
        if indicator is None:
            if len(rows) >= MOST:
                raise Refusal(_("A project has at most %(n)s indicators.") % {"n": MOST})
            row = Indicator(project=project, order=max((one.order for one in rows.values()), default=0) + 1)
        else:
            row = rows[indicator.pk]
            if row.version != version:
                raise _stale()
            row.version += 1
        asked = (row.counted, row.question, row.answer)
        _fill(row, data)
        _keep(row)
        if indicator is not None and asked != (row.counted, row.question, row.answer):
            # What was kept of erased answers was an answer to another question.
            Tally.objects.filter(indicator=row).delete()
    return row


def save_indicators(project: Project, table: Sequence[IndicatorData], *, by: Person | None) -> tuple[int, int]:
    """Enter or change many, found by their number; all or none. (new, changed). Those not named stay as they are."""
    check_organise(by, project)
    new = changed = 0
    with deed(by):
        known = {row.number: row for row in _all(project)}
        for data in table:
            row = known.get(data.number.strip())
            if row is None:
                known[data.number.strip()] = save_indicator(project, data, by=by)
                new += 1
            elif not _says(row, data):
                known[row.number] = save_indicator(project, data, indicator=row, version=row.version, by=by)
                changed += 1
    return new, changed


def move_indicator(indicator: Indicator, places: int, *, by: Person | None) -> None:
    """One place earlier (-1) or later (+1) among those of its kind that are not retired; as it was at an end."""
    check_organise(by, indicator.project)
    with deed(by):
        rows = [row for row in _all(indicator.project) if row.retired_at is None and row.kind == indicator.kind]
        place = next((at for at, row in enumerate(rows) if row.pk == indicator.pk), None)
        if place is None:
            return
        other = place + (1 if places > 0 else -1)
        if 0 <= other < len(rows):
            rows[place].order, rows[other].order = rows[other].order, rows[place].order
            rows[place].save(update_fields=["order"])
            rows[other].save(update_fields=["order"])


def retire_indicator(indicator: Indicator, *, by: Person | None) -> None:
    """No page and no new report shows it any more; reports handed in keep it. Twice is once."""
    _retire(indicator, True, by)


def restore_indicator(indicator: Indicator, *, by: Person | None) -> None:
    """Show it again, where it stood."""
    _retire(indicator, False, by)


def _retire(indicator: Indicator, retired: bool, by: Person | None) -> None:
    check_organise(by, indicator.project)
    with deed(by):
        row = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        if retired != (row.retired_at is not None):
            row.retired_at = timezone.now() if retired else None
            row.save(update_fields=["retired_at"])


def _all(project: Project) -> list[Indicator]:
    """All of the project's, locked through the project's row, so that two new ones get two places."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    return list(Indicator.objects.filter(project=project).select_related("project", "activity").order_by("order", "pk"))


def _check(project: Project, data: IndicatorData) -> None:
    if not data.number.strip() or not str(data.title).strip():
        raise Refusal(_("An indicator needs a number and a title."), _("Nothing was changed."), status=422)
    for figure in (data.baseline, data.target):
        if figure is not None and not (figure.is_finite() and abs(figure) < LARGEST):
            raise Refusal(
                _("A figure is too large."), _("Nothing was changed."), _("Use a larger unit, such as thousands."), 422
            )
    check_address(data.source)
    if data.kind not in Indicator.Kind.values or (data.counted and data.counted not in WAYS):
        raise Refusal(_("This way of counting is not known."), _("Nothing was changed."), status=422)
    if data.event_kind and data.event_kind not in Event.Kind.values:
        raise Refusal(_("This kind of event is not known."), _("Nothing was changed."), status=422)
    if data.activity is not None and data.activity.project_id != project.pk:
        raise Refusal(_("That activity belongs to another project."), _("Nothing was changed."), status=422)
    if data.counted == "answered" and not (data.question.strip() and data.answer.strip()):
        raise Refusal(
            _("Which answer is counted?"),
            _("Nothing was changed."),
            _("Name the key of the registration question and the answer to it."),
            status=422,
        )


def _fill(row: Indicator, data: IndicatorData) -> None:
    for name in PLAIN:
        value = getattr(data, name)
        setattr(row, name, _kept(value))
    for name in WORDED:
        setattr(row, name, getattr(data, name) or "")
    row.activity = data.activity
    if row.counted != "answered":
        row.question = row.answer = ""
    if not row.counted:
        row.activity, row.event_kind = None, ""


def check_address(address: str) -> None:
    """A page links to it: nothing but the web. Raises Refusal."""
    if address and not address.startswith(("http://", "https://")):
        raise Refusal(
            _("“%(address)s” is not an address on the web.") % {"address": address[:60]},
            _("Nothing was changed."),
            _("It begins with https:// or http://."),
            status=422,
        )


def _kept(value: object) -> object:
    """As the database keeps it: texts without blanks around them, figures with two decimals."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal("0.01"))
    return value.strip() if isinstance(value, str) else value


def _says(row: Indicator, data: IndicatorData) -> bool:
    """Whether the row already says all that."""
    wanted = Indicator(project_id=row.project_id, order=row.order)
    _fill(wanted, data)
    same = all(getattr(row, name) == getattr(wanted, name) for name in (*PLAIN, "activity_id"))
    return same and all(plain(getattr(row, name)) == plain(getattr(wanted, name)) for name in WORDED)


def _keep(row: Indicator) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refusal(
            _("There is another indicator with the number %(number)s.") % {"number": row.number},
            _("Nothing was changed."),
            _("Give it another number, or change the one that is there; it may be among the retired ones."),
        ) from fault


def _stale() -> Refusal:
    return Refusal(
        _("Somebody else has changed this indicator since you opened it."),
        _("Your words were not saved; theirs stand."),
        _("Open the page again and change what is still needed."),
    )


def texts(values: dict[str, object], name: str) -> Text:
    """The text in the languages of the columns `name_lv`, `name_en` of a table; "" where it is in none."""
    said = {code: str(text) for code in ("lv", "en") if (text := values.get(f"{name}_{code}"))}
    return LazyI18nString(said) if said else ""
