"""What fault tests share: servers forked from a warm process, a PostgreSQL and a small disk of their own."""

from tests.faults.places import own_postgres as own_postgres
from tests.faults.places import small_disk as small_disk
from tests.faults.warm import warm as warm
from tests.faults.warm import warm_processes as warm_processes
