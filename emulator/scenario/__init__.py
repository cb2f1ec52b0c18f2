"""Scenarios: files that anyone can read and that prove a flow, in V8, headless and exact. See ``docs/scenarios.md``."""
