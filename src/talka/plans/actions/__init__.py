"""What can be done with planning documents; the only code that writes them."""
