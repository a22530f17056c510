"""HTTP of the organisation."""

from __future__ import annotations

from server.organisation.service import read_organisation, save_organisation
from server.organisation.wire import OrganisationCard, SaveOrganisation
from server.web.endpoints import Endpoint, Who

ENDPOINTS = [
    Endpoint("GET", "/api/organisation", read_organisation, result=OrganisationCard, who=Who.ANYONE, reads=True),
    Endpoint("PUT", "/api/organisation", save_organisation, body=SaveOrganisation, result=OrganisationCard),
]
