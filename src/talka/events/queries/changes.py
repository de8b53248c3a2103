"""What a release changes against the one before: as data when it is made, in words when it is shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from talka.events.models import AgendaItem
from talka.events.words import said
from talka.ui import numbers

from .agenda import hours, moment
from .snapshot import Frozen

# A change: {"what", "key", "title"} and, by what it is, "was" and "now". Persons stand by id.
Change = dict[str, Any]


def changes_between(before: Sequence[Frozen] | None, after: Sequence[Frozen]) -> list[Change]:
    """What people who come would notice; in the order of the new agenda, then what fell out. None before: nothing."""
    if before is None:
        return []
    old, new = {i["key"]: i for i in before}, {i["key"]: i for i in after}
    changes: list[Change] = []
    for key, item in new.items():
        changes += _changed(old[key], item) if key in old else [_change("added", item, now=_time(item))]
    for key, item in old.items():
        if key not in new:
            changes.append(_change("removed", item, was=_time(item)))
    if not changes and [k for k in old if k in new] != [k for k in new if k in old]:
        changes.append({"what": "reordered", "key": "", "title": ""})
    return changes


def facts_between(before: Frozen | None, after: Frozen) -> list[Change]:
    """What changed of the event itself: days, hours, place."""
    if not before:
        return []
    found = []
    if any(before.get(k) != after[k] for k in ("first_day", "last_day", "starts_at", "ends_at")):
        found.append({"what": "event-time", "key": "", "title": "", "was": before, "now": after})
    if any(before.get(k) != after[k] for k in ("venue", "address", "online_url")):
        found.append({"what": "event-place", "key": "", "title": "", "was": before, "now": after})
    return found


def _changed(old: Frozen, new: Frozen) -> list[Change]:
    if old["cancelled"] != new["cancelled"]:
        return [_change("cancelled" if new["cancelled"] else "restored", new, now=_time(new))]
    found = []
    if _time(old) != _time(new):
        found.append(_change("time", new, was=_time(old), now=_time(new)))
    for what in ("title", "room", "capacity", "kind", "part"):
        if old[what] != new[what]:
            found.append(_change(what, new, was=old[what], now=new[what]))
    if [s["person"] for s in old["speakers"]] != [s["person"] for s in new["speakers"]]:
        found.append(_change("speakers", new, now=[s["person"] for s in new["speakers"]]))
    if set(old["facilitators"]) != set(new["facilitators"]):
        found.append(_change("facilitators", new, now=new["facilitators"]))
    if old["block"] != new["block"]:
        found.append(_change("block", new, now=new["block"]))
    if old["description"] != new["description"] or [s["as"] for s in old["speakers"]] != [
        s["as"] for s in new["speakers"]
    ]:
        found.append(_change("description", new))
    # Who speaks is told once: a new introduction of a new speaker is no second piece of news.
    if any(c["what"] == "speakers" for c in found) and old["description"] == new["description"]:
        found = [c for c in found if c["what"] != "description"]
    return found


def _change(what: str, item: Frozen, **values: Any) -> Change:
    return {"what": what, "key": item["key"], "title": item["title"]} | values


def _time(item: Frozen) -> list[str | None]:
    return [item["starts_at"], item["ends_at"]]


def people_in_changes(changes: Iterable[Change]) -> set[int]:
    return {p for c in changes if c["what"] in ("speakers", "facilitators") for p in c["now"]}


def in_words(
    changes: Iterable[Change], zone: ZoneInfo, names: Mapping[int, str], language: str, several_days: bool = False
) -> list[str]:
    """Each change as one sentence in that language, hours in the event's zone."""
    with translation.override(language):
        return [_sentence(change, zone, names, several_days) for change in changes]


def _sentence(change: Change, zone: ZoneInfo, names: Mapping[int, str], several_days: bool) -> str:
    title = said(change["title"])

    def when(value: list[str | None]) -> str:
        start, end = moment(value[0], zone), moment(value[1], zone)
        if start is None:
            return _("hour not set")
        return f"{numbers.short_date(start)} {hours(start, end)}" if several_days else hours(start, end)

    def people(value: list[int]) -> str:
        return ", ".join(names[p] for p in value if names.get(p)) or _("not named yet")

    was: Any = change.get("was")
    now: Any = change.get("now")
    match change["what"]:
        case "added":
            return _("New: “%(title)s”, %(hours)s.") % {"title": title, "hours": when(now)}
        case "removed":
            return _("No longer on the agenda: “%(title)s”.") % {"title": title}
        case "cancelled":
            return _("“%(title)s” is cancelled.") % {"title": title}
        case "restored":
            return _("“%(title)s” takes place after all, %(hours)s.") % {"title": title, "hours": when(now)}
        case "time":
            return _("“%(title)s”: now %(now)s, was %(was)s.") % {"title": title, "now": when(now), "was": when(was)}
        case "title":
            return _("“%(was)s” is now called “%(now)s”.") % {"was": said(was), "now": said(now)}
        case "room":
            if not now:
                return _("“%(title)s”: the room is not set any more (was: %(was)s).") % {"title": title, "was": was}
            return _("“%(title)s”: room %(now)s.") % {"title": title, "now": now}
        case "capacity":
            return _("“%(title)s”: number of places changed to %(now)s.") % {
                "title": title,
                "now": _("unlimited") if now is None else now,
            }
        case "kind":
            return _("“%(title)s” is now: %(kind)s.") % {"title": title, "kind": AgendaItem.Kind(now).label}
        case "part":
            return _("“%(title)s” now belongs to: %(part)s.") % {"title": title, "part": said(now) or "–"}
        case "speakers":
            return _("“%(title)s”: speakers %(people)s.") % {"title": title, "people": people(now)}
        case "facilitators":
            return _("“%(title)s”: led by %(people)s.") % {"title": title, "people": people(now)}
        case "block":
            return _("“%(title)s”: what it runs parallel to has changed.") % {"title": title}
        case "reordered":
            return _("The order of the items has changed.")
        case "event-time":
            return _("The event is now on %(when)s.") % {"when": facts_time(now, zone)}
        case "event-place":
            return _("The place is now: %(place)s.") % {"place": facts_place(now) or _("not set yet")}
    return _("“%(title)s”: the description has changed.") % {"title": title}


def facts_time(facts: Frozen, zone: ZoneInfo) -> str:
    with_zone = (moment(facts["starts_at"], zone), moment(facts["ends_at"], zone))
    if with_zone[0] and facts["first_day"] == facts["last_day"]:
        return f"{numbers.date(with_zone[0].date())}, {hours(*with_zone)}"
    return numbers.dates(dt.date.fromisoformat(facts["first_day"]), dt.date.fromisoformat(facts["last_day"]))


def facts_place(facts: Frozen) -> str:
    return ", ".join(part for part in (said(facts["venue"]), facts["address"], facts["online_url"]) if part)
