"""What a case expects, held against what happened."""

from ..matching import MISSING, Difference, compare, partings, shown

__all__ = ["MISSING", "Difference", "compare", "partings", "shown"]
