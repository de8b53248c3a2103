"""The only code that writes links; the room above has checked who may."""

from .models import Link


def connect(from_kind: str, from_id: object, relation: str, to_kind: str, to_id: object) -> Link:
    """Store an arrow once; storing it again changes nothing."""
    link, _ = Link.objects.get_or_create(
        from_kind=from_kind, from_id=str(from_id), relation=relation, to_kind=to_kind, to_id=str(to_id)
    )
    return link


def disconnect(from_kind: str, from_id: object, relation: str, to_kind: str, to_id: object) -> None:
    Link.objects.filter(
        from_kind=from_kind, from_id=str(from_id), relation=relation, to_kind=to_kind, to_id=str(to_id)
    ).delete()
