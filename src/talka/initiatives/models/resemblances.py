"""Initiatives that say much the same, as the method `clustering` compares them."""

from django.db import models

from .initiatives import Initiative


class Resemblance(models.Model):
    """Two published initiatives of one municipality and how alike their words are; written anew whenever the first one
    is published or changed. It reads the same from either end."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="resemblances")
    other = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")
    permille = models.PositiveSmallIntegerField(help_text="likeness of the words, 0 to 1000")

    class Meta:
        ordering = ["-permille", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "other"], name="resemblance_stands_once"),
            models.CheckConstraint(condition=~models.Q(initiative=models.F("other")), name="resemblance_is_of_two"),
        ]
