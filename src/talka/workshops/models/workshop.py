"""A facilitated process inside an event: its format, its stages, its groups."""

import secrets
import uuid

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from talka.ui.declared import texts

from ..formats.reading import read_format, read_stage
from ..formats.spec import FormatSpec, Kind, StageSpec, say


def projector_key() -> str:
    return secrets.token_urlsafe(9)


class WorkshopManager(models.Manager["Workshop"]):
    """True group work only: what is simulated for a rehearsal must be asked for by name."""

    def get_queryset(self) -> models.QuerySet["Workshop"]:
        return super().get_queryset().filter(rehearsal=False)


class Format(models.Model):
    """A format of a project's own: a shipped one copied and changed. Shipped ones are files, not rows."""

    project = models.ForeignKey("programmes.Project", on_delete=models.CASCADE, related_name="formats")
    key = models.SlugField(max_length=40)
    table = models.JSONField(help_text="as `formats.writing.format_table` writes it")
    based_on = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="format_key_once_per_project")]

    def __str__(self) -> str:
        return str(say(self.spec.title))

    @cached_property
    def spec(self) -> FormatSpec:
        return read_format(self.key, self.table)


class Workshop(models.Model):
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="workshops")
    block = models.CharField(max_length=60, help_text="the parallel agenda items whose groups these are")
    slug = models.SlugField(max_length=60)
    title = I18nCharField(max_length=200, blank=True, help_text="where an event has several")
    code = models.CharField(max_length=12, unique=True, help_text="the room's code: gives a seat without an account")
    format = models.CharField(max_length=40, default="working-group", help_text="key of the format it began with")
    head = models.JSONField(default=dict, help_text="what the format says of the whole: title, group_word, group_size")
    stage = models.ForeignKey(
        "Stage", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: gathering"
    )
    stage_since = models.DateTimeField(null=True, blank=True)
    clock_ends_at = models.DateTimeField(null=True, blank=True, help_text="the soft end of what goes on")
    clock_left = models.PositiveIntegerField(null=True, blank=True, help_text="seconds left of a clock that stands")
    audience = models.CharField(
        max_length=20,
        default="public",
        choices=[
            ("group", _("my group")),
            ("hall", _("the hall")),
            ("ministry", _("the organisers")),
            ("public", _("everybody")),
        ],
        help_text="who will read the cards; shown before writing",
    )
    projector_key = models.CharField(max_length=24, default=projector_key, help_text="opens the projector's pages")
    on_screen = models.CharField(max_length=40, default="join", help_text="join, clock, board-2, votes-2, report-2")
    wall = models.CharField(max_length=10, blank=True, choices=[("blank", _("blank")), ("frozen", _("frozen"))])
    speaking = models.ForeignKey(
        "Group", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="who has the word"
    )
    word_ends_at = models.DateTimeField(null=True, blank=True, help_text="the soft end of their time to speak")
    word_left = models.PositiveIntegerField(null=True, blank=True, help_text="seconds left of it while it stands")
    round = models.PositiveSmallIntegerField(default=1, help_text="which mixing of people goes on")
    rehearsal = models.BooleanField(default=False, help_text="simulated people only; nothing of it is ever counted")
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="since then the words stand as published")

    objects: "models.Manager[Workshop]" = WorkshopManager()
    with_rehearsals: "models.Manager[Workshop]" = models.Manager()

    class Meta:
        ordering = ["id"]
        base_manager_name = "with_rehearsals"
        constraints = [
            models.UniqueConstraint(fields=["event", "slug"], name="workshop_slug_stands_once"),
            models.UniqueConstraint(
                fields=["event", "block"], condition=models.Q(rehearsal=False), name="workshop_block_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or str(say(self.head.get("title", {}))) or self.slug

    @property
    def stream(self) -> str:
        """The name of its moments' stream."""
        return self.stream_of(self.pk)

    @staticmethod
    def stream_of(pk: int) -> str:
        return f"workshop-{pk}"

    @property
    def closed(self) -> bool:
        return self.closed_at is not None


class Stage(models.Model):
    """One stage of a workshop: the format's, copied when the workshop was made, so that it may be changed for it."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    table = models.JSONField(help_text="as `formats.writing.stage_table` writes it")
    shown_at = models.DateTimeField(null=True, blank=True, help_text="the facilitator has shown hidden results")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="when a group was first put at it")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "key"], name="stage_key_once"),
            models.UniqueConstraint(
                fields=["workshop", "order"], name="stage_order_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return str(say(self.spec.title))

    @cached_property
    def spec(self) -> StageSpec:
        return read_stage(self.table)

    @property
    def prompt(self) -> str:
        return str(say(self.spec.prompt))

    @property
    def part(self) -> str:
        return str(say(self.spec.part))


class Group(models.Model):
    personal = texts(_("Groups"))

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="groups")
    item = models.ForeignKey(
        "events.AgendaItem", on_delete=models.PROTECT, null=True, blank=True, related_name="groups"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=400)
    capacity_min = models.PositiveIntegerField(default=0)
    capacity = models.PositiveIntegerField()
    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="where it goes its own way"
    )
    stage_since = models.DateTimeField(null=True, blank=True)
    clock_ends_at = models.DateTimeField(null=True, blank=True)
    clock_left = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="group_number_stands_once"),
            models.UniqueConstraint(fields=["workshop", "item"], name="group_once_per_item"),
        ]

    def __str__(self) -> str:
        return str(self.item.title) if self.item_id and self.item else self.name

    @property
    def label(self) -> str:
        """Which one it is, as its format calls groups: 1. komanda, Team 1."""
        word = str(say(self.workshop.head.get("group_word", {}))) or gettext("working group")
        named: str = gettext("%(word)s %(n)s") % {"word": word, "n": self.number}
        return named[:1].upper() + named[1:]

    @property
    def now(self) -> Stage | None:
        """The stage the group is in: its own where it was moved by itself, else the workshop's; None: gathering."""
        return self.stage if self.stage_id else self.workshop.stage
