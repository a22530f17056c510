"""Real things for every test: see docs/contributing.md for what each fixture gives."""

pytest_plugins = [
    "tests.harness.left_out",
    "tests.harness.postgres",
    "tests.harness.sqlite",
    "tests.harness.valkey",
    "tests.harness.browser",
    "tests.harness.server_process",
    "tests.rooms.houses",
]
