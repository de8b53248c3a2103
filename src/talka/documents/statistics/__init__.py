"""Tables as statisticians publish them, read into one shape and written from it."""
