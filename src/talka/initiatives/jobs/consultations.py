"""What the worker does for consultations."""

from procrastinate.contrib.django import app


@app.task(name="initiatives.tell_answers")
def tell_answers(consultation: int) -> None:
    """Write to very many who commented what was answered."""
    from ..actions.consultation_answers import write_answers
    from ..models import Consultation

    row = Consultation.objects.filter(pk=consultation, retired_at=None).first()
    if row is not None:
        write_answers(row)
