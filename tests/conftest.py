from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from portal.store import db
from portal.web import assets
from tests.factories import House

# A slow machine is no fault of the code: nothing here is timed.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


class Compiled(BytecodeCache):
    """Templates that an earlier application of this process has compiled."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def once_a_rule(build: Callable[..., Any]) -> Callable[..., Any]:
    """werkzeug compiles a function for each rule, half of what making an application takes. It
    depends on the rule's text and defaults alone."""
    made: dict[object, Any] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = build(rule, append_unknown)
        return made[key]

    return builder


# What is the same for every application that a process of the tests makes is made once.
Flask.jinja_options = {"bytecode_cache": Compiled()}
Rule._compile_builder = once_a_rule(Rule._compile_builder)  # type: ignore[method-assign]
assets.load = cache(assets.load)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield House(tmp_path / "instance")
    db.db.close()
