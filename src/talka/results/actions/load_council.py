"""Questions to councils, what was decided on them, and what was done of it since."""

from pathlib import Path
from typing import Any

from django.db.models import Model

from talka.initiatives.council_registry import KIND
from talka.initiatives.models import CouncilDecision, CouncilFigures, CouncilQuestion, DecisionEntry
from talka.people.models import Organisation

from ..record_files import read_toml
from .initiative_files import in_order
from .load import amount, checked, unknown
from .load_initiative_folder import InitiativeFolder, at_place, hidden, load_moderation, said
from .load_training_folder import Told, kept, needed_moment

QUESTION = (
    "title", "text", "asked_on", "deadline", "state", "asked_as", "committee", "rapporteur", "meeting_on",
    "taken_up_on", "answered_on", "ended_on", "ended_why",
)  # fmt: skip
DECISION = (
    "number", "decided_on", "text", "outcome", "reasons", "votes_for", "votes_against", "votes_abstained",
    "votes_by_name", "responsible", "due_on", "budget_line", "done_on", "annulled_on", "annulled_why", "annulled_by",
    "link",
)  # fmt: skip
ENTRY = ("on", "words", "last")
ABOUT = ("deliberation", "consultation", "choosing")
"""Of what beside an initiative a question can be, as the trail calls it."""


def load_council(folder: InitiativeFolder) -> None:
    """Questions are found by their council, title and day, decisions by their place, entries by theirs."""
    for path in in_order(folder.reading.folder / "council"):
        _question(folder, path)
    path = folder.reading.folder / "councils.toml"
    for told in read_toml(path).get("council", []) if path.exists() else []:
        council = _council(folder, told, path.name)
        shown = bool(told.get("figures_shown"))
        CouncilFigures.objects.update_or_create(council=council, defaults={"shown": shown})


def _council(folder: InitiativeFolder, told: Told, where: str) -> Organisation:
    found = folder.organisation(told.get("council"), where)
    if found is None:
        raise unknown(where, "council")
    return found


def _question(folder: InitiativeFolder, path: Path) -> None:
    told, where = read_toml(path), path.name
    values = said(told, QUESTION, CouncilQuestion)
    checked(CouncilQuestion(**values), where)
    council = _council(folder, told, where)
    values |= hidden(told, where) | _about(folder, told, where)
    values |= {
        "initiative": folder.named(folder.initiatives, told.get("initiative"), where),
        "council": council,
        "illustrative": folder.made_up,
        "taken_up_by": folder.somebody(told.get("taken_up_by"), where),
        "by": folder.somebody(told.get("by"), where),
        "created_at": needed_moment(told, "asked_at", where),
    }
    alike = {"council": council, "title": values["title"], "asked_on": values["asked_on"]}
    found = folder.standing(CouncilQuestion.objects.filter(**alike), "question", *alike.values())
    row = kept(found or CouncilQuestion(), values)
    there = list(CouncilDecision.objects.filter(question=row).order_by("pk"))
    for place, one in enumerate(told.get("decision", [])):
        standing = at_place(there, place, CouncilDecision(question=row))
        _decision(folder, one, standing, f"{where}: decision {place + 1}")
    load_moderation(folder, KIND, row, told, where)


def _about(folder: InitiativeFolder, told: Told, where: str) -> dict[str, str]:
    tables: dict[str, dict[str, Any]] = {
        "deliberation": folder.deliberations,
        "consultation": folder.consultations,
        "choosing": folder.choosings,
    }
    for kind in ABOUT:
        thing: Model | None = folder.named(tables[kind], told.get(kind), where)
        if thing is not None:
            return {"about_kind": kind, "about_id": str(thing.pk)}
    return {"about_kind": "", "about_id": ""}


def _decision(folder: InitiativeFolder, told: Told, standing: CouncilDecision, where: str) -> None:
    values = said(told, DECISION, CouncilDecision)
    values["money"] = amount(told.get("money"), where)
    checked(CouncilDecision(**values), where)
    values |= {
        "responsible_person": folder.somebody(told.get("responsible_person"), where),
        "by": folder.somebody(told.get("by"), where),
        "created_at": needed_moment(told, "entered_at", where),
    }
    row = kept(standing, values)
    there = list(DecisionEntry.objects.filter(decision=row).order_by("on", "pk"))
    for place, one in enumerate(told.get("entry", [])):
        entry = said(one, ENTRY, DecisionEntry)
        checked(DecisionEntry(**entry), where)
        entry |= {"by": folder.somebody(one.get("by"), where), "at": needed_moment(one, "at", where)}
        kept(at_place(there, place, DecisionEntry(decision=row)), entry)
