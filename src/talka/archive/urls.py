from django.urls import path

from . import views

app_name = "archive"
urlpatterns = [
    path("projects/<slug:slug>/static-archive/", views.archive, name="archive"),
    path("projects/<slug:slug>/static-archive/make/", views.make, name="make"),
    path("projects/<slug:slug>/static-archive/file/", views.file, name="file"),
]
