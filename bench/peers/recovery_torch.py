"""An elastic script as torchrun's documentation has it: rank 0 saves a snapshot after every step, a restart goes on from it."""

import json
import os
import sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

torch.set_num_threads(1)
torch.manual_seed(7)
dist.init_process_group("gloo")
rank = dist.get_rank()
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
snapshot = os.environ["SNAPSHOT"]
first = 0
if os.path.exists(snapshot):
    saved = torch.load(snapshot, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    first = saved["step"]
model = DistributedDataParallel(model)
share = 100 // dist.get_world_size()
for step in range(first + 1, 1_000_000):
    x, y = torch.rand(share, 2), torch.randint(0, 3, (share,))
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
    if rank == 0:
        state = {"model": model.module.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
        torch.save(state, f"{snapshot}.part")
        os.replace(f"{snapshot}.part", snapshot)
    line = {"rank": rank, "pid": os.getpid(), "step": step}
    line["restarts"] = int(os.environ["TORCHELASTIC_RESTART_COUNT"])
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
