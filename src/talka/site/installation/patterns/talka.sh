#!/bin/sh
# `talka` with the settings of the service; called by root it runs as the service's user, so that files stay theirs.
# Written by `talka setup`.
export TALKA_ENV=$env_file
case "$$(id -u):$${1:-}" in
    0:setup) ;;
    0:*) export HOME=$var; exec runuser -u $user -- $talka "$$@" ;;
esac
exec $talka "$$@"
