"""Agreements over HTTP."""

from __future__ import annotations

from server.agreements import accepting, bodies, keeping, service
from server.agreements.receipts import Receipt, ReceiptToCheck
from server.web.endpoints import Endpoint, Who

ENDPOINTS = [
    Endpoint(
        "GET",
        "/api/rooms/{room}/agreement",
        service.read_agreement,
        body=bodies.AgreementOf,
        result=bodies.AtTheDoor,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/agreement/versions",
        service.list_versions,
        body=bodies.AgreementOf,
        result=bodies.Versions,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "POST",
        "/api/rooms/{room}/agreement",
        service.publish_agreement,
        body=bodies.Publish,
        result=bodies.AgreementText,
        status=201,
        key="room",
    ),
    Endpoint(
        "POST",
        "/api/rooms/{room}/agreement/accept",
        accepting.accept_agreement,
        body=bodies.Accept,
        result=Receipt,
        status=201,
        key="room",
    ),
    Endpoint(
        "GET",
        "/api/rooms/{room}/agreement/acceptances",
        keeping.list_acceptances,
        body=bodies.AgreementOf,
        result=bodies.Acceptances,
        reads=True,
    ),
    Endpoint(
        "POST",
        "/api/participations/{participation}/signature",
        accepting.record_signature,
        body=bodies.SignedOnPaper,
        result=Receipt,
        status=201,
    ),
    Endpoint("GET", "/api/receipts", keeping.list_receipts, result=bodies.Receipts, reads=True),
    Endpoint(
        "POST",
        "/api/receipts/verify",
        keeping.check_receipt,
        body=ReceiptToCheck,
        result=bodies.Checked,
        who=Who.ANYONE,
        reads=True,
    ),
    Endpoint(
        "GET", "/api/agreements/key", keeping.read_public_key, result=bodies.PublicKey, who=Who.ANYONE, reads=True
    ),
]
