"""The checks of the exercise new-tool as a pytest suite with the frameworks' own test clients.

What a teacher would write by hand. APP names the learner's file. `scripts/bench verdict` takes this
suite's time as that of a peer only while both say the same of the exercise's solution, starter and
mutants.
"""

import importlib.util
import os

import pytest


@pytest.fixture
def app():
    """A fresh copy of the learner's app, so that no test sees another's tools."""
    spec = importlib.util.spec_from_file_location("app", os.environ["APP"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


@pytest.fixture
def send(app):
    """Sends a request; returns the status and the parsed body."""
    if type(app).__module__.startswith("flask"):
        client = app.test_client()

        def send(method, path, **body):
            answer = client.open(path, method=method, **body)
            return answer.status_code, answer.get_json(silent=True)
    else:
        from fastapi.testclient import TestClient

        client = TestClient(app, raise_server_exceptions=False)

        def send(method, path, **body):
            if "data" in body:
                body["content"] = body.pop("data")
            if "content_type" in body:
                body["headers"] = {"content-type": body.pop("content_type")}
            answer = client.request(method, path, **body)
            kind = answer.headers.get("content-type", "")
            return answer.status_code, answer.json() if "json" in kind else None

    return send


def tool(**changes):
    return {"name": "drill", "daily_fee": 3, "condition": "good", **changes}


def refused(answer, *fields):
    status, body = answer
    assert status == 422
    assert sorted(error["field"] for error in body["errors"]) == sorted(fields)


def test_good_tool_is_stored_and_listed(send):
    wanted = tool(tags=["red"])
    status, body = send("POST", "/tools", json=wanted)
    assert status == 201
    assert body.items() >= wanted.items()
    status, listed = send("GET", "/tools")
    assert status == 200
    assert any(one.items() >= wanted.items() for one in listed)


def test_all_missing_fields_are_named(send):
    refused(send("POST", "/tools", json={}), "name", "daily_fee", "condition")


def test_fee_out_of_range(send):
    for fee in (0, -1, 500.01):
        refused(send("POST", "/tools", json=tool(daily_fee=fee)), "daily_fee")


def test_fee_at_the_bounds(send):
    for fee in (0.01, 500):
        status, body = send("POST", "/tools", json=tool(daily_fee=fee))
        assert (status, body["daily_fee"], body["tags"]) == (201, fee, [])


def test_length_of_the_name(send):
    refused(send("POST", "/tools", json=tool(name="   ")), "name")
    refused(send("POST", "/tools", json=tool(name="n" * 41)), "name")
    status, body = send("POST", "/tools", json=tool(name=f"  {'n' * 40}  "))
    assert (status, body["name"]) == (201, "n" * 40)


def test_two_wrong_fields_are_both_named(send):
    refused(send("POST", "/tools", json=tool(name=" ", daily_fee=-1)), "name", "daily_fee")


def test_fee_that_is_no_number(send):
    for fee in ("12", True):
        refused(send("POST", "/tools", json=tool(daily_fee=fee)), "daily_fee")


def test_unknown_field(send):
    refused(send("POST", "/tools", json=tool(colour=1)), "colour")


def test_no_object(send):
    for text in ('{"name": "drill", "daily_fee": ', '["drill"]', "null"):
        status, _ = send("POST", "/tools", data=text, content_type="application/json")
        assert status in (400, 422)


def test_refused_tools_are_not_stored(send):
    before = send("GET", "/tools")
    assert send("POST", "/tools", json={"name": "ghost"})[0] == 422
    assert send("POST", "/tools", json=tool(name="ghost", daily_fee=-5))[0] == 422
    assert send("GET", "/tools") == before


def test_condition_and_tags(send):
    refused(send("POST", "/tools", json=tool(condition="lost")), "condition")
    refused(send("POST", "/tools", json=tool(tags=list("abcdef"))), "tags")
    status, body = send("POST", "/tools", json=tool(tags=[1]))
    assert status == 422
    assert [error["field"] in ("tags", "tags.0", "tags[0]") for error in body["errors"]] == [True]
