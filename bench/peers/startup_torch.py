"""A plain training script, also under torchrun: prints one line when its first step is done, and ends."""

import os
import sys

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(7)
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3))
if "WORLD_SIZE" in os.environ:
    import torch.distributed as dist
    from torch.nn.parallel import DistributedDataParallel

    dist.init_process_group("gloo")
    model = DistributedDataParallel(model)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
x, y = torch.rand(25, 2), torch.randint(0, 3, (25,))
nn.functional.cross_entropy(model(x), y).backward()
optimizer.step()
if os.environ.get("RANK", "0") == "0":
    sys.stdout.write("first step\n")
    sys.stdout.flush()
