"""What the planted world holds of certificates of training programmes."""

from talka.learning.actions.badges import publish_key
from talka.learning.factories.certificates import TrainingCertificateFactory

from .planted_place import Place


def plant_certificate(place: Place) -> None:
    """Given by decision to the planted participant, with a reason that those who run the cohort read."""
    word, has = place.word, place.has
    has["training certificate"] = TrainingCertificateFactory(
        code=f"ZQ{place.mark.upper()}CERT",
        learner=has["learner"],
        holder=word("graduate"),
        by_decision=True,
        decision_reason=word("graduatereason"),
    )
    has["badge key"] = publish_key()
