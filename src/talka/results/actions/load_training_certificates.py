"""Certificates of a training programme: who holds one, and since when.

What a certificate says is put together anew from the folder, and it gets a code of its own: the code on a paper that
another installation gave out leads there, and only there.
"""

from talka.learning.actions.certificates import put_on_record
from talka.learning.models import Learner

from .load import unknown
from .load_training_folder import TrainingFolder, needed_moment


def load_training_certificates(folder: TrainingFolder) -> None:
    """Whoever holds one of the cohort already keeps it."""
    data, where = folder.file("certificates.toml")
    for order, told in enumerate(data.get("certificate", []), start=1):
        place = f"{where}: certificate {order}"
        cohort = folder.cohort(told.get("cohort"), place)
        person = folder.reading.person(str(told.get("person", "")), place)
        learner = Learner.objects.filter(team__cohort=cohort, person=person).order_by("left_on", "pk").first()
        if learner is None:
            raise unknown(place, str(told.get("person", "")))
        issued_at = needed_moment(told, "issued_at", place)
        put_on_record(learner, issued_at, str(told.get("reason", ""))[:500])
