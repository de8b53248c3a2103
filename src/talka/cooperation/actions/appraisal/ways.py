"""Ways between partners, and given places: typed, or from a table."""

from collections.abc import Iterable
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from talka.documents.tables import Fault, Row, TableRead, read_table
from talka.people.history import deed
from talka.people.models import Person
from talka.territories.models import AreaCode
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from ... import access
from ...appraisal_columns import WAYS
from ...models import CooperationCase, Partner, PartnerWay, ServiceSite, SiteWay
from ..cases import locked
from .model import measured

MOST_KM = 20_000
"""Half around the Earth."""
MOST_SITES = 60


def set_way(case: CooperationCase, a: Partner, b: Partner, km: float, *, by: Person | None) -> PartnerWay:
    """The way by road between two partners, in km; entered again it replaces what was said. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    if a.pk == b.pk:
        raise Refusal(_("A way is between two partners."), _("Nothing was changed."), status=422)
    if {a.case_id, b.case_id} != {case.pk}:
        raise Refusal(_("A partner of another case was named."), _("Nothing was changed."), status=422)
    _check_km(km)
    with deed(by):
        locked(case)
        return _set_way(case, a.pk, b.pk, km, by)


def _set_way(case: CooperationCase, a: int, b: int, km: float, by: Person | None) -> PartnerWay:
    first, second = min(a, b), max(a, b)
    row = PartnerWay.objects.select_for_update(of=("self",)).filter(a=first, b=second).first()
    row = row or PartnerWay(case=case, a_id=first, b_id=second)
    row.km, row.by = km, by
    row.save()
    return row


def import_ways(case: CooperationCase, file: BinaryIO, name: str, *, by: Person | None) -> tuple[TableRead, int]:
    """Ways from a table with the columns a, b and km; partners by name, short name or the code of their area. What is
    wrong is said by row, and then nothing is changed. Answers with the number of ways. Raises Refusal(403)."""
    access.check_change(by, case)
    read = read_table(file, name, WAYS, most_rows=5000)
    known = _named(case)
    ways: list[tuple[int, int, float]] = []
    for row in read.rows:
        found = _way(row, known, read)
        if found:
            ways.append(found)
    if not read.right:
        return read, 0
    with deed(by):
        locked(case)
        for a, b, km in ways:
            _set_way(case, a, b, km, by)
    return read, len(ways)


def _way(row: Row, known: dict[str, int], read: TableRead) -> tuple[int, int, float] | None:
    ends = []
    for column in WAYS[:2]:
        word = str(row.values[column.key])
        pk = known.get(fold(word))
        if pk is None:
            what = _("“%(name)s” is no partner of this case.") % {"name": word[:80]}
            read.fault(Fault(row.number, str(column.title), what, _("Write the name as the page of partners has it.")))
            return None
        ends.append(pk)
    km = float(str(row.values["km"]))
    if not 0 <= km <= MOST_KM:
        read.fault(Fault(row.number, str(WAYS[2].title), _("A way is 0 km or more, and not around the Earth.")))
        return None
    if ends[0] == ends[1]:
        read.fault(Fault(row.number, str(WAYS[1].title), _("Both are the same partner.")))
        return None
    return ends[0], ends[1], km


def _named(case: CooperationCase) -> dict[str, int]:
    """Partners by each name and code under which a table may know them."""
    known: dict[str, int] = {}
    partners = list(Partner.objects.filter(case=case).select_related("organisation__area"))
    areas = {one.organisation.area_id: one.pk for one in partners if one.organisation.area_id}
    for code in AreaCode.objects.filter(area__in=areas):
        known[fold(code.code)] = areas[code.area_id]
    for one in partners:
        names = [one.organisation.name, one.organisation.short_name]
        if one.organisation.area:
            names += [one.organisation.area.name, one.organisation.area.code]
        known |= {fold(name): one.pk for name in names if name}
    return known


def remove_way(case: CooperationCase, pk: int, *, by: Person | None) -> None:
    """Take a way away; the straight line stands in for it. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        locked(case)
        PartnerWay.objects.filter(case=case, pk=pk).delete()


def add_site(
    case: CooperationCase,
    name: str,
    place: str,
    ways: Iterable[tuple[Partner, float, float]],
    *,
    by: Person | None,
    site: ServiceSite | None = None,
) -> ServiceSite:
    """A given place with the way (km) and the fee (EUR a year) of each partner that can use it; `site`: changed, its
    ways are written anew. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    if not name.strip():
        raise Refusal(_("The place has no name."), _("Nothing was changed."), status=422)
    told = list(ways)
    if not told:
        raise Refusal(
            _("No partner can use this place."),
            _("Nothing was changed."),
            _("Enter the way in km of at least one partner."),
            status=422,
        )
    for partner, km, fee in told:
        _check_km(km)
        if fee < 0:
            raise Refusal(_("A fee is never below nothing."), _("Nothing was changed."), status=422)
        if not measured(fee):
            raise Refusal(_("An amount of money is too large."), _("Nothing was changed."), status=422)
        if partner.case_id != case.pk:
            raise Refusal(_("A partner of another case was named."), _("Nothing was changed."), status=422)
    with deed(by):
        locked(case)
        row = site or ServiceSite(case=case)
        if site is None and ServiceSite.objects.filter(case=case).count() >= MOST_SITES:
            raise Refusal(_("A case has at most %(n)s places.") % {"n": MOST_SITES}, _("Nothing was changed."))
        row.name, row.place, row.by = name.strip()[:200], place.strip()[:200], by
        _save_once(row)
        row.ways.all().delete()
        for partner, km, fee in told:
            SiteWay.objects.create(site=row, partner=partner, km=km, fee_eur=fee)
    return row


def remove_site(case: CooperationCase, pk: int, *, by: Person | None) -> None:
    """Take a given place away; its versions stay. Twice is once."""
    access.check_change(by, case)
    with deed(by):
        locked(case)
        ServiceSite.objects.filter(case=case, pk=pk).delete()


def _save_once(row: ServiceSite) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise Refusal(_("A place of this name is there already."), _("Nothing was changed."), status=422) from fault


def _check_km(km: float) -> None:
    if not 0 <= km <= MOST_KM:
        raise Refusal(_("A way is 0 km or more, and not around the Earth."), _("Nothing was changed."), status=422)
