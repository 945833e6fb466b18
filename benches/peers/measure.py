"""What a command costs: wall time, CPU seconds and peak memory of all its processes."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.05  # seconds between two looks at the memory
ORPHANS = 10.0  # seconds in which workers that outlive their parent have to end
PROC = Path("/proc")
ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


@dataclass(frozen=True)
class Cost:
    status: int
    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system."""
    memory: float
    """Peak resident megabytes (10^6 bytes): the greatest sum over the processes, or the greatest of one."""


def measure(command: list[str], log: Path, environment: dict[str, str] | None = None) -> Cost:
    """Runs a command and everything it starts to its end; what it prints goes to `log`."""
    adopt_orphans()
    with open(log, "w") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
        memory = Memory(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    peak = memory.stop()
    if not PROC.exists():
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    cpu = usage.ru_utime + usage.ru_stime
    cpu += sum(orphan.ru_utime + orphan.ru_stime for orphan in orphans())
    return Cost(process.returncode, wall, cpu, peak / 1e6)


def adopt_orphans() -> None:
    """Makes this process the parent of those whose parent ends, so that their CPU seconds are counted. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)


def orphans():
    end = time.monotonic() + ORPHANS
    while time.monotonic() < end:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            yield usage
        else:
            time.sleep(SAMPLE / 2)


class Memory:
    """Watches the memory of a session. Shared pages count once for each process."""

    # `ru_maxrss` will not do: a process inherits it from the one that forked it, which is this one.
    def __init__(self, session: int) -> None:
        self.session, self.peak = session, 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self) -> None:
        while not self.ended.wait(SAMPLE):
            self.peak = max(self.peak, resident(self.session))

    def stop(self) -> int:
        self.ended.set()
        self.thread.join()
        return self.peak


def resident(session: int) -> int:
    """Resident bytes of the processes of a session, or the most that one of them ever had if that is more."""
    total = greatest = 0
    for process in PROC.glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) != session:
                continue
            status = (process / "status").read_text()
        except (OSError, IndexError):
            continue  # ended in the meantime
        total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        if high := re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE):
            greatest = max(greatest, int(high[1]) * 1024)
    return max(total, greatest)


def machine() -> str:
    """The machine in a line: processor, cores, memory, system."""
    processor = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return f"{processor}, {os.cpu_count()} cores, {gigabytes:.0f} GiB, {platform.system()} {platform.release()}"
