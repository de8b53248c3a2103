"""What a certificate attests, in every language of the house, as it is on the day it is given; and how it is told."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

from talka.events.models import Attendance
from talka.programmes.models import Project
from talka.programmes.publicity import attested

from ..models import Cohort, Module, Session, Team, TrainingCertificate
from .rules import Progress, rules_in_words

NOTHING_OF_A_PROJECT = ("project", "number", "publicity")


def project_of(cohort: Cohort) -> Project | None:
    """The project that pays: that of most of the cohort's sessions, the first of them where two have as many."""
    rows = Session.objects.filter(cohort=cohort).select_related("event__project__programme")
    projects = [row.event.project for row in rows.order_by("event__first_day", "pk")]
    if not projects:
        return None
    most = Counter(project.pk for project in projects).most_common(1)[0][0]
    return next(project for project in projects if project.pk == most)


def language_of(cohort: Cohort) -> str:
    """That of its first session, else the house's."""
    first = Session.objects.filter(cohort=cohort).order_by("event__first_day", "pk").values_list("event__language")
    return next((language for (language,) in first[:1] if language), settings.LANGUAGE_CODE)


def achievement_facts(cohort: Cohort) -> dict[str, Any]:
    """The training programme as it is today: what it teaches, what its certificate is given for, and who gives it."""
    training, project = cohort.training, project_of(cohort)
    modules = list(Module.objects.filter(training=training, retired_at=None).prefetch_related("competences"))
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            programme = training.programme
            given = attested(project) if project else dict.fromkeys(NOTHING_OF_A_PROJECT, "")
            words[code] = {
                **given,
                "title": str(training.title),
                "about": str(training.about),
                "programme": str(programme.title),
                "organiser": given.get("organiser") or str(programme.title),
                "funder": given.get("funder") or str(programme.funder),
                "rules": rules_in_words(training),
                "modules": [module_words(module) for module in modules],
            }
    return {
        "words": words,
        "hours": [str(module.hours or "") for module in modules],
        "competences": _competences(modules),
        "least_hours": str(training.least_hours or ""),
        "website": project.website if project else "",
        "project": project.slug if project else "",
        "programme": training.programme.slug,
        "illustrative": training.illustrative,
    }


def module_words(module: Module) -> dict[str, Any]:
    """In the active language."""
    outcomes = [line.strip() for line in str(module.outcomes).splitlines() if line.strip()]
    return {"title": str(module.title), "outcomes": outcomes}


def _competences(modules: Iterable[Module]) -> list[dict[str, Any]]:
    """What the modules teach of the programme's framework of competences, each once."""
    found = {one.key: one for module in modules for one in module.competences.all()}
    return [{"key": one.key, "words": _in_languages(one)} for one in sorted(found.values(), key=lambda row: row.order)]


def _in_languages(row: Any) -> dict[str, str]:
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = str(row.title)
    return words


def digest_of(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def issuer_of(facts: Mapping[str, Any]) -> str:
    """The same for all badges of the same organiser in the same project, and another one when the organiser is called
    otherwise: an issuer's page says what it said when the badge was given."""
    names = {code: words["organiser"] for code, words in facts["words"].items()}
    return digest_of({"names": names, "project": facts["project"], "programme": facts["programme"]})[:32]


def days_of(cohort: Cohort) -> dict[int, list[dt.date]]:
    """By person: the days on which they attended a session of the cohort. One query."""
    events = Session.objects.filter(cohort=cohort).values("event")
    rows = Attendance.objects.filter(registration__event__in=events).order_by("day")
    found: dict[int, list[dt.date]] = {}
    for person, day in rows.values_list("registration__person", "day").distinct():
        found.setdefault(person, []).append(day)
    return found


def learner_facts(
    progress: Progress, modules: Mapping[int, Module], days: Iterable[dt.date], language: str
) -> dict[str, Any]:
    """What somebody did of it. modules: of the training programme, the retired ones too, by row id."""
    attended = [module for pk, module in modules.items() if pk in progress.came.modules]
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = {
                "team": team_name(progress.learner.team),
                "modules": [module_words(module) for module in attended],
            }
    return {
        "words": words,
        "module_hours": [str(module.hours or "") for module in attended],
        "hours": str(progress.came.hours) if progress.came.hours else "",
        "days": [day.isoformat() for day in days],
        "language": language,
    }


def team_name(team: Team) -> str:
    return str(team.title) or str(team.organisation)


@dataclass(frozen=True)
class TaughtModule:
    title: str
    outcomes: tuple[str, ...]
    hours: Decimal | None


@dataclass(frozen=True)
class Told:
    """The frozen facts in one language. modules: those the holder attended; taught: all of the training programme."""

    title: str
    about: str
    programme: str
    organiser: str
    project: str
    number: str
    funder: str
    publicity: str
    team: str
    rules: tuple[str, ...]
    modules: tuple[TaughtModule, ...]
    taught: tuple[TaughtModule, ...]
    days: tuple[dt.date, ...]
    hours: Decimal | None
    by_decision: bool
    illustrative: bool

    @property
    def last_day(self) -> dt.date | None:
        return self.days[-1] if self.days else None


def told(certificate: TrainingCertificate, language: str) -> Told:
    """What the certificate says, in the reader's language where it has it."""
    whole: dict[str, Any] = certificate.achievement.facts
    own: dict[str, Any] = certificate.facts
    words, own_words = in_language(whole["words"], language), in_language(own["words"], language)
    names = ("title", "about", "programme", "organiser", "project", "number", "funder", "publicity")
    return Told(
        **{name: words.get(name, "") for name in names},
        team=own_words["team"],
        rules=tuple(words["rules"]),
        modules=_taught(own_words["modules"], own["module_hours"]),
        taught=_taught(words["modules"], whole["hours"]),
        days=tuple(dt.date.fromisoformat(day) for day in own["days"]),
        hours=Decimal(own["hours"]) if own["hours"] else None,
        by_decision=certificate.by_decision,
        illustrative=bool(whole["illustrative"]),
    )


def in_language(words: Mapping[str, Any], language: str) -> Any:
    return words.get(language.split("-")[0]) or next(iter(words.values()))


def _taught(rows: Iterable[Mapping[str, Any]], hours: Iterable[str]) -> tuple[TaughtModule, ...]:
    return tuple(
        TaughtModule(row["title"], tuple(row["outcomes"]), Decimal(each) if each else None)
        for row, each in zip(rows, hours, strict=True)
    )
