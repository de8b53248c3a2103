"""What was told, when, and what was said before. Rows are only added: a revision stands beside what it revises."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.people.models import new_key
from talka.ui.declared import acted

from .catalogue import Category, Indicator


class Release(models.Model):
    """Figures that came at once: a table that was entered, the register's own facts, or what was computed of others."""

    personal = acted(_("Tables of figures that were entered"))

    class Origin(models.TextChoices):
        TABLE = "table", pgettext_lazy("origin of figures", "A table that was entered")
        REGISTER = "register", pgettext_lazy("origin of figures", "Carried with Talka")
        RECALCULATED = "recalculated", pgettext_lazy("origin of figures", "Recalculated to new boundaries")
        COMPUTED = "computed", pgettext_lazy("origin of figures", "Computed of other figures")

    class State(models.TextChoices):
        HOLDS = "holds", pgettext_lazy("state of a table of figures", "Holds")
        UNDONE = "undone", pgettext_lazy("state of a table of figures", "Was taken back")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HOLDS)
    title = models.CharField(max_length=400)
    code = models.CharField(max_length=60, blank=True, help_text="the publisher's own name of the table")
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    updated = models.CharField(max_length=40, blank=True, help_text="as the publisher says it")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file")
    address = models.URLField(max_length=1000, blank=True)
    counts = models.JSONField(default=dict, help_text="what came of each cell of the table")
    weight = models.GeneratedField(
        expression=models.Case(models.When(origin="table", then=3), models.When(origin="register", then=2), default=1),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        help_text="what was published outdoes what was carried with the program, and both what was only computed",
    )
    illustrative = models.BooleanField(default=False)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["origin", "state"], name="release_origin")]

    def __str__(self) -> str:
        return self.title


class Observation(models.Model):
    """One figure of an area and year, as one release told it. `current`: what holds now; the others are its history."""

    class Status(models.TextChoices):
        """The codes of SDMX's list CL_OBS_STATUS, as `talka.documents.statistics` reads them."""

        NORMAL = "A", pgettext_lazy("status of a figure", "final")
        BREAK = "B", pgettext_lazy("status of a figure", "break in the series")
        ESTIMATED = "E", pgettext_lazy("status of a figure", "estimated")
        FORECAST = "F", pgettext_lazy("status of a figure", "forecast")
        IMPUTED = "I", pgettext_lazy("status of a figure", "imputed")
        MISSING = "M", pgettext_lazy("status of a figure", "not available")
        PROVISIONAL = "P", pgettext_lazy("status of a figure", "provisional")
        SUPPRESSED = "Q", pgettext_lazy("status of a figure", "not released, confidential")
        UNRELIABLE = "U", pgettext_lazy("status of a figure", "unreliable")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="observations")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.FloatField(null=True)
    status = models.CharField(max_length=1, choices=Status.choices, default=Status.NORMAL)
    note = models.CharField(
        max_length=60, blank=True, help_text="why there is no figure, or how it was computed: a code"
    )
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="observations")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "year", "category"],
                condition=models.Q(current=True),
                nulls_distinct=False,
                name="one_figure_holds",
            ),
            models.UniqueConstraint(
                fields=["release", "indicator", "area", "year", "category"],
                nulls_distinct=False,
                name="a_release_says_it_once",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | models.Q(status__in=["B", "M", "Q"]),
                name="no_figure_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "indicator"], condition=models.Q(current=True), name="figures_of_an_area"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.year}: {self.value}"
