from . import (
    angels,
    applications,
    assessments,
    certificates,
    community_plans,
    homework,
    impressions,
    networks,
    reviews,
    training,
)

app_name = "learning"
urlpatterns = [
    *training.urlpatterns,
    *applications.urlpatterns,
    *homework.urlpatterns,
    *assessments.urlpatterns,
    *certificates.urlpatterns,
    *angels.urlpatterns,
    *networks.urlpatterns,
    *community_plans.urlpatterns,
    *impressions.urlpatterns,
    *reviews.urlpatterns,
]
