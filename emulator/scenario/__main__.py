"""The JSON Schema for editors: ``python -m emulator.scenario > emulator/scenario/schema.json``."""

from .format import json_schema

if __name__ == "__main__":
    print(json_schema(), end="")
