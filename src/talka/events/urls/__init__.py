"""Addresses of events: planning and publishing, and the day itself."""

from .day import day_urls
from .planning import planning_urls

app_name = "events"
urlpatterns = planning_urls + day_urls
