"""Formats to choose from: those that come with the house and a project's own, in words that explain them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talka.programmes.models import Project

from ..formats.reading import shipped, shipped_format
from ..formats.spec import FormatSpec, Kind, On, Phrase, StageSpec, Way, say
from ..models import Format


@dataclass(frozen=True)
class StepWords:
    """One step as a page explains it. part: of a format in parts; doing: what people do; facts: limits and rules."""

    key: str
    kind: str
    title: str
    part: str
    prompt: str
    minutes: int | None
    doing: str
    lanes: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class FormatRow:
    """A format to choose. own: the project's own row, None for one that comes with the house."""

    key: str
    title: str
    about: str
    group_word: str
    size_min: int
    size_max: int
    minutes: int
    steps: tuple[StepWords, ...]
    own: Format | None


def shipped_rows() -> list[FormatRow]:
    """The formats that come with the house. No query."""
    return [row_of(spec) for spec in shipped()]


def own_rows(project: Project) -> list[FormatRow]:
    """The project's own, oldest first. One query."""
    rows = Format.objects.filter(project=project, removed_at__isnull=True)
    return [row_of(own.spec, own) for own in rows]


def format_to_use(project: Project, key: str) -> FormatSpec | None:
    """The project's own of this key, else the one that comes with the house."""
    own = Format.objects.filter(project=project, key=key, removed_at__isnull=True).first()
    return own.spec if own is not None else shipped_format(key)


def row_of(spec: FormatSpec, own: Format | None = None) -> FormatRow:
    return FormatRow(
        key=spec.key,
        title=_say(spec.title),
        about=_say(spec.about),
        group_word=_say(spec.group_word),
        size_min=spec.size_min,
        size_max=spec.size_max,
        minutes=spec.minutes,
        steps=tuple(step_words(stage) for stage in spec.stages),
        own=own,
    )


def step_words(stage: StageSpec) -> StepWords:
    return StepWords(
        key=stage.key,
        kind=stage.kind,
        title=_say(stage.title),
        part=_say(stage.part),
        prompt=_say(stage.prompt),
        minutes=stage.minutes,
        doing=_doing()[stage.kind],
        lanes=tuple(_say(lane.words) for lane in stage.lanes),
        facts=tuple(_facts(stage)),
    )


def _say(phrase: Phrase) -> str:
    return str(say(phrase))


def _doing() -> dict[str, str]:
    return {
        Kind.COLLECT: _("Everybody writes cards."),
        Kind.CLUSTER: _("Cards that say the same are put together and get a name."),
        Kind.VOTE: _("Everybody votes."),
        Kind.DISCUSS: _("People talk; who wishes writes down what was agreed."),
        Kind.TEST: _("Teams go out and bring back evidence: notes, photos, short interviews."),
        Kind.PITCH: _("Teams write down their idea and present it."),
        Kind.REPORT: _("Groups report to all; the listeners support or question."),
        Kind.REFLECT: _("Everybody looks back and answers questions."),
    }


def _facts(stage: StageSpec) -> Sequence[str]:
    facts = []
    if stage.limit:
        facts.append(ngettext("%(n)s card per person", "%(n)s cards per person", stage.limit) % {"n": stage.limit})
    if stage.limit_group:
        words = ngettext("%(n)s card per group", "%(n)s cards per group", stage.limit_group)
        facts.append(words % {"n": stage.limit_group})
    vote = stage.vote
    if vote is not None:
        if vote.way == Way.DOTS:
            facts.append(ngettext("%(n)s dot per person", "%(n)s dots per person", vote.dots) % {"n": vote.dots})
        elif vote.way == Way.APPROVAL:
            words = ngettext("at most %(n)s may be approved", "at most %(n)s may be approved", vote.most)
            facts.append(words % {"n": vote.most} if vote.most else _("any number may be approved"))
        else:
            facts.append(_("scores from 1 to %(top)s") % {"top": vote.top})
        facts.append(
            {
                On.THEMES: _("for themes"),
                On.CARDS: _("for cards"),
                On.GROUPS: _("for groups"),
                On.ITEMS: _("for each of: %(listed)s") % {"listed": "; ".join(_say(item.words) for item in vote.items)},
            }[vote.on]
        )
        if vote.criteria:
            listed = "; ".join(_say(each.words) for each in vote.criteria)
            facts.append(_("by criteria: %(listed)s") % {"listed": listed})
        if not vote.own_group:
            facts.append(_("nobody votes for their own team"))
    if stage.minutes_each:
        words = ngettext("%(n)s minute for each group", "%(n)s minutes for each group", stage.minutes_each)
        facts.append(words % {"n": stage.minutes_each})
    if stage.hidden:
        facts.append(_("results stay hidden until all have answered"))
    if stage.named:
        facts.append(_("with names"))
    facts.extend(_say(field.words) for field in stage.fields)
    facts.extend(_say(question.words) for question in stage.questions)
    return facts
