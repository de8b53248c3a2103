"""Cards in people's own words, the themes they are put into, and pictures."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .seats import Seat
from .workshop import Group, Stage, Workshop


class CardKind(models.TextChoices):
    """What becomes of a card's theme: a need, a proposal, or neither."""

    LACK = "lack", _("What we lack")
    DO = "do", _("What should be done")
    NOTE = "note", _("Note")


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    model_name="ClusterVersion",
    fields=["name", "removed_at", "merged_into"],
    obj_field=pghistory.ObjForeignKey(related_name="versions", on_delete=models.CASCADE),
)
class Cluster(models.Model):
    """Cards that say the same thing, with the name the facilitator gave. Removing one is a state."""

    personal = texts(_("Themes of cards"))

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="clusters")
    lane = models.SlugField(max_length=40, help_text="the column it stands in")
    kind = models.CharField(max_length=10, choices=CardKind.choices)
    name = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="grows with each new name; a stale form is told so")
    removed_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged_from"
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="cluster_has_a_name")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    model_name="CommonIdeaVersion",
    fields=["name", "removed_at"],
    obj_field=pghistory.ObjForeignKey(related_name="versions", on_delete=models.CASCADE),
)
class CommonIdea(models.Model):
    """An idea that several groups had, each in its own words: chosen by who runs the work. Removing one is a state."""

    personal = texts(_("Ideas that cards have in common"))

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="common_ideas")
    name = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="grows with each new name; a stale form is told so")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="common_idea_has_a_name")]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    model_name="CardVersion",
    fields=["text", "source", "lane", "kind", "cluster", "withdrawn_at"],
    obj_field=pghistory.ObjForeignKey(related_name="versions", on_delete=models.CASCADE),
)
class Card(models.Model):
    """One contribution in a person's own words. It stays when its author is erased: then it has no seat."""

    personal = Personal(
        title=_("Cards"),
        purpose=_("What planners lack and what should be done, in their own words"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS,),
        readers=(Reader.NAMED,),
        source=(Source.PERSON,),
        retention=_("the words are kept; whose they are, until the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.workshops.actions.forgetting.forget_people",),
    )

    Kind = CardKind

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="cards")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="cards", db_index=False)
    seat = models.ForeignKey(
        Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="cards", db_index=False
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="cards", db_index=False)
    lane = models.SlugField(max_length=40, db_index=False)
    kind = models.CharField(max_length=10, choices=CardKind.choices)
    about = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="reactions", help_text="whose report"
    )
    text = models.CharField(max_length=500)
    source = models.CharField(
        max_length=120, blank=True, help_text="of an interview: whom the group asked, told without a name"
    )
    language = models.CharField(max_length=10, default="lv")
    cluster = models.ForeignKey(Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="cards")
    common = models.ForeignKey(CommonIdea, on_delete=models.SET_NULL, null=True, blank=True, related_name="cards")
    written_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    from_paper = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="card_says_something")]
        # None of a stage by itself: a hall writes many cards in one, and how many a seat has is asked for each of them.
        indexes = [
            models.Index(fields=["group", "lane"], name="card_group_lane"),
            models.Index(fields=["seat", "stage"], name="card_seat_stage"),
        ]


class Picture(models.Model):
    """A photo: evidence that goes with a card, or the flipchart of a group's report."""

    personal = Personal(
        title=_("Photographs with cards"),
        purpose=_("What the group found outside, or wrote on the wall"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.IMAGE,),
        readers=(Reader.NAMED,),
        source=(Source.PERSON,),
        retention=_("as long as the card; it goes with a card that was taken back"),
        clock=Clock.WITH,
        belongs_to="workshops.Card",
    )

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="pictures")
    card = models.OneToOneField(Card, on_delete=models.CASCADE, null=True, blank=True, related_name="picture")
    file = models.FileField(upload_to="workshops", max_length=200)
    size = models.PositiveIntegerField()
    type = models.CharField(max_length=80)
    words = models.CharField(max_length=300, blank=True, help_text="what it shows, for who cannot see it")
    at = models.DateTimeField(auto_now_add=True)
