from django.urls import path

from . import views

app_name = "letters"
urlpatterns = [
    path("letters/", views.outbox, name="outbox"),
    path("letters/<str:key>/", views.letter, name="letter"),
    path("letters/<str:key>/as-sent/", views.letter_as_sent, name="letter-as-sent"),
    path("letters/<str:key>/retry/", views.retry, name="retry"),
    path("letters/<str:key>/hold/", views.hold, name="hold"),
    path("letters/<str:key>/bounce/", views.bounce, name="bounce"),
]
