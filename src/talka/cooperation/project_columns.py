"""The columns in which joint projects and their budgets go out and come in."""

from collections.abc import Mapping
from functools import cache
from typing import cast

from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.sheets import Column
from talka.ui.refusals import Words

from .law.register import services
from .models import Impact, JointProject, MoneySource, ProjectImport, Reach

LANGUAGES = ("lv", "en")
SUMS: Mapping[str, Words] = {
    "own": _("Partners' own money, EUR"),
    "eu": _("European Union funds, EUR"),
    "state": _("State budget, EUR"),
    "other": _("Other sources, EUR"),
}


def _worded(name: str, lv: Words, en: Words, aliases: tuple[str, ...], longest: int) -> tuple[Column, Column]:
    return Column(f"{name}_lv", lv, aliases=aliases, longest=longest), Column(f"{name}_en", en, longest=longest)


@cache
def projects_columns() -> tuple[Column, ...]:
    """One row for each project."""
    return (
        Column("mark", _("Mark of the project"), aliases=("id", "atslēga"), longest=60),
        *_worded("title", _("Project (Latvian)"), _("Project (English)"), ("projekts", "nosaukums", "project"), 300),
        *_worded("about", _("Description (Latvian)"), _("Description (English)"), ("apraksts", "description"), 5000),
        Column(
            "service",
            _("Service"),
            aliases=("pakalpojums",),
            choices={key: cast(Words, one.name) for key, one in services().items()},
        ),
        Column(
            "state",
            _("State of the project"),
            aliases=("statuss", "stāvoklis"),
            choices=dict(JointProject.State.choices),
        ),
        Column("state_reason", _("Why it was given up"), longest=500),
        Column("starts", _("First day"), aliases=("sākums", "start"), kind="date", example="2026-03-01"),
        Column("ends", _("Last day"), aliases=("beigas", "end"), kind="date", example="2028-12-31"),
        Column("lead", _("Lead partner"), aliases=("vadošais partneris", "atbildīgais"), longest=200),
        Column("partners", _("Partners"), aliases=("partneri", "sadarbības partneri"), longest=10_000),
        Column("supporters", _("Supporters"), aliases=("atbalstītāji",), longest=10_000),
        Column("office", _("Office that answers for it"), aliases=("atbild",), longest=200),
        Column("impact", _("Impact as decided"), aliases=("ietekme",), choices=dict(Impact.choices)),
        Column("impact_reason", _("Why the impact is another than the rule says"), longest=500),
        Column("reach", _("Reach by the rule"), choices=dict(Reach.choices)),
        Column("eur", _("Planned EUR in all"), aliases=("kopā", "total"), kind="decimal"),
        *(Column(f"eur_{key}", label, kind="decimal") for key, label in SUMS.items()),
        Column("spent", _("Spent EUR in all"), kind="decimal"),
        Column("total_told", _("Whole cost as the funder's decision has it, EUR"), kind="decimal"),
    )


@cache
def budget_columns() -> tuple[Column, ...]:
    """One row for each amount of a source, partner, funder and purpose in a year."""
    return (
        Column("mark", _("Mark of the project"), aliases=("id", "atslēga"), required=True, longest=60),
        Column("project", _("Project"), longest=300),
        Column(
            "source",
            _("Source of the money"),
            aliases=("avots", "finansējuma avots"),
            required=True,
            choices=dict(MoneySource.choices),
        ),
        Column("partner", _("Partner"), aliases=("partneris",), longest=200),
        Column("funder", _("Funder"), aliases=("finansētājs",), longest=200),
        Column("number", _("Number of the contract or decision"), aliases=("līguma numurs",), longest=80),
        Column("title", _("For what"), aliases=("mērķis",), longest=200),
        Column("year", _("Year"), aliases=("gads", "year"), kind="integer", example="2027"),
        Column(
            "eur", _("Planned, EUR"), aliases=("plānots", "summa"), required=True, kind="decimal", example="1200,50"
        ),
    )


WRITTEN_ONLY: Mapping[str, tuple[str, ...]] = {
    ProjectImport.Kind.PROJECTS: ("reach", "spent"),
    ProjectImport.Kind.BUDGET: ("project",),
}
"""Columns that follow from others: they go out, and are passed over when they come in."""


def columns_of(kind: str) -> tuple[Column, ...]:
    return projects_columns() if kind == ProjectImport.Kind.PROJECTS else budget_columns()


def said(value: LazyI18nString | str | None) -> dict[str, str]:
    """A text by language; one text for all languages stands under each."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {code: str(text) for code, text in data.items() if text}
    return {code: str(data) for code in LANGUAGES} if data else {}


def in_languages(value: LazyI18nString | str | None, name: str) -> dict[str, object]:
    told = said(value)
    return {f"{name}_{code}": told.get(code, "") for code in LANGUAGES}
