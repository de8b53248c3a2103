"""`talka doctor`: goes through everything an installation stands on and says what is well, what is not, what to do."""
