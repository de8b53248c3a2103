"""Members of a learning network, who takes part for them, who coordinates it."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from ..access import networks as access
from ..models import Network, NetworkMember, NetworkPerson
from .networks import network_locked

Text = LazyI18nString | str


def add_member(
    network: Network,
    organisation: Organisation,
    *,
    by: Person | None,
    aims: Text = "",
    area: Area | None = None,
) -> NetworkMember:
    """A municipality takes part; one that had left is back. area: whose figures are compared; None: where the
    organisation is. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_run(by, network)
    organisation = organisation.merged_into or organisation
    if organisation.illustrative != network.illustrative:
        raise Refusal(
            _("True and made-up organisations do not learn together."),
            _("Nothing was changed."),
            _("A network of a made-up programme has made-up members only."),
            status=422,
        )
    with deed(by):
        network_locked(network)
        row = NetworkMember.objects.filter(network=network, organisation=organisation).first()
        if row is not None and row.left_on is None:
            raise Refusal(_("It is a member of this network already."), _("Nothing was changed."), status=409)
        if row is None:
            order = NetworkMember.objects.filter(network=network).count()
            row = NetworkMember(network=network, organisation=organisation, order=order)
        row.aims, row.area = aims or row.aims or "", area or row.area or organisation.area
        row.left_on, row.left_reason = None, ""
        row.save()
    return row


def change_member(
    member: NetworkMember, *, aims: Text, area: Area | None, version: int, by: Person | None
) -> NetworkMember:
    """`version` is the one that was shown. Raises Refusal."""
    access.check_run(by, member.network)
    with deed(by):
        network_locked(member.network)
        row = NetworkMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
        check_shown(row, version)
        row.aims, row.area = aims or "", area
        row.version += 1
        row.save(update_fields=["aims", "area", "version"])
    return row


def leave(member: NetworkMember, reason: str, *, by: Person | None) -> None:
    """It goes on no longer; what it did stays. Needs a reason. Twice is once. Raises Refusal."""
    access.check_run(by, member.network)
    if not reason.strip():
        raise Refusal(_("Please say why."), _("Nothing was changed."), status=422)
    with deed(by):
        network_locked(member.network)
        row = NetworkMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if row.left_on is None:
            row.left_on, row.left_reason = timezone.localdate(), reason.strip()[:500]
            row.save(update_fields=["left_on", "left_reason"])


def add_person(
    network: Network, who: Person | PersonData, *, by: Person | None, member: NetworkMember | None = None
) -> NetworkPerson:
    """Somebody takes part for a member, or coordinates the network where none is given; twice is once. who: of the
    register, or what is said of one, who is entered where nobody fits. by None: the house. Raises Refusal."""
    if by is not None:
        access.check_run(by, network)
    if member is not None and member.network_id != network.pk:
        raise Refusal(_("This municipality is in another network."), _("Nothing was changed."), status=422)
    if member is not None and member.left_on is not None:
        raise Refusal(
            _("This municipality has left the network."),
            _("Nothing was changed."),
            _("Let it take part again first."),
            status=409,
        )
    with deed(by):
        network_locked(network)
        person = _meant(who, network, by, member.organisation if member is not None else None)
        row = NetworkPerson.objects.filter(network=network, member=member, person=person).first()
        if row is None:
            row = NetworkPerson(network=network, member=member, person=person, joined_on=timezone.localdate())
        row.left_on = None
        row.save()
    return row


def remove_person(place: NetworkPerson, *, by: Person | None) -> None:
    """They take part no longer; what they did stays. Twice is once."""
    access.check_run(by, place.network)
    with deed(by):
        network_locked(place.network)
        NetworkPerson.objects.filter(pk=place.pk, left_on=None).update(left_on=timezone.localdate())


def _meant(who: Person | PersonData, network: Network, by: Person | None, organisation: Organisation | None) -> Person:
    if isinstance(who, PersonData):
        data = replace(who, organisation=who.organisation or organisation)
        return find_or_create_person(data, by=by, illustrative=network.illustrative).person
    if who.erased_at is not None or who.merged_into_id is not None:
        raise Refusal(_("This person is not in the register any more."), _("Nothing was changed."), status=422)
    return who
