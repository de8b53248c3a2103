"""A community plan: what a place is like and has, who is there, what is to be done, and what came of it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts
from talka.ui.searched import Searched

from .cohort import Session, Team


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CommunityPlanChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class CommunityPlan(Searched):
    """Of a team, or of an organisation that is in no cohort. Its own and its coaches', until it is published."""

    personal = texts(_("Community plans"), Data.DEEDS)
    SEARCHED = ("title", "about")

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", help_text="empty: of no cohort"
    )
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200, help_text="as the place calls itself")
    about = models.TextField(blank=True, help_text="what the place is like")
    wanted = models.TextField(blank=True, help_text="what the community wants the place to be")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(retired_at=None), name="team_has_one_community_plan"
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True) | models.Q(published_at__isnull=True),
                name="community_plan_taken_away_is_not_published",
            ),
        ]
        indexes = [models.Index(fields=["area"], name="community_plan_of_area")]

    def __str__(self) -> str:
        return self.title

    @property
    def illustrative(self) -> bool:
        """Made up, as its training programme or its organisation is."""
        return bool(self.team.cohort.training.illustrative if self.team else self.organisation.illustrative)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PlanAssetChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class PlanAsset(models.Model):
    """Something the place has."""

    personal = texts(_("What places have, in community plans"))

    class Kind(models.TextChoices):
        PEOPLE = "people", pgettext_lazy("what a place has", "People")
        ASSOCIATIONS = "associations", pgettext_lazy("what a place has", "Associations and groups")
        PLACES = "places", pgettext_lazy("what a place has", "Buildings and places")
        NATURE = "nature", pgettext_lazy("what a place has", "Nature")
        SKILLS = "skills", pgettext_lazy("what a place has", "Skills")
        MONEY = "money", pgettext_lazy("what a place has", "Money")

    plan = models.ForeignKey(CommunityPlan, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    about = models.TextField(blank=True, help_text="what it could serve for")
    where = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PlanActorChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class PlanActor(models.Model):
    """Who is there: an organisation or group by its role, no private person by name."""

    personal = texts(_("Who is there, in community plans"), Data.WORK)

    plan = models.ForeignKey(CommunityPlan, on_delete=models.CASCADE, related_name="actors")
    title = models.CharField(max_length=200, help_text="an organisation, an office or a group")
    role = models.CharField(max_length=300, help_text="what it is for the place")
    gives = models.TextField(blank=True, help_text="what it brings into the plan")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PlanActivityChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class PlanActivity(models.Model):
    """Something that is to be done, and what came of it."""

    personal = texts(_("Activities of community plans"))

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("activity of a community", "Planned")
        UNDER_WAY = "under_way", pgettext_lazy("activity of a community", "Under way")
        DONE = "done", pgettext_lazy("activity of a community", "Done")
        DROPPED = "dropped", pgettext_lazy("activity of a community", "Dropped")

    plan = models.ForeignKey(CommunityPlan, on_delete=models.CASCADE, related_name="activities")
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="at which it was planned"
    )
    what = models.CharField(max_length=300)
    aim = models.TextField(blank=True)
    carried_by = models.CharField(max_length=300, blank=True, help_text="an organisation, an office or a group")
    by_when = models.DateField(null=True, blank=True)
    cost_eur = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="empty: nobody has said what it costs"
    )
    paid_from = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was dropped")
    came_of_it = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = [models.F("by_when").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(reason=""), name="plan_activity_dropped_with_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(cost_eur__isnull=True) | models.Q(cost_eur__gte=0),
                name="plan_activity_costs_no_negative_sum",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class CommunityPlanVersion(models.Model):
    """A plan as it stood when somebody kept it, or published it. Rows are only added, so they keep no versions."""

    personal = texts(_("Earlier versions of community plans"), Data.DEEDS)

    plan = models.ForeignKey(CommunityPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(help_text="from 1")
    note = models.CharField(max_length=300, blank=True, help_text="why it was kept")
    content = models.JSONField(
        help_text="the plan's own words and rows, as `actions.plan_versions.content_of` puts them"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="community_plan_version_stands_once")]


class PlanComment(models.Model):
    """A word in the thread about a plan, between the community and those who teach. Only added."""

    personal = Personal(
        title=_("Comments on community plans"),
        purpose=_("What trainers, coaches and communities tell each other about a community's plan"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, Data.DEEDS),
        readers=(Reader.PERSON, Reader.TEAM, Reader.ORGANISERS),
        source=(Source.PERSON,),
        retention=_("until the writer is erased: the words are emptied, that something was said stays"),
        clock=Clock.PERSON,
    )

    plan = models.ForeignKey(CommunityPlan, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    from_staff = models.BooleanField(help_text="said by a trainer, coach or coordinator")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    emptied = models.BooleanField(default=False, help_text="its writer was erased")

    class Meta:
        ordering = ["at", "pk"]
