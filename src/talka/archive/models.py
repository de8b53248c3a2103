"""Archives of projects: read-only copies that need no server, and what is kept of those that others replaced."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.storage import private_storage
from talka.ui.declared import acted


class Archive(models.Model):
    """One making of a project's archive. The newest that is ready has the file; of earlier ones the digest stays, so
    that a copy somebody took away can be told to be what was made here."""

    personal = acted(_("Archives of a project, and who had them made"))

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("archive", "Waiting")
        MAKING = "making", pgettext_lazy("archive", "Being made")
        READY = "ready", pgettext_lazy("archive", "Ready")
        FAILED = "failed", pgettext_lazy("archive", "Not made")
        REPLACED = "replaced", pgettext_lazy("archive", "Replaced")

    project = models.ForeignKey("programmes.Project", on_delete=models.CASCADE, related_name="archives")
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    again = models.BooleanField(
        default=False, help_text="somebody was erased while it was being made: what comes out is thrown away"
    )
    asked_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    done = models.PositiveIntegerField(default=0, help_text="addresses that have been asked")
    known = models.PositiveIntegerField(default=0, help_text="addresses found so far")
    made_at = models.DateTimeField(null=True, blank=True, help_text="the moment whose state it shows")
    ready_at = models.DateTimeField(null=True, blank=True)
    talka_version = models.CharField(max_length=40, blank=True)
    pages = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0, help_text="documents, data and pictures")
    certificates = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    fault = models.CharField(max_length=300, blank=True, help_text="why it was not made: an address and its answer")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(state__in=("waiting", "making")),
                name="one_archive_of_a_project_is_being_made",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state="ready"), name="one_archive_of_a_project_is_kept"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready")
                | (~models.Q(file="") & ~models.Q(sha256="") & models.Q(made_at__isnull=False)),
                name="archive_that_is_ready_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.made_at or self.asked_at:%Y-%m-%d}"

    @property
    def under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)
