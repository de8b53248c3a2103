"""What this room adds to the trail: theme → need → measure → the follow-up programme and the event it was held as."""

from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access import follow_ups_known_to, known_to
from .models import Answering, FollowUp, Measure, MeasureEvidence, Need, NeedEvidence, PlannedMeasure


def show_needs(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    return {
        str(row.pk): Shown(
            "need", str(row.pk), row.words, reverse("needs:need", args=[row.pk]), row.get_state_display()
        )
        for row in known_to(person, Need.objects.filter(pk__in=ids))
    }


def show_measures(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    return {
        str(row.pk): Shown(
            "measure", str(row.pk), row.words, reverse("needs:measure", args=[row.pk]), row.get_state_display()
        )
        for row in known_to(person, Measure.objects.filter(pk__in=ids))
    }


def show_follow_ups(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    return {
        str(row.pk): Shown(
            "follow_up", str(row.pk), row.title, reverse("needs:follow_up", args=[row.pk]), row.get_state_display()
        )
        for row in follow_ups_known_to(person).filter(pk__in=ids)
    }


def _needs_on_record() -> QuerySet[Need]:
    """Needs whose words are on record and their themes are not: they hang on the event that voiced them."""
    return Need.objects.filter(~Exists(NeedEvidence.objects.filter(need=OuterRef("pk"))))


def _measures_on_record() -> QuerySet[Measure]:
    return Measure.objects.filter(~Exists(MeasureEvidence.objects.filter(measure=OuterRef("pk"))))


def _decided() -> QuerySet[PlannedMeasure]:
    """Measures in the follow-up programme that was decided on; alternatives are no step of the way."""
    return PlannedMeasure.objects.filter(follow_up__state=FollowUp.State.DECIDED)


def join_trail() -> None:
    register(Kind("need", _("Need"), 80, show_needs))
    register(Kind("measure", _("Measure"), 90, show_measures))
    register(Kind("follow_up", _("Follow-up programme"), 95, show_follow_ups, ends=True))
    register_arrow(Arrow("theme", "need", NeedEvidence.objects.all, "cluster_id", "need_id"))
    register_arrow(Arrow("theme", "measure", MeasureEvidence.objects.all, "cluster_id", "measure_id"))
    register_arrow(Arrow("event", "need", _needs_on_record, "event_id", "pk"))
    register_arrow(Arrow("event", "measure", _measures_on_record, "event_id", "pk"))
    register_arrow(Arrow("need", "measure", Answering.objects.all, "need_id", "measure_id"))
    register_arrow(Arrow("measure", "follow_up", _decided, "measure_id", "follow_up_id"))
    register_arrow(Arrow("measure", "event", Measure.objects.all, "pk", "held_as_id"))
