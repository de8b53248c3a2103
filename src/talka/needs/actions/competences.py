"""A programme's framework of competences: added to, reworded, put in order, retired; and asked about in group work.

The first change makes all competences that come with the house the programme's own, under the same keys.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events import access as events
from talka.events.models import Event
from talka.people.access import not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.actions.programmes import Text
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal
from talka.workshops.actions.formats import copy_format
from talka.workshops.formats.changing import free_key
from talka.workshops.formats.reading import FormatFaults, read_format, shipped_format
from talka.workshops.formats.spec import FormatSpec
from talka.workshops.formats.writing import format_table
from talka.workshops.models import Format

from ..access import may_keep_register
from ..framework import shipped_competences
from ..models import Competence
from ..queries.assessed import assesses
from ..queries.competences import framework_of

ASSESSMENT = "needs-assessment"
MOST_COMPETENCES = 40
LONGEST = 200


def add_competence(programme: Programme, *, title: Text, description: Text = "", by: Person | None) -> Competence:
    """One competence more, asked about last. Raises Refusal."""
    _check(by, programme)
    with deed(by):
        rows = _own(programme)
        asked = [row for row in rows if row.retired_at is None]
        if len(asked) >= MOST_COMPETENCES:
            raise Refusal(
                _("A programme asks about at most %(n)s competences.") % {"n": MOST_COMPETENCES},
                _("Nobody answers more of them in earnest."),
                _("Retire one that is not needed."),
            )
        words = _words(title)
        _check_title(words, rows)
        stem = next(iter(words.values())).replace("_", " ")
        return Competence.objects.create(
            programme=programme,
            key=free_key(stem, {row.key for row in rows}),
            title=LazyI18nString(words),
            description=description,
            order=max((row.order for row in rows), default=0) + 1,
        )


def change_competence(
    programme: Programme, key: str, *, title: Text, description: Text = "", version: int, by: Person | None
) -> Competence:
    """Other words for the same; its key and what was answered under it stay. `version` is the one that was shown."""
    _check(by, programme)
    with deed(by):
        rows = _own(programme)
        row = _one(rows, key)
        if row.version != version:
            raise Refusal(
                _("Somebody else has changed this competence since you opened it."),
                _("Your words were not saved; theirs stand."),
                _("Open the page again and change what is still needed."),
            )
        words = _words(title)
        _check_title(words, [other for other in rows if other.pk != row.pk])
        row.title, row.description, row.version = LazyI18nString(words), description, row.version + 1
        row.save(update_fields=["title", "description", "version"])
        return row


def move_competence(programme: Programme, key: str, places: int, *, by: Person | None) -> None:
    """One place earlier (-1) or later (+1) among those that are asked about; as it was at an end."""
    _check(by, programme)
    with deed(by):
        rows = _own(programme)
        asked = [row for row in rows if row.retired_at is None]
        row = _one(asked, key)
        place = asked.index(row)
        other = place + (1 if places > 0 else -1)
        if 0 <= other < len(asked):
            asked[place].order, asked[other].order = asked[other].order, asked[place].order
            Competence.objects.bulk_update([asked[place], asked[other]], ["order"])


def retire_competence(programme: Programme, key: str, *, by: Person | None) -> None:
    """No new assessment asks about it. What was answered stays. Twice is once."""
    _retire(programme, key, True, by)


def restore_competence(programme: Programme, key: str, *, by: Person | None) -> None:
    """Ask about it again, where it stood."""
    _retire(programme, key, False, by)


def make_assessment(event: Event, keys: Collection[str], *, title: Text, by: Person | None) -> Format:
    """A format of the project's own that asks about these competences of the programme, to hold at `event`.

    Asked for the same twice, the format that is there is given. Raises Refusal.
    """
    if not events.may_organise(by, event):
        raise not_allowed()
    framework = framework_of(event.project.programme)
    chosen = [one for one in framework.asked if one.key in set(keys)]
    if not chosen:
        raise Refusal(_("Choose at least one competence."), _("Nothing was changed."), status=422)
    words = _words(title)
    spec = _asking(chosen)
    table = format_table(spec) | {"title": words}
    table.pop("key", None)
    with transaction.atomic():
        standing = Format.objects.filter(project=event.project, removed_at=None, based_on=ASSESSMENT)
        same = next((one for one in standing if one.table == table), None)
        return same or copy_format(event.project, spec, title=words, by=by)


@transaction.atomic
def keep_shipped() -> None:
    """Bring the rows of the house's own competences to what the file says; those it no longer names are retired."""
    there = {row.key: row for row in Competence.objects.select_for_update().filter(programme=None)}
    for order, one in enumerate(shipped_competences(), start=1):
        row = there.pop(one.key, None) or Competence(programme=None, key=one.key)
        wanted: dict[str, Any] = {
            "title": LazyI18nString(one.title),
            "description": LazyI18nString(one.description) if one.description else "",
            "order": order,
            "retired_at": None,
        }
        if row.pk is None or any(_plain(getattr(row, name)) != _plain(value) for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(row, name, value)
            row.save()
    for row in there.values():
        if row.retired_at is None:
            row.retired_at = timezone.now()
            row.save(update_fields=["retired_at"])


def _asking(competences: Collection[Competence]) -> FormatSpec:
    """The shipped assessment with these competences instead of its own. Raises Refusal where it is not well-formed."""
    shipped = shipped_format(ASSESSMENT)
    assert shipped is not None
    table = format_table(shipped)
    items = [{"key": one.key, "words": _words(one.title)} for one in competences]
    places = [place for place, stage in enumerate(shipped.stages) if assesses(stage)]
    for place in places:
        stage: Mapping[str, Any] = table["stages"][place]
        table["stages"][place] = {**stage, "vote": {**stage["vote"], "items": items}}
    try:
        return read_format(ASSESSMENT, table)
    except FormatFaults as faults:
        raise Refusal(
            _("These competences make no assessment."),
            " ".join(dict.fromkeys(said for _place, said in faults.faults)),
            status=422,
        ) from None


def _retire(programme: Programme, key: str, away: bool, by: Person | None) -> None:
    _check(by, programme)
    with deed(by):
        rows = _own(programme)
        row = _one(rows, key)
        if away is (row.retired_at is not None):
            return
        if not away:
            _check_title(_words(row.title), [other for other in rows if other.pk != row.pk])
        row.retired_at = timezone.now() if away else None
        row.save(update_fields=["retired_at"])


def _own(programme: Programme) -> list[Competence]:
    """The programme's own rows in their order, made from the house's where there are none; locked with the programme,
    so that two organisers do not both make them."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    rows = list(Competence.objects.filter(programme=programme))
    if rows:
        return rows
    return Competence.objects.bulk_create(
        [
            Competence(
                programme=programme,
                key=row.key,
                title=row.title,
                description=row.description,
                order=row.order,
                version=row.version,
            )
            for row in Competence.objects.filter(programme=None, retired_at=None)
        ]
    )


def _one(rows: Collection[Competence], key: str) -> Competence:
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Refusal(_("This competence is not there any more."), _("Nothing was changed."), status=404)
    return found


def _words(text: Text) -> dict[str, str]:
    """By language, blanks put right, empty ones left out. Raises Refusal where nothing is left or it is too long."""
    data = text.data if isinstance(text, LazyI18nString) else text
    said = data if isinstance(data, Mapping) else {"lv": str(data or "")}
    words = {code: " ".join(str(each).split()) for code, each in said.items() if str(each or "").strip()}
    if not words:
        raise Refusal(_("A name is missing."), _("Nothing was changed."), status=422)
    if any(len(each) > LONGEST for each in words.values()):
        raise Refusal(
            _("The name is longer than %(most)s characters.") % {"most": LONGEST}, _("Nothing was changed."), status=422
        )
    return words


def _check_title(words: Mapping[str, str], others: Collection[Competence]) -> None:
    asked = [_words(other.title) for other in others if other.retired_at is None]
    if any(other.get(code, "").casefold() == each.casefold() for other in asked for code, each in words.items()):
        raise Refusal(_("There is another competence of this name."), _("Nothing was changed."), status=422)


def _plain(value: Any) -> Any:
    return value.data if isinstance(value, LazyI18nString) else value


def _check(by: Person | None, programme: Programme) -> None:
    if not may_keep_register(by, programme):
        raise not_allowed()
