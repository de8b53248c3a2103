"""Areas as they were and are: state, planning regions, municipalities, parishes, towns, places; with validity dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Area(models.Model):
    """A territorial unit. A unit that changes its extent or rank is a new row; `Succession` tells what became of it."""

    class Kind(models.TextChoices):
        STATE = "state", pgettext_lazy("kind of area", "State")
        REGION = "region", _("Planning region")
        STATISTICAL_REGION = "statistical_region", _("Statistical region")
        MUNICIPALITY = "municipality", _("Municipality")
        STATE_CITY = "state_city", _("State city")
        TOWN = "town", _("Town")
        PARISH = "parish", _("Parish")
        UNDIVIDED = "undivided", _("Territory without parishes")
        PLACE = "place", _("Populated place")
        NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
        DENSE_AREA = "dense_area", _("Densely populated area")

    key = models.SlugField(max_length=80, unique=True, help_text="stable name in addresses and files")
    code = models.CharField(max_length=20, blank=True, help_text="the statistical code, ATVK in Latvia")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=120)
    genitive = models.CharField(max_length=120, blank=True, help_text="Latvian: of the place")
    locative = models.CharField(max_length=120, blank=True, help_text="Latvian: in the place")
    name_en = models.CharField(max_length=120, blank=True)
    also = models.CharField(max_length=120, blank=True, help_text="another name by which people look for it")
    sort_key = models.CharField(max_length=600, db_index=True, db_collation="C")
    folded = models.CharField(max_length=300, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="the first day it no longer stands")
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    column = models.PositiveSmallIntegerField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True, help_text="GeoJSON geometry loaded by the operator")
    outline = models.TextField(blank=True, help_text="the boundary as a path that a page draws")
    illustrative = models.BooleanField(default=False, help_text="made up, for the played example only")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="area_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AreaCode(models.Model):
    """A code by which somebody names an area beside `Area.code`, and the days on which it meant this area.

    One code may have meant two areas one after the other: LV005 was the statistical region of Latgale and is the
    planning region since 2024.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=20, help_text="ISO 3166-2, NUTS, ATVK")
    code = models.CharField(max_length=20, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="the first day it no longer meant this area")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "scheme", "code", "valid_from"], nulls_distinct=False, name="area_code_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class AreaName(models.Model):
    """A name by which files call an area and the register does not: of statisticians, of another language, misspelt."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="the first day it no longer meant this area")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name", "valid_from"], nulls_distinct=False, name="area_name_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Belonging(models.Model):
    """`child` lay in `parent` from one day to another."""

    child = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="belongings")
    parent = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="contents")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent", "valid_from"], nulls_distinct=False, name="belonging_stands_once"
            )
        ]


class Succession(models.Model):
    """What became of an area: this share of its territory went to `new` on that day."""

    old = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="successors")
    new = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="predecessors")
    share = models.FloatField(help_text="of the old area's territory, 0 to 1")
    on = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_stands_once"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1), name="succession_share"),
        ]


class Border(models.Model):
    """Two areas that border each other; stored once, the smaller id first."""

    a = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="borders_after")
    b = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="borders_before")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="border_stands_once"),
            models.CheckConstraint(condition=models.Q(a__lt=models.F("b")), name="border_smaller_first"),
        ]
