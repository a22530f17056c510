"""/api/openapi.json is valid, and describes every route of the table."""

from openapi_spec_validator import validate

from server.app import ENDPOINTS
from server.web.openapi import document


def test_document_is_valid_openapi() -> None:
    validate(document(ENDPOINTS))


def test_every_endpoint_is_described_with_its_parameters() -> None:
    paths = document(ENDPOINTS)["paths"]
    for endpoint in ENDPOINTS:
        operation = paths[endpoint.path][endpoint.method.lower()]
        in_path = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert all(f"{{{name}}}" in endpoint.path for name in in_path)
        assert endpoint.path.count("{") == len(in_path)
        assert operation["summary"], endpoint.path


def test_operations_have_names_of_their_own() -> None:
    paths = document(ENDPOINTS)["paths"]
    names = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
    assert len(names) == len(set(names))
