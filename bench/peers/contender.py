"""The child's side of the benchmarks' protocol: JSON lines on stdin and stdout (bench/src/core/member.ts)."""

import json
import os
import sys
import time
import traceback

# Libraries print; only the protocol may use stdout.
_out = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

SPEC = json.loads(sys.argv[1])


def say(**message):
    _out.write(json.dumps(message) + "\n")
    _out.flush()


def hear():
    line = sys.stdin.readline()
    return json.loads(line) if line else None


def serve(measure):
    """Says that all is warm, then answers every request with `measure(request)` until stdin ends."""
    say(type="ready")
    while (request := hear()) is not None:
        say(type="value", value=measure(request))


def steps_per_second(step, seconds):
    """Runs `step` until `seconds` have passed; the rate."""
    started = time.perf_counter()
    steps = 0
    while True:
        step()
        steps += 1
        passed = time.perf_counter() - started
        if passed >= seconds:
            return steps / passed


def main(run):
    try:
        run()
    except Exception as error:
        traceback.print_exc()
        say(type="failed", message=f"{type(error).__name__}: {error}")
        sys.exit(1)
