from django.urls import path

from . import views

app_name = "territories"
urlpatterns = [
    path("areas/", views.areas, name="areas"),
    path("areas/boundaries/", views.boundaries, name="boundaries"),
    path("areas/<slug:key>/", views.area, name="area"),
]
