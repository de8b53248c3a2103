from django.urls import path

from ..views import impressions

ONE = "learning/impressions/<int:pk>/"

urlpatterns = [
    path("learning/impressions/", impressions.impressions, name="impressions"),
    path("learning/impressions/new/", impressions.new, name="new_impression"),
    path(ONE, impressions.impression, name="impression"),
    path(f"{ONE}edit/", impressions.edit, name="edit_impression"),
    path(f"{ONE}offer/", impressions.offer, name="offer_impression"),
    path(f"{ONE}take-back/", impressions.take_back, name="take_back_impression"),
    path(f"{ONE}publish/", impressions.publish, name="publish_impression"),
    path(f"{ONE}give-back/", impressions.give_back, name="give_back_impression"),
    path(f"{ONE}remove/", impressions.remove, name="remove_impression"),
    path(f"{ONE}photos/", impressions.photos, name="impression_photos"),
    path(f"{ONE}photos/<str:token>/", impressions.photo, name="impression_photo"),
    path(f"{ONE}photos/<str:token>/remove/", impressions.remove_photo, name="remove_impression_photo"),
]
