"""Training steps in PyTorch, optimizer included: eager, channels-last or compiled. Batches lie in memory."""

import itertools
import os

from contender import SPEC, main, serve, steps_per_second

os.environ.setdefault("OMP_NUM_THREADS", str(SPEC["threads"]))

import torch
import torch_models


def run():
    torch.set_num_threads(SPEC["threads"])
    torch.set_num_interop_threads(1)
    model, sample, optimizer = torch_models.build(SPEC["model"])
    batches = [sample(SPEC["batch"]) for _ in range(torch_models.BATCHES)]
    if SPEC["mode"] == "channels-last":
        model = model.to(memory_format=torch.channels_last)
        batches = [(x.contiguous(memory_format=torch.channels_last), y) for x, y in batches]

    def forward(x, y):
        return torch_models.cross_entropy(model(x), y)

    if SPEC["mode"] == "compile":
        forward = torch.compile(forward)
    feed = itertools.cycle(batches)

    def step():
        x, y = next(feed)
        optimizer.zero_grad(set_to_none=True)
        loss = forward(x, y)
        loss.backward()
        optimizer.step()
        return loss

    for _ in range(3):
        step().item()
    serve(lambda request: SPEC["batch"] * steps_per_second(step, request["seconds"]))


main(run)
