"""The funder's frame and what has a number, a budget, partners and publicity."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts


class Programme(models.Model):
    personal = texts(_("Programmes"))

    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=60, blank=True)
    title = I18nCharField(max_length=300)
    description = I18nTextField(blank=True)
    funder = I18nCharField(max_length=200, blank=True)
    illustrative = models.BooleanField(default=False, help_text="made up: every page and document says so")
    public = models.BooleanField(default=True)
    source = models.URLField(blank=True, max_length=500)
    labels = models.JSONField(default=dict, blank=True, help_text="own words for roles: {role: {language: label}}")
    funder_template = models.SlugField(max_length=40, blank=True, help_text="what the funder wants, see funders/")
    archived_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")

    class Meta:
        ordering = ["illustrative", "code", "slug"]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(model_name="ProjectVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Project(models.Model):
    personal = texts(_("Projects"))

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    slug = models.SlugField(max_length=60, unique=True)
    number = models.CharField(max_length=60, blank=True)
    other_number = models.CharField(max_length=60, blank=True)
    title = I18nCharField(max_length=400)
    objectives = I18nTextField(blank=True)
    funder = I18nCharField(max_length=200, blank=True)
    instrument = I18nCharField(max_length=200, blank=True)
    funder_template = models.SlugField(max_length=40, blank=True, help_text="empty: as the programme's")
    publicity = I18nTextField(blank=True, help_text="the funder's required words, on every page and document")
    publicity_reason = models.CharField(
        max_length=500, blank=True, help_text="why the text differs from the funder's template"
    )
    website = models.URLField(blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    budget_eur = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    public = models.BooleanField(default=True)
    controller = I18nCharField(max_length=300, blank=True, help_text="who is responsible for personal data")
    retention_until = models.DateField(null=True, blank=True, help_text="how long the funder has evidence kept")
    source = models.URLField(blank=True, max_length=500)
    archived_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")

    class Meta:
        ordering = ["starts", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True)
                | models.Q(starts__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="project_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Logo(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="logos")
    file = models.FileField(storage=private_storage, help_text="a raster image, kept by documents.storage")
    alt = I18nCharField(max_length=200)
    wanted = models.SlugField(max_length=40, blank=True, help_text="which logo of the funder's template it is")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PublicityDutyVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PublicityDuty(models.Model):
    """What was done about a duty of the funder's template, or why it does not apply."""

    personal = texts(_("What was done for a project's publicity"))

    class State(models.TextChoices):
        DONE = "done", pgettext_lazy("duty", "Done")
        NOT_NEEDED = "not_needed", pgettext_lazy("duty", "Does not apply")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="publicity_duties")
    key = models.SlugField(max_length=40, help_text="of the duty in the funder's template")
    state = models.CharField(max_length=20, choices=State.choices)
    day = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="what was done; why it does not apply")
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="publicity_duty_stands_once"),
            models.CheckConstraint(
                condition=models.Q(state="done") | ~models.Q(note=""), name="publicity_duty_left_with_reason"
            ),
        ]


class ProjectPartner(models.Model):
    class Role(models.TextChoices):
        PROMOTER = "promoter", _("Project promoter")
        PARTNER = "partner", _("Project partner")
        DONOR_PARTNER = "donor_partner", _("Donor partner")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PARTNER)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "organisation"], name="partner_stands_once")]


class Activity(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    number = models.CharField(max_length=20)
    title = I18nCharField(max_length=300)
    description = I18nTextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="activity_number_stands_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="BudgetLineVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class BudgetLine(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="budget_lines")
    code = models.CharField(max_length=30)
    title = I18nCharField(max_length=200)
    planned_eur = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="budget_line_stands_once"),
            models.CheckConstraint(condition=models.Q(planned_eur__gte=0), name="budget_line_not_negative"),
        ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TeamMemberVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class TeamMember(models.Model):
    """A person's role in a whole programme (project empty) or in one project."""

    personal = Personal(
        title=_("Roles in projects"),
        purpose=_("Who works on the project"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART, Data.ENTRY),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.ORGANISER,),
        retention=_("the project's retention date; roles in a whole programme until they are taken back"),
        clock=Clock.PROJECT,
        carried_out=("talka.programmes.actions.retention.forget_past_projects",),
    )

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        FACILITATOR = "facilitator", _("Facilitator")
        AUDITOR = "auditor", _("Auditor")
        VIEWER = "viewer", _("Viewer")

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="team_memberships")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="team")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="team")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "project", "role"], nulls_distinct=False, name="team_role_stands_once"
            )
        ]
