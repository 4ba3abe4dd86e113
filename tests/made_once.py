"""What is the same for every application that a process of the tests makes, made once."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from portal.web import assets


class Templates(BytecodeCache):
    """Those that an earlier application has compiled."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def once_a_rule(build: Callable[..., Any]) -> Callable[..., Any]:
    """werkzeug compiles functions for each rule, half of what making an application takes. They
    depend on the rule's text and defaults alone."""
    made: dict[object, Any] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, rule.host, repr(rule.defaults), append_unknown)
        if key not in made:
            made[key] = build(rule, append_unknown)
        return made[key]

    return builder


def keep() -> None:
    """Keep compiled templates, rules and static files; and wait for no disk: no test outlives a
    power cut."""
    Flask.jinja_options = {"bytecode_cache": Templates()}
    Rule._compile_builder = once_a_rule(Rule._compile_builder)  # type: ignore[method-assign]
    assets.load = cache(assets.load)
    os.fsync = lambda fd: None
