"""Reproduces the small shipped models from public data. Nothing imports it."""
