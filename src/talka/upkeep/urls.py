from django.urls import path

from . import views

app_name = "upkeep"
urlpatterns = [
    path("upkeep/", views.dashboard, name="dashboard"),
    path("upkeep/failed/retry/", views.retry_all, name="retry_all"),
    path("upkeep/failed/forget/", views.forget_all, name="forget_all"),
    path("upkeep/failed/<int:number>/retry/", views.retry, name="retry"),
    path("upkeep/failed/<int:number>/forget/", views.forget, name="forget"),
    path("upkeep/run/<str:task>/", views.run_now, name="run_now"),
    path("upkeep/test-letter/", views.test_letter, name="test_letter"),
]
