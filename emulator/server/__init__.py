"""The thin asyncio edge: one loop, one port, one world."""
