"""A fake WeChat on your own machine: mini-programs, cards, the member-card component, the merchant's side."""

__version__ = "0.1.0"
