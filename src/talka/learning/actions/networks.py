"""Beginning a learning network, changing, publishing, taking it away; where it is, and by what its members compare."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.indicators.comparing.choice import MOST_INDICATORS
from talka.indicators.models import Indicator
from talka.links.actions import connect
from talka.needs.causes import Cause, check_known
from talka.people.access import not_allowed
from talka.people.actions.drafts import bring_back, held, show, take_away
from talka.people.actions.versions import amend, check_shown, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from .. import access as learning
from ..access import networks as access
from ..models import Network
from ..models.networks import Theme
from ..trail import LED_TO
from ..trail_of_networks import NETWORK

Text = LazyI18nString | str


@dataclass(frozen=True)
class NetworkData:
    """targets_open: everybody reads the members' targets and what was reached."""

    title: Text
    theme: str
    about: Text = ""
    state: str = Network.State.PLANNED
    starts: dt.date | None = None
    ends: dt.date | None = None
    targets_open: bool = False


def begin_network(
    data: NetworkData,
    programme: Programme,
    *,
    by: Person | None,
    causes: tuple[Cause, ...] = (),
    slug: str = "",
) -> Network:
    """Begin a draft. causes: needs and measures it answers, as ("need", row id). by None: the house. Raises Refusal."""
    if by is not None and not learning.may_begin_in(by, programme):
        raise not_allowed()
    _check(data)
    with deed(by):
        row = Network(programme=programme, by=by)
        fill(row, data)
        row.slug = free_slug(Network, slug or str(data.title))
        row.save()
        for kind, pk in causes:
            check_known(by, kind, pk)
            connect(kind, pk, LED_TO, NETWORK, row.pk)
    return row


def change_network(network: Network, data: NetworkData, *, version: int, by: Person | None) -> Network:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_run(by, network)
    _check(data)
    with deed(by):
        row = network_locked(network)
        amend(row, data, version)
    return row


def publish(network: Network, *, by: Person | None) -> None:
    """Everybody reads it from now on; people, notes and homework stay inside. Twice is once."""
    _set_published(network, by, published=True)


def unpublish(network: Network, *, by: Person | None) -> None:
    """Only those who run it or take part read it. Twice is once."""
    _set_published(network, by, published=False)


def _set_published(network: Network, by: Person | None, *, published: bool) -> None:
    if by is not None:
        access.check_run(by, network)
    with deed(by):
        row = network_locked(network)
        show(row, public=published)


def retire(network: Network, *, by: Person | None) -> None:
    """Nobody sees it but who may bring it back; nothing of it is lost, its stories stay. Twice is once."""
    _check_organise(by, network)
    with deed(by):
        take_away(held(network))


def restore(network: Network, *, by: Person | None) -> None:
    """Back as a draft. Twice is once."""
    _check_organise(by, network)
    with deed(by):
        bring_back(held(network))


def go_to(network: Network, step: str, *, by: Person | None) -> None:
    """This step stands in front from now on; the others stay open. Twice is once. Raises Refusal."""
    access.check_run(by, network)
    if step not in Network.Step.values:
        raise Refusal(_("This step is not known."), _("Nothing was changed."), status=422)
    with deed(by):
        row = network_locked(network)
        if row.step != step:
            row.step = step
            row.save(update_fields=["step"])


def choose_indicators(network: Network, indicators: Collection[Indicator], *, by: Person | None) -> None:
    """By what the members compare themselves. Notes and targets by others stay. Raises Refusal."""
    if by is not None:
        access.check_run(by, network)
    if len(indicators) > MOST_INDICATORS:
        raise Refusal(
            _("At most %(number)s indicators are compared.") % {"number": MOST_INDICATORS},
            _("Nothing was changed."),
            _("Choose those that say most about the theme: more of them nobody reads side by side."),
            status=422,
        )
    with deed(by):
        network_locked(network).indicators.set(indicators)


def write_evaluation(network: Network, text: Text, *, version: int, by: Person | None) -> None:
    """What the year brought, in words. `version` is the one that was shown. Raises Refusal."""
    access.check_run(by, network)
    with deed(by):
        row = network_locked(network)
        check_shown(row, version)
        row.evaluation = text or ""
        row.version += 1
        row.save(update_fields=["evaluation", "version"])


def network_locked(network: Network) -> Network:
    """Its row, held until the transaction ends; nothing enters one that was just taken away."""
    row = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if row.retired_at is not None:
        raise Refusal(_("This learning network was taken away."), _("Nothing was changed."), _("Bring it back first."))
    return row


def _check_organise(by: Person | None, network: Network) -> None:
    if not learning.may_begin_in(by, network.programme):
        raise not_allowed()


def _check(data: NetworkData) -> None:
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was changed."), status=422, field="title")
    if data.theme not in Theme.values:
        raise Refusal(_("This theme is not known."), _("Nothing was changed."), status=422)
    if data.state not in Network.State.values:
        raise Refusal(_("This state is not known."), _("Nothing was changed."), status=422)
    if data.starts and data.ends and data.ends < data.starts:
        raise Refusal(_("The last day is before the first."), _("Nothing was changed."), status=422, field="ends")
