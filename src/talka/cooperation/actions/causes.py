"""Which needs and measures a case comes from: connected later, and taken back."""

from django.utils.translation import gettext as _

from talka.links.actions import connect, disconnect
from talka.links.models import Link
from talka.needs.causes import check_known
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from ..models import CooperationCase
from ..trail import CASE, LED_TO
from .cases import locked

MOST = 100


def connect_cause(case: CooperationCase, kind: str, pk: int, *, by: Person | None) -> None:
    """This need or measure led to the case. Twice is once. by None: the house, loading files. Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    with deed(by):
        locked(case)
        check_known(by, kind, pk)
        if Link.objects.filter(to_kind=CASE, to_id=str(case.pk), relation=LED_TO).count() >= MOST:
            raise Refusal(
                _("A case is connected with at most %(n)s needs and measures.") % {"n": MOST}, _("Nothing was changed.")
            )
        connect(kind, pk, LED_TO, CASE, case.pk)


def disconnect_cause(case: CooperationCase, kind: str, pk: int, *, by: Person | None) -> None:
    """Take the connection back. Only what the person may know of: nobody guesses at hidden ones. Twice is once. Raises
    Refusal."""
    access.check_change(by, case)
    with deed(by):
        locked(case)
        check_known(by, kind, pk)
        disconnect(kind, pk, LED_TO, CASE, case.pk)
