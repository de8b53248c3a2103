"""Areas are public."""

from django.http import Http404

from .models import Area


def area_for(key: str) -> Area:
    area = Area.objects.filter(key=key).first()
    if area is None:
        raise Http404
    return area
