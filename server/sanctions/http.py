"""Sanctions over HTTP: one's own, the sentences for reasons, sealed copies."""

from __future__ import annotations

from server.sanctions import bodies, copies, service
from server.web.endpoints import Endpoint

ENDPOINTS: list[Endpoint] = [
    Endpoint("GET", "/api/sanctions", service.list_sanctions, result=bodies.Sanctions, reads=True),
    Endpoint(
        "POST",
        "/api/sanctions/{sanction}/read",
        service.acknowledge,
        body=bodies.OneSanction,
        result=bodies.SanctionCard,
    ),
    Endpoint("GET", "/api/reason-templates", service.list_templates, result=bodies.Templates, reads=True),
    Endpoint("PUT", "/api/reason-templates", service.save_template, body=bodies.SaveTemplate, result=bodies.Template),
    Endpoint("GET", "/api/sealed-copies", copies.list_copies, result=bodies.SealedCopies, reads=True),
    Endpoint(
        "POST",
        "/api/sealed-copies/{sealed_copy}/open",
        copies.open_copy,
        body=bodies.OpenCopy,
        result=bodies.OpenedCopy,
    ),
]
