"""A learning network: municipalities that compare themselves around a theme for about a year, and learn why some do
better. Its members, and who takes part of each."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted, texts
from talka.ui.folding import fold
from talka.ui.searched import Searched


class Theme(models.TextChoices):
    """Of networks and of practice stories: what municipalities do."""

    PLANNING = "planning", pgettext_lazy("theme of learning", "Planning and management")
    PARTICIPATION = "participation", pgettext_lazy("theme of learning", "Taking part of residents")
    SOCIAL = "social", pgettext_lazy("theme of learning", "Social work")
    HEALTH = "health", pgettext_lazy("theme of learning", "Health")
    EDUCATION = "education", pgettext_lazy("theme of learning", "Education and youth")
    CULTURE = "culture", pgettext_lazy("theme of learning", "Culture and sport")
    HOUSING = "housing", pgettext_lazy("theme of learning", "Housing")
    SERVICES = "services", pgettext_lazy("theme of learning", "Public utilities")
    TRANSPORT = "transport", pgettext_lazy("theme of learning", "Roads and transport")
    ECONOMY = "economy", pgettext_lazy("theme of learning", "Business and jobs")
    ENVIRONMENT = "environment", pgettext_lazy("theme of learning", "Environment and climate")
    SAFETY = "safety", pgettext_lazy("theme of learning", "Public order and safety")
    DIGITAL = "digital", pgettext_lazy("theme of learning", "Digital services and data")

    @classmethod
    def called(cls, word: str) -> list[str]:
        """The keys of those whose names hold a folded word, in the reader's language."""
        return [key for key, label in cls.choices if word in fold(str(label))]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="NetworkVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Network(Searched):
    """A draft is of who runs it and its members; a published one is everybody's. People, notes and homework stay
    inside; targets too, until it is said that everybody reads them."""

    personal = acted(_("Learning networks"))
    SEARCHED = ("title", "about")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("learning network", "Planned")
        RUNNING = "running", pgettext_lazy("learning network", "Under way")
        ENDED = "ended", pgettext_lazy("learning network", "Ended")

    class Step(models.TextChoices):
        """Where the network is. Every step stays open all the time; this one stands in front."""

        COMPARE = "compare", pgettext_lazy("step of a network", "Compare figures")
        WHY = "why", pgettext_lazy("step of a network", "Why some do better")
        STORIES = "stories", pgettext_lazy("step of a network", "Practice stories")
        TARGETS = "targets", pgettext_lazy("step of a network", "Targets")
        EVALUATE = "evaluate", pgettext_lazy("step of a network", "What was reached")

    slug = models.SlugField(max_length=60, unique=True, help_text="stable name in addresses and files")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="learning_networks")
    title = I18nCharField(max_length=300)
    theme = models.CharField(max_length=20, choices=Theme.choices)
    about = I18nTextField(blank=True, help_text="what it wants to find out and get better at")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    step = models.CharField(max_length=20, choices=Step.choices, default=Step.COMPARE)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    indicators = models.ManyToManyField(
        "indicators.Indicator", blank=True, related_name="+", help_text="by which the members compare themselves"
    )
    targets_open = models.BooleanField(default=False, help_text="everybody reads targets and what was reached")
    evaluation = I18nTextField(blank=True, help_text="what the year brought, in words")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="network_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def illustrative(self) -> bool:
        """Made up, as its programme is."""
        return bool(self.programme.illustrative)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="NetworkMemberVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class NetworkMember(models.Model):
    """A municipality in a network. Leaving is a state: what it did stays."""

    personal = texts(_("Members of learning networks"), Data.WORK)

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(
        "territories.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose figures are compared; empty: none",
    )
    aims = I18nTextField(blank=True, help_text="what it wants to learn")
    order = models.PositiveSmallIntegerField(default=0)
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["network", "organisation"], name="network_member_stands_once"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | ~models.Q(left_reason=""), name="network_left_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class NetworkPerson(models.Model):
    """Somebody who takes part for a member, or who coordinates the network."""

    personal = Personal(
        title=_("People in learning networks"),
        purpose=_("Who takes part in a learning network or coordinates it, and can be turned to"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.ORGANISER, Source.TEAM),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(
        NetworkMember,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="people",
        help_text="empty: coordinates the network",
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="learning_networks")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "member", "person"], nulls_distinct=False, name="network_person_stands_once"
            ),
        ]
