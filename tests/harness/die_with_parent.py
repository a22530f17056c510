"""Run a program that dies when the one who started it dies, as a given user.

    python die_with_parent.py PARENT_PID SIGNAL UID GID PROGRAM [ARGUMENT ...]

A killed test run must not leave servers behind. Done in a program of its own, and not between fork and exec,
because a test run has threads by the time it starts a server. UID and GID of -1 keep the present ones.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Become PROGRAM; the order matters, since changing user forgets the death signal."""
    parent, signal, user, group = (int(word) for word in sys.argv[1:5])
    if group >= 0:
        os.setgroups([])
        os.setgid(group)
    if user >= 0:
        os.setuid(user)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal)
    if os.getppid() != parent:
        sys.exit("the parent died before this program began")
    os.execv(sys.argv[5], sys.argv[5:])


if __name__ == "__main__":
    main()
