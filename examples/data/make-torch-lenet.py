"""Writes weights/lenet5-torch.safetensors: a LeNet-5 that PyTorch has trained for two epochs on the `digits` data set.

    npm run bench:peers:setup        # once: a Python environment with PyTorch; it prints where
    <peers>/bin/python examples/data/make-torch-lenet.py ~/.cache/ringmaster/datasets/digits examples/data/weights

Names and layouts are PyTorch's own (`state_dict`), values are float16: a file as others hand it on. examples/own-weights.yaml
begins with it.
"""

import json
import struct
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

source, target = Path(sys.argv[1]), Path(sys.argv[2])
torch.manual_seed(7)
torch.set_num_threads(1)

images = (source / "images.idx").read_bytes()[16:]
labels = (source / "labels.idx").read_bytes()[8:]
x = torch.frombuffer(bytearray(images), dtype=torch.uint8).reshape(-1, 1, 28, 28).float() / 255
y = torch.frombuffer(bytearray(labels), dtype=torch.uint8).long()


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)
        )
        self.classifier = nn.Sequential(
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)
        )

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


net = LeNet()
optimizer = torch.optim.Adam(net.parameters(), lr=0.003)
for _ in range(2):
    for ids in torch.randperm(7000).split(64):
        optimizer.zero_grad()
        F.cross_entropy(net(x[ids]), y[ids]).backward()
        optimizer.step()
with torch.no_grad():
    net.half().float()
    print("test accuracy", (net(x[8000:]).argmax(1) == y[8000:]).float().mean().item())

header, blob = {"__metadata__": {"format": "pt"}}, b""
for name, tensor in sorted(net.state_dict().items()):
    data = tensor.half().contiguous().numpy().tobytes()
    header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [len(blob), len(blob) + len(data)]}
    blob += data
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
(target / "lenet5-torch.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + blob)
