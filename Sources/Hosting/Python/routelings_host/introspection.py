"""What an app tells about itself, by the shape of its objects: no framework is imported here."""

import inspect
import linecache
import types


def unwrapped(function):
    """Returns the function behind decorators, partials and methods."""
    while True:
        inner = getattr(function, "__wrapped__", None) or getattr(function, "func", None)
        if inner is None or not callable(inner):
            return getattr(function, "__func__", function)
        function = inner


def definition(function):
    """Returns name, file and the line of the `def` of a function."""
    function = unwrapped(function)
    code = getattr(function, "__code__", None)
    if code is None and callable(function):
        code = getattr(type(function).__call__, "__code__", None)
    name = getattr(function, "__qualname__", None) or type(function).__name__
    if code is None:
        return {"function": name, "file": None, "line": None}
    return {"function": name, "file": code.co_filename, "line": line_of_def(code)}


def line_of_def(code):
    """Returns the line of the `def` or `class` that a code object comes from."""
    # co_firstlineno is the line of the first decorator.
    for line in range(code.co_firstlineno, code.co_firstlineno + 50):
        words = linecache.getline(code.co_filename, line).split(None, 2)
        if words[:1] == ["def"] or words[:2] == ["async", "def"] or words[:1] == ["class"]:
            return line
    return code.co_firstlineno


def routes(app):
    """Returns [{path, methods, function, file, line}] for what the app says that it routes."""
    try:
        rules = getattr(app, "url_map", None)
        if rules is not None and hasattr(rules, "iter_rules"):
            return [_rule(app, rule) for rule in rules.iter_rules()]
        return list(_nested(app, ""))
    except Exception:  # an unknown shape says nothing; it is no failure
        return []


def _rule(app, rule):
    view = getattr(app, "view_functions", {}).get(rule.endpoint)
    told = definition(view) if view else {"function": rule.endpoint, "file": None, "line": None}
    return {"path": rule.rule, "methods": sorted(rule.methods or ()), **told}


def _nested(app, prefix, depth=0):
    for route in getattr(app, "routes", None) or ():
        path = prefix + (getattr(route, "path", None) or "")
        endpoint = getattr(route, "endpoint", None)
        inner = getattr(route, "app", None)
        if endpoint is not None:
            yield {
                "path": path,
                "methods": sorted(getattr(route, "methods", None) or ()),
                **definition(endpoint),
            }
        elif getattr(route, "routes", None) and depth < 8:
            yield from _nested(route, path, depth + 1)
        elif inner is not None and getattr(inner, "routes", None) and depth < 8:
            yield from _nested(inner, path, depth + 1)


def is_coroutine_callable(app):
    """Whether calling `app` gives a coroutine, as ASGI 3 asks for."""
    while hasattr(app, "func") and not inspect.isfunction(app):
        app = app.func
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(
        getattr(app, "__call__", None)
    )


def interface_of(app):
    """Returns asgi or wsgi, or None where the shape of a callable says neither."""
    if is_coroutine_callable(app):
        return "asgi"
    takes = {count for count in (2, 3) if _can_be_called_with(app, count)}
    return {frozenset((2,)): "wsgi", frozenset((3,)): "asgi"}.get(frozenset(takes))


def _can_be_called_with(app, count):
    try:
        inspect.signature(app).bind(*range(count))
    except (TypeError, ValueError):
        return False
    return True


def looks_like_an_app(value):
    """Whether a module's variable could be meant as the app."""
    try:
        return _looks_like_an_app(value)
    except Exception:  # a proxy, for one, raises whatever it is asked
        return False


def _looks_like_an_app(value):
    if isinstance(value, (type, types.ModuleType)) or not callable(value):
        return False
    names = list(inspect.signature(value).parameters)
    if names[:2] in (["environ", "start_response"], ["env", "start_response"]):
        return True
    if isinstance(value, types.FunctionType):
        return names[:1] == ["scope"]
    return hasattr(value, "wsgi_app") or is_coroutine_callable(value) and names[:1] == ["scope"]


def is_factory(value):
    """Whether a function can be called without arguments only, as one that makes an app."""
    return isinstance(value, types.FunctionType) and not any(
        _can_be_called_with(value, count) for count in (2, 3)
    ) and _can_be_called_with(value, 0)  # fmt: skip


def looks_like_a_factory(name, value):
    """Whether a function seems to make the app, by what such functions are called."""
    return name.lower().endswith(("_app", "_application")) and is_factory(value)
