"""Whether a project's publicity is what its funder wants: the text, the logos, the duties. Nothing is changed here."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString
from PIL import Image

from talka.documents.storage import open_file
from talka.ui.numbers import euro

from .funders import Duty, FunderTemplate, Source, WantedLogo, template_of, words
from .models import Logo, Project, ProjectPartner, PublicityDuty

LABELS = {
    "project": gettext_lazy("title of the project"),
    "number": gettext_lazy("number of the project"),
    "budget": gettext_lazy("budget"),
    "programme": gettext_lazy("programme"),
    "promoter": gettext_lazy("project promoter"),
    "website": gettext_lazy("website"),
    "funder": gettext_lazy("funder"),
}


@dataclass(frozen=True)
class TextCheck:
    """The text in one language. wanted: the template's with its blanks filled; said: the project's own."""

    language: str
    wanted: str
    said: str

    @property
    def same(self) -> bool:
        return self.wanted.split() == self.said.split()


@dataclass(frozen=True)
class LogoCheck:
    """A wanted logo and the one the project has; faults in words."""

    wanted: WantedLogo
    logo: Logo | None
    faults: tuple[str, ...]

    @property
    def name(self) -> str:
        return words(self.wanted.name)

    @property
    def alt(self) -> str:
        return words(self.wanted.alt)


@dataclass(frozen=True)
class DutyCheck:
    duty: Duty
    row: PublicityDuty | None

    @property
    def words(self) -> str:
        return words(self.duty.words)

    @property
    def source(self) -> str:
        return words(self.duty.source.title) if self.duty.source else ""


@dataclass(frozen=True)
class PublicityCheck:
    """What is there and what is missing. blanks: data that the text needs and the project has not; reason: why its
    organisers chose other words."""

    template: FunderTemplate
    texts: tuple[TextCheck, ...]
    blanks: tuple[str, ...]
    reason: str
    logos: tuple[LogoCheck, ...]
    others: tuple[Logo, ...]
    order_differs: bool
    duties: tuple[DutyCheck, ...]

    @property
    def title(self) -> str:
        return words(self.template.title)

    @property
    def note(self) -> str:
        return words(self.template.note)

    @property
    def text_source(self) -> str:
        source = self.template.publicity.source
        return words(source.title) if source else ""

    @property
    def sources(self) -> tuple[tuple[str, Source], ...]:
        return tuple((words(source.title), source) for source in self.template.sources)

    @property
    def text_differs(self) -> bool:
        return not all(text.same for text in self.texts)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Everything that is missing, in words."""
        told = [_("The publicity text needs what is not entered: %(what)s") % {"what": blank} for blank in self.blanks]
        if not any(text.said.strip() for text in self.texts):
            told.append(_("The publicity text is missing."))
        elif self.text_differs and not self.reason:
            told.append(_("The publicity text differs from the funder's, and no reason is given."))
        told += [f"{words(one.wanted.name)}: {fault}" for one in self.logos for fault in one.faults]
        if self.order_differs:
            told.append(_("The logos stand in another order than the funder wants."))
        open_duties = [one for one in self.duties if one.row is None]
        told += [words(one.duty.words) for one in open_duties]
        return tuple(told)


def publicity_check(project: Project) -> PublicityCheck | None:
    """None where no funder's template is chosen. Three queries, and the size of each logo's picture."""
    template = template_of(project)
    if template is None:
        return None
    logos = list(project.logos.all())
    wanted = template.publicity.logos
    found = {logo.wanted: logo for logo in reversed(logos) if logo.wanted}
    keys = [one.key for one in wanted]
    placed = [keys.index(logo.wanted) for logo in logos if logo.wanted in keys]
    done = {row.key: row for row in project.publicity_duties.all()}
    texts, blanks = _texts(project, template)
    return PublicityCheck(
        template=template,
        texts=texts,
        blanks=blanks,
        reason=project.publicity_reason,
        logos=tuple(_logo(one, found.get(one.key)) for one in wanted),
        others=tuple(logo for logo in logos if logo.wanted not in keys),
        order_differs=placed != sorted(placed),
        duties=tuple(DutyCheck(one, done.get(one.key)) for one in template.publicity.duties),
    )


def filled_text(project: Project, template: FunderTemplate) -> LazyI18nString:
    """The funder's words with the project's data in their blanks, in every language of the house. One query."""
    texts, _blanks = _texts(project, template)
    return LazyI18nString({text.language: text.wanted for text in texts})


def _texts(project: Project, template: FunderTemplate) -> tuple[tuple[TextCheck, ...], tuple[str, ...]]:
    promoter = project.partners.filter(role=ProjectPartner.Role.PROMOTER).select_related("organisation").first()
    texts, blanks = [], set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            values = _values(project, template, promoter)
            text = words(template.publicity.text)
            blanks |= {name for _said, name, _form, _way in string.Formatter().parse(text) if name and not values[name]}
            texts.append(TextCheck(language, text.format(**values), _own(project, language)))
    return tuple(texts), tuple(str(LABELS[name]) for name in LABELS if name in blanks)


def _values(project: Project, template: FunderTemplate, promoter: ProjectPartner | None) -> Mapping[str, str]:
    return {
        "project": str(project.title),
        "number": project.number,
        "budget": euro(project.budget_eur) if project.budget_eur is not None else "",
        "funder": words(template.funder),
        "programme": str(project.programme.title),
        "promoter": str(promoter.organisation) if promoter else "",
        "website": project.website,
    }


def _own(project: Project, language: str) -> str:
    """The project's own text in that very language; one that stands in no language stands for all."""
    data = project.publicity.data if isinstance(project.publicity, LazyI18nString) else project.publicity
    return str(data.get(language) or "") if isinstance(data, Mapping) else str(data or "")


def _logo(wanted: WantedLogo, logo: Logo | None) -> LogoCheck:
    if logo is None:
        return LogoCheck(wanted, None, (_("the logo is missing"),))
    try:
        with open_file(logo.file.name or "") as file, Image.open(file) as picture:
            side = min(picture.size)
    except (FileNotFoundError, OSError):
        return LogoCheck(wanted, logo, (_("its file cannot be read"),))
    if side < wanted.least_px:
        told = _("the picture is too small: %(side)s pixels, wanted are %(least)s") % {
            "side": side,
            "least": wanted.least_px,
        }
        return LogoCheck(wanted, logo, (told,))
    return LogoCheck(wanted, logo, ())
