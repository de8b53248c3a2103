"""What the lists of the room are searched by: words of every language, in any order, with and without diacritics."""

import pytest

from talka.learning.factories import TrainingFactory
from talka.learning.factories.community_plans import CommunityPlanFactory
from talka.learning.factories.impressions import ImpressionFactory
from talka.learning.factories.reviews import PeerReviewFactory
from talka.learning.models import Training
from talka.learning.queries.community_plans import plans_of
from talka.learning.queries.impressions import published_of
from talka.learning.queries.reviews import reviews_of
from talka.learning.queries.trainings import trainings_of
from talka.programmes.factories import both

pytestmark = pytest.mark.django_db
TITLE = "Ķieģeļu ceha ļaudis"


def trainings(words):
    TrainingFactory(title=both(TITLE, "People of the brickworks"))
    return trainings_of(None, words=words)


def plans(words):
    CommunityPlanFactory(title=TITLE, published=True, team__cohort__training=TrainingFactory())
    return plans_of(None, words=words)


def reviews(words):
    PeerReviewFactory(title=TITLE, published=True)
    return reviews_of(None, words=words)


def impressions(words):
    ImpressionFactory(title=TITLE, published=True, training=TrainingFactory())
    return published_of(words=words)


@pytest.mark.parametrize("listed", [trainings, plans, reviews, impressions])
@pytest.mark.parametrize(
    ("words", "found"), [("ķieģeļu", 1), ("KIEGELU", 1), ("ļaudis ceha", 1), ("laud kieg", 1), ("ķieģeļu nav", 0)]
)
def test_lists_are_searched_without_diacritics_and_in_any_order(listed, words, found):
    assert len(listed(words)) == found


def test_a_training_is_found_in_each_language_and_by_its_new_words_alone():
    row = TrainingFactory(title=both(TITLE, "People of the brickworks"))
    assert trainings_of(None, words="brickworks").get() == row
    row.title = both("Āboli", "Apples")
    row.save(update_fields=["title"])
    assert trainings_of(None, words="aboli").get() == row
    assert not trainings_of(None, words="brickworks")
    Training.objects.filter(pk=row.pk).update(folded="")
    row.save(update_fields=["version"])
    row.refresh_from_db()
    assert row.folded == "", "what was not saved is not folded"
