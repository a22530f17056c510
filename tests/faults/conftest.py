"""What fault tests share: servers forked from a warm process, a PostgreSQL and a full disk of their own."""

from tests.faults.warm import warm as warm
