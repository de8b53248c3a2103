"""Ways of indicators in words, for templates."""

from django import template

from talka.plans.queries import way_words

register = template.Library()

register.filter("promised", way_words.promised)
register.filter("peers_told", way_words.peers_told)
register.filter("legend_of", way_words.legend_of)
