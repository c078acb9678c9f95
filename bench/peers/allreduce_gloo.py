"""One rank of an all-reduce with gloo."""

import os
import time

from contender import SPEC, hear, main, say, serve

os.environ.setdefault("OMP_NUM_THREADS", str(SPEC["threads"]))

import torch
import torch.distributed as dist


def run():
    torch.set_num_threads(SPEC["threads"])
    # All ranks of one host; the addresses are exchanged through the file.
    say(type="address", address=SPEC["rendezvous"])
    hear()
    dist.init_process_group(
        "gloo", init_method=f"file://{SPEC['rendezvous']}", rank=SPEC["rank"], world_size=SPEC["world"]
    )
    vectors = {}

    def measure(request):
        length = int(request["bytes"]) // 4
        if length not in vectors:
            vectors.clear()
            vectors[length] = torch.zeros(length)
            dist.all_reduce(vectors[length])
        dist.barrier()
        started = time.perf_counter()
        for _ in range(request["times"]):
            dist.all_reduce(vectors[length])
        return request["bytes"] * request["times"] / (time.perf_counter() - started)

    serve(measure)


main(run)
