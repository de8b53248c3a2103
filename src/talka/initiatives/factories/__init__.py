"""Made-up initiatives for tests, each part in a file of its own."""
