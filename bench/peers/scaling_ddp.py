"""One rank of data-parallel training with DistributedDataParallel and gloo; alone, plain PyTorch."""

import itertools
import os
import time

from contender import SPEC, hear, main, say, serve

os.environ.setdefault("OMP_NUM_THREADS", str(SPEC["threads"]))

import torch
import torch.distributed as dist
import torch_models
from torch.nn.parallel import DistributedDataParallel


def run():
    torch.set_num_threads(SPEC["threads"])
    world = SPEC["world"]
    model, sample, optimizer = torch_models.build(SPEC["model"])
    model = model.to(memory_format=torch.channels_last)
    if world > 1:
        say(type="address", address=SPEC["rendezvous"])
        hear()
        rendezvous = f"file://{SPEC['rendezvous']}"
        dist.init_process_group("gloo", init_method=rendezvous, rank=SPEC["rank"], world_size=world)
        model = DistributedDataParallel(model)
    share = SPEC["batch"] // world
    batches = [sample(share) for _ in range(torch_models.BATCHES)]
    feed = itertools.cycle([(x.contiguous(memory_format=torch.channels_last), y) for x, y in batches])

    def step():
        x, y = next(feed)
        optimizer.zero_grad(set_to_none=True)
        loss = torch_models.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss

    for _ in range(3):
        step().item()

    def measure(request):
        if world > 1:
            dist.barrier()
        started = time.perf_counter()
        for _ in range(request["steps"]):
            step()
        return SPEC["batch"] * request["steps"] / (time.perf_counter() - started)

    serve(measure)


main(run)
