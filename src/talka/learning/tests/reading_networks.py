"""A network's page, as somebody reads it."""

from django.urls import reverse


def page(client, network, person=None, query=""):
    client.logout()
    if person is not None:
        client.force_login(person.account)
    return client.get(reverse("learning:network", args=[network.slug]) + query)
