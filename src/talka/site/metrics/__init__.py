"""Figures for a monitoring system at /metrics, in Prometheus's text form. None of them is about people."""
