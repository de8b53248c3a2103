"""Letters for tests."""

import factory
from django.utils import timezone

from .models import Letter, Suppression


class LetterFactory(factory.django.DjangoModelFactory[Letter]):
    class Meta:
        model = Letter

    to_address = factory.Sequence(lambda n: f"cilveks{n}@example.org")
    language = "lv"
    kind = "invitation"
    subject = factory.Sequence(lambda n: f"Ielūgums {n}")
    text = "Labdien!\n\nhttps://talka.example/r/abc\n"
    html = "<!doctype html><p>Labdien!</p>"
    state = Letter.State.QUEUED
    sent_at = factory.LazyAttribute(lambda o: timezone.now() if o.state == Letter.State.SENT else None)


class SuppressionFactory(factory.django.DjangoModelFactory[Suppression]):
    class Meta:
        model = Suppression

    address = factory.Sequence(lambda n: f"klusums{n}@example.org")
    reason = Suppression.Reason.BOUNCE
