"""Of impressions: the stories somebody told, with whether they agreed to be named and shown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from talka.documents.storage import delete_file
from talka.people.models import Person
from talka.people.personal_data import Kept, blank_versions, drop_versions

from ..actions.impressions import let_go
from ..models import Impression, ImpressionPhoto


def export(person: Person) -> Mapping[str, Any]:
    """Consents stand with the person's other consents."""
    told = [
        {
            _("Title"): row.title,
            _("Text"): row.text,
            _("What is different now"): row.changed,
            _("Day"): row.day,
            _("How far it is"): row.get_state_display(),
            _("Photographs"): [photo.alt for photo in row.photos.all()],
            _("It stays without your name if your data are erased"): _("yes") if row.stays else _("no"),
        }
        for row in Impression.objects.filter(person=person).prefetch_related("photos").order_by("created_at", "pk")
    ]
    return {_("Impressions you told"): told} if told else {}


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """A published story stays without the name where its writer chose so; every other one goes, and so do all
    photographs: they may show the person."""
    for row in Impression.objects.select_for_update(of=("self",)).filter(person=person):
        photos = list(row.photos.values_list("pk", "file"))
        if row.stays and row.state == Impression.State.PUBLISHED:
            for _pk, name in photos:
                transaction.on_commit(partial(delete_file, name))
            row.photos.all().delete()
            row.person = None
            row.save(update_fields=["person"])
            blank_versions(Impression, [row.pk], ["person", "answer"])
        else:
            gone = row.pk
            let_go(row)
            drop_versions(Impression, [gone])
        drop_versions(ImpressionPhoto, [pk for pk, _name in photos])
    return []
