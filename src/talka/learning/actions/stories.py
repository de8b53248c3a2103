"""Telling a practice story: begun, changed, published, taken away."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.indicators.models import Indicator
from talka.people.access import not_allowed
from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal
from talka.ui.searched import in_all_languages

from ..access import stories as access
from ..models import Network, PracticeStory
from ..models.networks import Theme
from .network_course import check_years, half_a_figure

Text = LazyI18nString | str
LONGEST = 10_000


@dataclass(frozen=True)
class StoryData:
    """themes: keys of networks.Theme. money_eur: in euro. before, after: in the indicator's unit, with their years.
    names_agreed: nobody is named in it, or those who are have agreed."""

    title: Text
    done: Text
    themes: Sequence[str] = ()
    year: int | None = None
    why: Text = ""
    money_eur: Decimal | None = None
    money_words: Text = ""
    people_words: Text = ""
    time_words: Text = ""
    came_of: Text = ""
    indicator: Indicator | None = None
    before_value: Decimal | None = None
    before_year: int | None = None
    after_value: Decimal | None = None
    after_year: int | None = None
    others: Text = ""
    contact_role: Text = ""
    contact_email: str = ""
    contact_phone: str = ""
    names_agreed: bool = False


def begin_story(
    data: StoryData,
    organisation: Organisation,
    *,
    by: Person | None,
    network: Network | None = None,
    area: Area | None = None,
) -> PracticeStory:
    """Begin a draft; sent twice, it is one. area: where it was done; None: where the organisation is. by None: the
    house. Raises Refusal."""
    organisation = organisation.merged_into or organisation
    if by is not None:
        if not access.organisations_to_tell_of(by).filter(pk=organisation.pk).exists():
            raise not_allowed()
        if network is not None and not access.networks_to_tell_from(by).filter(pk=network.pk).exists():
            raise Refusal(_("This learning network is not known."), _("Nothing was changed."), status=422)
    if network is not None and network.illustrative != organisation.illustrative:
        raise Refusal(
            _("True and made-up organisations do not learn together."),
            _("Nothing was changed."),
            _("A network of a made-up programme has made-up members only."),
            status=422,
        )
    _check(data)
    row = PracticeStory(organisation=organisation, network=network, area=area or organisation.area, by=by)
    with deed(by):
        _fill(row, data)
        Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)  # one after the other
        drafts = PracticeStory.objects.filter(organisation=organisation, network=network, published_at=None, by=by)
        same = drafts.filter(retired_at=None, folded=row.searched_words(), version=1).first()
        if same is not None:
            return same
        row.save()
    return row


def change_story(
    story: PracticeStory, data: StoryData, *, version: int, by: Person | None, area: Area | None = None
) -> PracticeStory:
    """`version` is the one that was shown. A published one stays published. Raises Refusal."""
    access.check_change(by, story)
    _check(data)
    with deed(by):
        row = _locked(story)
        check_shown(row, version)
        if row.published_at is not None and not data.names_agreed:
            raise _not_agreed()
        _fill(row, data)
        row.area = area
        row.version += 1
        row.save()
    return row


def publish(story: PracticeStory, *, by: Person | None) -> None:
    """It stands in the library from now on. Twice is once. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_change(by, story)
    with deed(by):
        row = _locked(story)
        if not row.names_agreed:
            raise _not_agreed()
        show(row, public=True)


def unpublish(story: PracticeStory, *, by: Person | None) -> None:
    """A draft again. Twice is once."""
    access.check_change(by, story)
    with deed(by):
        show(_locked(story), public=False)


def retire(story: PracticeStory, *, by: Person | None) -> None:
    """Nobody sees it but who may bring it back. Twice is once."""
    access.check_change(by, story)
    with deed(by):
        take_away(held(story))


def restore(story: PracticeStory, *, by: Person | None) -> None:
    """Back as a draft. Twice is once."""
    access.check_change(by, story)
    with deed(by):
        bring_back(held(story))


def story_locked(story: PracticeStory) -> PracticeStory:
    """Its row, held until the transaction ends."""
    return _locked(story)


def _fill(row: PracticeStory, data: StoryData) -> None:
    fill(row, data)
    row.themes = [key for key in Theme.values if key in data.themes]


def _locked(story: PracticeStory) -> PracticeStory:
    row = PracticeStory.objects.select_for_update(of=("self",)).get(pk=story.pk)
    if row.retired_at is not None:
        raise Refusal(_("This practice story was taken away."), _("Nothing was changed."), _("Bring it back first."))
    return row


def _not_agreed() -> Refusal:
    return Refusal(
        _("It is not said that whoever is named in the story has agreed."),
        _("Everybody would read their names."),
        _("Ask them, or name nobody; then tick the box at the end of the form."),
        status=422,
        field="names_agreed",
    )


def _check(data: StoryData) -> None:
    if not in_all_languages(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422, field="title")
    if not in_all_languages(data.done).strip():
        raise Refusal(_("Say what was done."), _("Nothing was changed."), status=422, field="done")
    if not data.themes or any(key not in Theme.values for key in data.themes):
        raise Refusal(
            _("Choose at least one theme: others look for stories by it."),
            _("Nothing was changed."),
            status=422,
            field="themes",
        )
    for each in fields(data):
        if len(in_all_languages(getattr(data, each.name))) > LONGEST:
            raise Refusal(
                _("The text is longer than %(number)s characters.") % {"number": LONGEST},
                _("Nothing was saved."),
                status=422,
                field=each.name,
            )
    figures = {"before": (data.before_value, data.before_year), "after": (data.after_value, data.after_year)}
    for when, (value, year) in figures.items():
        if (value is None) != (year is None):
            raise half_a_figure(f"{when}_year" if year is None else f"{when}_value")
    if data.indicator is None and any(value is not None for value, _year in figures.values()):
        raise Refusal(
            _("Choose the indicator of which these are figures."),
            _("Nothing was changed."),
            status=422,
            field="indicator",
        )
    check_years(year=data.year, before_year=data.before_year, after_year=data.after_year)
