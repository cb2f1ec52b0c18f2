"""Sealed sessions: screens, time line, scenario, world and app in one HTML file that plays anywhere and runs again."""
