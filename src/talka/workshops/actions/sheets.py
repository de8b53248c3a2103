"""The idea sheet that a team fills in together on several phones, from the idea that it chose.

Two who write different headings at once both keep their words: what each changed is told apart by the version that
their page showed. Where both changed the same heading nothing is saved, and the page shows both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..formats.spec import Field, say
from ..models import Card, Group, Seat, Sheet, Stage
from .deeds import Done, deed
from .joining import require_open
from .sent import Sent

MOST_TITLE = 200
TITLE = "title"
"""Stands for the title among headings; no heading of a format is called so on a sheet."""


@dataclass(frozen=True)
class Clash:
    """A heading that two changed. key: of the field, or TITLE."""

    key: str
    words: str
    theirs: str
    yours: str


class SheetClash(Refusal):
    """Somebody changed the same headings. sheet: as it stands; clashes: both texts of each."""

    def __init__(self, sheet: Sheet, clashes: tuple[Clash, ...]) -> None:
        self.sheet, self.clashes = sheet, clashes
        told = "; ".join(f"{each.words}: “{each.theirs}”" for each in clashes)
        super().__init__(
            _("Somebody in your team has changed the same lines meanwhile."),
            _("Yours were not saved, so that theirs are not lost. There stands now: %(told)s") % {"told": told},
            _("Take over what is missing and save again."),
            status=409,
        )


@transaction.atomic
def open_sheet(
    group: Group, stage_key: str, card: Card | None = None, *, seat: Seat | None = None, by: Person | None = None
) -> Sheet:
    """The team's sheet of this stage, made when it is first opened: from its sheet of an earlier one where it has one.

    card: the idea that it grows from, also chosen anew; its words become the title where there is none.
    """
    locked, stage = _writing(group, stage_key, seat, by)
    chosen = None
    if card is not None:
        chosen = Card.objects.filter(pk=card.pk, group=locked, withdrawn_at__isnull=True).first()
        if chosen is None:
            raise Refusal(_("Choose an idea of your own team."), status=404)
    sheet = _standing(locked, stage)
    if sheet is None:
        sheet = _begun(locked, stage)
        _grow(sheet, chosen)
        _keep(sheet)
    elif chosen is not None and sheet.card_id != chosen.pk:
        _grow(sheet, chosen)
        _save(sheet)
    return sheet


@transaction.atomic
def write_sheet(
    group: Group,
    stage_key: str,
    words: Mapping[str, str],
    version: int,
    *,
    seat: Seat | None = None,
    by: Person | None = None,
) -> Sheet:
    """Save headings by their keys, TITLE among them; those that are not named stay. version: of the sheet that the page
    showed, 0 where there was none. Raises SheetClash where somebody else changed the same ones, Refusal(422) for words
    that do not fit."""
    locked, stage = _writing(group, stage_key, seat, by)
    wanted = _checked(stage, words)
    sheet = _standing(locked, stage) or _keep(_begun(locked, stage))
    now, before = _told(sheet), _told_at(sheet, version)
    clashes = tuple(
        Clash(key, _heading(stage, key), now.get(key, ""), said)
        for key, said in wanted.items()
        if said != now.get(key, "") and before.get(key, "") not in (said, now.get(key, ""))
    )
    if clashes:
        raise SheetClash(sheet, clashes)
    changed = {key: said for key, said in wanted.items() if said != now.get(key, "") and said != before.get(key, "")}
    if changed:
        sheet.title = changed.pop(TITLE, sheet.title)
        sheet.words = {key: said for key, said in {**sheet.words, **changed}.items() if said}
        _save(sheet)
    return sheet


def _writing(group: Group, stage_key: str, seat: Seat | None, by: Person | None) -> tuple[Group, Stage]:
    """The group held, and the stage whose sheet it is, for somebody of the group or who leads it."""
    locked = (
        Group.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workshop__event__project")
        .get(pk=group.pk)
    )
    if seat is not None and seat.group_id == locked.pk:
        require_open(locked.workshop)
    else:
        require_lead(by, [locked])
    stage = Stage.objects.filter(workshop=locked.workshop_id, key=stage_key).first()
    if stage is None or not stage.spec.fields:
        raise Refusal(_("No sheet is filled in at this step."), status=404)
    if locked.workshop.closed:
        raise Refusal(
            _("The group work is closed and its ideas are published."),
            _("The sheet stands as it was."),
            _("If it must be changed, tell the organiser. Copy your words first."),
        )
    return locked, stage


def _standing(group: Group, stage: Stage) -> Sheet | None:
    return Sheet.objects.filter(group=group, stage=stage).first()


def _begun(group: Group, stage: Stage) -> Sheet:
    """The sheet as it begins, not kept yet: with what the team wrote on its sheet of an earlier stage."""
    earlier = Sheet.objects.filter(group=group, stage__order__lt=stage.order).order_by("-stage__order").first()
    sheet = Sheet(group=group, stage=stage)
    if earlier is not None:
        keys = {field.key for field in stage.spec.fields}
        sheet.card, sheet.title = earlier.card, earlier.title
        sheet.words = {key: said for key, said in earlier.words.items() if key in keys}
    return sheet


def _grow(sheet: Sheet, chosen: Card | None) -> None:
    if chosen is not None:
        sheet.card = chosen
        sheet.title = sheet.title or _shortened(chosen.text)


def _keep(sheet: Sheet) -> Sheet:
    sheet.save()
    append(sheet.group.workshop.stream, "sheet-written", sheet=sheet.pk, group=sheet.group_id)
    return sheet


def _save(sheet: Sheet) -> None:
    sheet.version += 1
    sheet.save(update_fields=["title", "words", "card", "version", "updated_at"])
    append(sheet.group.workshop.stream, "sheet-written", sheet=sheet.pk, group=sheet.group_id)


def _told(sheet: Any) -> dict[str, str]:
    """All headings of a sheet, or of a former version of it."""
    return {TITLE: sheet.title, **sheet.words}


def _told_at(sheet: Sheet, version: int) -> dict[str, str]:
    """What the page showed: of version 0 the sheet as it begins; nothing where that version is not known."""
    if version == sheet.version:
        return _told(sheet)
    if version == 0:
        return _told(_begun(sheet.group, sheet.stage))
    former = sheet.versions.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return _told(former) if former is not None else {}


def _checked(stage: Stage, words: Mapping[str, str]) -> dict[str, str]:
    fields = {field.key: field for field in stage.spec.fields}
    checked: dict[str, str] = {}
    for key, said in words.items():
        if key == TITLE:
            text = " ".join(clean(said).split())
            if len(text) > MOST_TITLE:
                raise _too_long(_("Title"), len(text), MOST_TITLE)
        elif key in fields:
            text = _fitting(fields[key], clean(said).strip())
        else:
            raise Refusal(_("There is no such heading on this sheet."), advice=_("Load the page again."), status=422)
        checked[key] = text
    return checked


def _fitting(field: Field, text: str) -> str:
    if field.options:
        if text and field.option(text) is None:
            raise Refusal(_("Choose one of the given answers."), status=422)
    elif len(text) > field.most:
        raise _too_long(str(say(field.words)), len(text), field.most)
    return text


def _too_long(heading: str | Promise, count: int, most: int) -> Refusal:
    return Refusal(
        _("“%(heading)s” holds at most %(most)s signs.") % {"heading": heading, "most": most},
        _("Yours has %(n)s.") % {"n": count},
        _("Say it shorter: whoever votes reads many sheets."),
        status=422,
    )


def _heading(stage: Stage, key: str) -> str:
    field = next((each for each in stage.spec.fields if each.key == key), None)
    return str(say(field.words)) if field is not None else str(_("Title"))


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_TITLE else f"{text[: MOST_TITLE - 1]}…"


@deed("sheet", fields={"stage", "version", "words"})
def _sheet_sent(seat: Seat, sent: Sent) -> Done:
    if seat.group is None:
        raise Refusal(_("Choose your group first."), status=403)
    sheet = write_sheet(seat.group, sent.key("stage"), sent.words("words"), sent.whole("version"), seat=seat)
    return Done(facts={"version": sheet.version})
