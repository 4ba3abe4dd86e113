"""The worker is killed again and again while a whole round's letters go out."""

from __future__ import annotations

from pathlib import Path

from bench import posting


def test_a_killed_worker_sends_nobody_two_letters_and_leaves_nobody_out(tmp_path: Path) -> None:
    played = posting.play(tmp_path, people=150, kills=8, seed=7, delay=0.003)
    assert played.troubles == []
    assert played.kills == 8
    assert played.letters >= 150 + 100 + 60
