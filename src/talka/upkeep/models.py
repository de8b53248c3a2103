"""What the installation keeps about its own work. Nothing here is about people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Process(models.Model):
    """A web process or a worker, on this machine or another, as it last told of itself."""

    class Kind(models.TextChoices):
        WEB = "web", _("Pages")
        WORKER = "worker", _("Background work")

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    machine = models.CharField(max_length=120)
    number = models.PositiveIntegerField(help_text="the number the system gave it")
    version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    memory = models.PositiveBigIntegerField(default=0, help_text="bytes")
    streams = models.PositiveIntegerField(default=0, help_text="browsers that follow a group work")
    connections = models.PositiveIntegerField(default=0, help_text="database connections in its pool")

    class Meta:
        ordering = ["kind", "machine", "number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["web", "worker"]), name="upkeep_process_kind_known")
        ]

    def __str__(self) -> str:
        return self.name


class TaskRecord(models.Model):
    """How a task of the worker went when it last ran: jobs that succeeded leave nothing else behind."""

    task = models.CharField(max_length=128, unique=True)
    began_at = models.DateTimeField()
    seconds = models.FloatField()
    succeeded = models.BooleanField()
    fault = models.CharField(max_length=120, blank=True, help_text="the kind of fault, never its words")
    succeeded_at = models.DateTimeField(null=True, blank=True, help_text="when a run that succeeded last began")
    failures = models.PositiveIntegerField(default=0, help_text="runs since then that failed")

    class Meta:
        ordering = ["task"]
        constraints = [
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="upkeep_task_takes_time"),
            models.CheckConstraint(
                condition=models.Q(succeeded=False) | models.Q(succeeded_at__isnull=False, failures=0, fault=""),
                name="upkeep_success_has_no_fault",
            ),
        ]

    def __str__(self) -> str:
        return self.task
