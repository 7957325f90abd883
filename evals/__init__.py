"""Suites that hold the archive and the desk to account."""
