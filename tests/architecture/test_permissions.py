"""Permissions are declared by their app, asked for in its code, and held by some role."""

from __future__ import annotations

import ast
import re
from importlib import import_module

from config.roles import ROLES
from tests.architecture import tree

ASKING = {"require", "page_permission", "may", "PermissionRefused"}


def declared():
    apps = [app for app in tree.apps() if (tree.ROOT / "mission" / app / "access.py").exists()]
    return set().union(*(import_module(f"mission.{app}.access").PERMISSIONS for app in apps))


def asked():
    """Answer the permissions that guards name, written out or as a constant of the module."""
    shape = re.compile(rf"^(?:{'|'.join(tree.apps())})\.[a-z_]+$")
    return {
        word
        for path in tree.python()
        if tree.name(path).startswith(("mission/", "foundation/"))
        for word in words_in_guards(path)
        if shape.match(word)
    }


def words_in_guards(path):
    module = tree.parsed(path)
    constants = {
        ast.unparse(node.targets[0]): node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    for call in ast.walk(module):
        if not isinstance(call, ast.Call):
            continue
        guards = ast.unparse(call.func).rsplit(".", 1)[-1] in ASKING
        named = [keyword.value for keyword in call.keywords if keyword.arg == "permission"]
        for value in [*(call.args if guards else []), *named]:
            word = value.value if isinstance(value, ast.Constant) else ""
            yield str(word or constants.get(ast.unparse(value), ""))


def granted():
    return set().union(*ROLES.values())


def test_every_permission_is_held_by_some_role():
    assert declared() - granted() == set()


def test_no_role_holds_a_permission_that_no_app_declares():
    assert granted() - declared() == set()


def test_every_permission_is_asked_for_somewhere():
    assert declared() - asked() == set()


def test_no_guard_asks_for_a_permission_that_is_not_declared():
    assert asked() - declared() == set()
