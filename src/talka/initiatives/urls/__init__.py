from . import choosing, consultations, council, deliberation, initiatives, moderation

app_name = "initiatives"
urlpatterns = [
    *initiatives.urlpatterns,
    *deliberation.urlpatterns,
    *choosing.urlpatterns,
    *council.urlpatterns,
    *consultations.urlpatterns,
    *moderation.urlpatterns,
]
