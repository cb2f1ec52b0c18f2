"""A process that is killed at any moment loses nothing that it has told anybody. ``benchmarks/kills.py`` does more."""

from killing import kill_often


def test_five_kills_under_traffic_lose_nothing(tmp_path):
    told = kill_often(tmp_path, kills=5, seed=1)
    assert len(told.codes) > 10
