import pytest
from talka.initiatives.factories.initiatives import AuthorFactory, SupporterFactory

@pytest.mark.django_db
def test_rows():
    row = AuthorFactory(named=True)
    SupporterFactory(initiative=row.initiative)
