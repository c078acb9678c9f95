"""Golden tensors of PyTorch for libs/engine/src/golden.

    npm run bench:peers:setup                        # once: a Python environment with PyTorch
    <peers>/bin/python tools/golden/make.py DIR      # the small fixtures, which are committed
    <peers>/bin/python tools/golden/make.py DIR --whole vgg16   # a whole network, for the opt-in test

Each file is a safetensors file: what goes in (`input`, `mask`), what comes out (`output`), the slope of a loss in the output
(`slope`: the loss is the sum of slope * output), `weight:<name>` and `grad:<name>` for every weight by the name that it has
in libs/models, and `input_grad`. Everything is computed in float64 by PyTorch's own modules and rounded once. The
metadata names the model and its configuration. Images are channels last, as libs/models takes them.
"""

import argparse
import json
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
COMPUTED_IN = [torch.float64]


def save(path, tensors, metadata):
    header, blob = {"__metadata__": metadata}, b""
    for name, tensor in sorted(tensors.items()):
        data = tensor.detach().to(torch.float32).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(blob), len(blob) + len(data)]}
        blob += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + blob)
    print(f"{path} {path.stat().st_size} bytes")


def rounded(module):
    """Weights that float32 holds exactly, so that both sides compute with the same numbers."""
    for parameter in module.parameters():
        parameter.data = parameter.data.float().double()


def record(module, x, run, layout, **extra):
    """One pass forward and back. `layout` gives (our name, parameter, how a tensor of it is laid out with us)."""
    x = x.float().double()
    slope = torch.randn_like(run(x)).float().double()
    module.to(COMPUTED_IN[0])
    x, slope = x.to(COMPUTED_IN[0]).requires_grad_(), slope.to(COMPUTED_IN[0])
    output = run(x)
    (output * slope).sum().backward()
    tensors = {"input": x, "output": output, "slope": slope, "input_grad": x.grad, **extra}
    for name, parameters, change in layout:
        tensors[f"weight:{name}"] = change(*[p.data for p in parameters])
        tensors[f"grad:{name}"] = change(*[p.grad for p in parameters])
    return tensors


def flipped(tensor):
    return tensor.t()


def same(tensor):
    return tensor


def recurrent(kind):
    time, inputs, units = 7, 5, 6
    module = {"lstm": nn.LSTM, "gru": nn.GRU}[kind](inputs, units, batch_first=True)
    rounded(module)

    def gates(tensor):  # PyTorch's GRU has r, z, n; Keras and libs/models z, r, n. LSTMs agree: i, f, g, o.
        if kind == "lstm":
            return tensor
        r, z, n = tensor.chunk(3, 0)
        return torch.cat([z, r, n], 0)

    if kind == "lstm":  # one bias here, two in PyTorch, whose gradients are equal
        module.bias_hh_l0.data.zero_()
        biases = ((module.bias_ih_l0,), same)
    else:
        biases = ((module.bias_ih_l0, module.bias_hh_l0), lambda a, b: torch.stack([gates(a), gates(b)]))
    layout = [
        ("layer/kernel", (module.weight_ih_l0,), lambda t: gates(t).t()),
        ("layer/recurrent_kernel", (module.weight_hh_l0,), lambda t: gates(t).t()),
        ("layer/bias", *biases),
    ]
    return record(module, torch.randn(3, time, inputs), lambda x: module(x)[0], layout), {"layer": kind}


def block(kind):
    """nn.TransformerEncoderLayer as the Transformer, BERT and GPT-2 have it."""
    width, heads, hidden = 12, 3, 24
    styles = {
        "transformer": dict(activation=F.relu, norm_first=False, layer_norm_eps=1e-5),
        "bert": dict(activation=F.gelu, norm_first=False, layer_norm_eps=1e-12),
        "gpt2": dict(activation=lambda x: F.gelu(x, approximate="tanh"), norm_first=True, layer_norm_eps=1e-5),
    }
    module = nn.TransformerEncoderLayer(width, heads, hidden, dropout=0.0, batch_first=True, **styles[kind])
    for parameter in module.parameters():  # scales and offsets other than 1 and 0
        nn.init.normal_(parameter, 0.3 if parameter.dim() == 1 else 0.0, 0.3)
    rounded(module)
    x = torch.randn(2, 5, width)
    mask = torch.tensor([[1.0, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    causal = torch.triu(torch.full((5, 5), float("-inf")), 1)
    if kind == "gpt2":
        extra, run = {}, lambda x: module(x, src_mask=causal.to(x.dtype))
    else:  # autograd is on, so that PyTorch takes its plain path, which computes padded places as well
        extra, run = {"mask": mask}, lambda x: module(x, src_key_padding_mask=mask == 0)
    attention = module.self_attn
    layout = [
        ("block_attention/qkv_kernel", (attention.in_proj_weight,), flipped),
        ("block_attention/qkv_bias", (attention.in_proj_bias,), same),
        ("block_attention/out_kernel", (attention.out_proj.weight,), flipped),
        ("block_attention/out_bias", (attention.out_proj.bias,), same),
        ("block_attention_norm/gamma", (module.norm1.weight,), same),
        ("block_attention_norm/beta", (module.norm1.bias,), same),
        ("block_mlp_up/kernel", (module.linear1.weight,), flipped),
        ("block_mlp_up/bias", (module.linear1.bias,), same),
        ("block_mlp_down/kernel", (module.linear2.weight,), flipped),
        ("block_mlp_down/bias", (module.linear2.bias,), same),
        ("block_mlp_norm/gamma", (module.norm2.weight,), same),
        ("block_mlp_norm/beta", (module.norm2.bias,), same),
    ]
    return record(module, x, run, layout, **extra), {"layer": kind}


class Net(nn.Module):
    """Layers by the names that they have in libs/models."""

    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict()

    def part(self, name, make, x):
        if name not in self.parts:
            self.parts[name] = make()
        return self.parts[name](x)

    def conv(self, name, x, filters, size, stride=1, bias=False):
        return self.part(name, lambda: nn.Conv2d(x.shape[1], filters, size, stride, size // 2, bias=bias), x)

    def norm(self, name, x):
        return self.part(name, lambda: nn.BatchNorm2d(x.shape[1]), x)

    def dense(self, name, x, units):
        return self.part(name, lambda: nn.Linear(x.shape[1], units), x)

    def stem(self, x, filters):
        y = F.relu(self.norm("stem_norm", self.conv("stem_conv", x, filters, 7, 2)))
        return F.max_pool2d(y, 3, 2, 1)


class Vgg16(Net):
    def __init__(self, base, dense):
        super().__init__()
        self.base, self.units = base, dense

    def forward(self, x):
        for stage, (count, times) in enumerate(zip([2, 2, 3, 3, 3], [1, 2, 4, 8, 8])):
            for i in range(count):
                x = F.relu(self.conv(f"conv{stage + 1}_{i + 1}", x, self.base * times, 3, bias=True))
            x = F.max_pool2d(x, 2)
        x = x.permute(0, 2, 3, 1).flatten(1)  # channels last, as the layout of dense1 is with us
        for name in ["dense1", "dense2"]:
            x = F.relu(self.dense(name, x, self.units))
        return self.dense("logits", x, OUTPUTS)


class Resnet50(Net):
    def __init__(self, base):
        super().__init__()
        self.base = base

    def forward(self, x):
        x = self.stem(x, self.base)
        for stage, count in enumerate([3, 4, 6, 3]):
            for i in range(count):
                x = self.bottleneck(f"stage{stage + 1}_block{i + 1}", x, self.base * 2**stage, 2 if stage and not i else 1)
        return self.dense("logits", x.mean((2, 3)), OUTPUTS)

    def bottleneck(self, name, x, filters, stride):
        y = F.relu(self.norm(f"{name}_norm1", self.conv(f"{name}_conv1", x, filters, 1)))
        y = F.relu(self.norm(f"{name}_norm2", self.conv(f"{name}_conv2", y, filters, 3, stride)))
        y = self.norm(f"{name}_norm3", self.conv(f"{name}_conv3", y, 4 * filters, 1))
        if stride != 1 or x.shape[1] != 4 * filters:
            x = self.norm(f"{name}_project_norm", self.conv(f"{name}_project", x, 4 * filters, 1, stride))
        return F.relu(x + y)


class Densenet121(Net):
    def __init__(self, growth):
        super().__init__()
        self.growth = growth

    def forward(self, x):
        x = self.stem(x, 2 * self.growth)
        for i, count in enumerate([6, 12, 24, 16]):
            if i:
                name = f"transition{i}"
                y = F.relu(self.norm(f"{name}_norm", x))
                x = F.avg_pool2d(self.conv(f"{name}_conv", y, x.shape[1] // 2, 1), 2)
            for layer in range(count):
                x = torch.cat([x, self.layer(f"block{i + 1}_layer{layer + 1}", x)], 1)
        return self.dense("logits", F.relu(self.norm("norm", x)).mean((2, 3)), OUTPUTS)

    def layer(self, name, x):
        y = self.conv(f"{name}_conv1", F.relu(self.norm(f"{name}_norm1", x)), 4 * self.growth, 1)
        return self.conv(f"{name}_conv2", F.relu(self.norm(f"{name}_norm2", y)), self.growth, 3)


OUTPUTS = 10


def network(kind, whole):
    """VGG-16, ResNet-50 and DenseNet-121 at a small width, or whole with 224 pixels. `resnet50` normalises with moving statistics,
    `resnet50-training` with those of a batch that is large enough: over fewer values, 53 normalisations would drown the
    comparison in float32 noise. The others train.
    """
    sizes = {"resnet50": (32, 1), "resnet50-training": (48, 4)}
    pixels, batch = (224, 2) if whole else sizes.get(kind, (64, 2))
    width = 1 if whole else 1 / 16 if kind in sizes else 1 / 32
    resnet50 = (lambda: Resnet50(int(64 * width)), "resnet", {"depth": 50, "width": width, "stem": "large"})
    nets = {
        "vgg16": (lambda: Vgg16(int(64 * width), 4096 if whole else 8), "vgg", {"depth": 16, "width": width, "dropout": 0, "dense": 4096 if whole else 8}),
        "resnet50": resnet50,
        "resnet50-training": resnet50,
        "densenet121": (lambda: Densenet121(32 if whole else 2), "densenet", {"depth": 121, "growth": 32 if whole else 2, "stem": "large", "dropout": 0}),
    }
    make, name, config = nets[kind]
    net = make()
    images = torch.randn(batch, pixels, pixels, 3)
    net(torch.cat([images, images]).permute(0, 3, 1, 2))  # makes the layers
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.2)
            nn.init.normal_(module.running_mean, 0, 0.2)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
    if kind == "resnet50-training":  # branches that add little to the sum, so that rounding does not grow from block to block
        for layer, module in net.parts.items():
            if layer.endswith("_norm3"):
                nn.init.uniform_(module.weight, 0.1, 0.3)
    rounded(net)
    statistics = {}
    if kind == "resnet50":
        net.eval()
    layout = []
    for layer, module in net.parts.items():
        if isinstance(module, nn.BatchNorm2d):
            for statistic in ["mean", "var"]:
                buffer = getattr(module, f"running_{statistic}")
                buffer.copy_(buffer.float().double())
                role = "mean" if statistic == "mean" else "variance"
                statistics[f"weight:{layer}/moving_{role}"] = buffer.clone()
            layout += [(f"{layer}/gamma", (module.weight,), same), (f"{layer}/beta", (module.bias,), same)]
            continue
        turn = (lambda t: t.permute(2, 3, 1, 0)) if isinstance(module, nn.Conv2d) else flipped
        layout.append((f"{layer}/kernel", (module.weight,), turn))
        if module.bias is not None:
            layout.append((f"{layer}/bias", (module.bias,), same))
    mode = "training" if net.training else "inference"
    extra = {} if net.training else statistics
    tensors = record(net, images, lambda x: net(x.permute(0, 3, 1, 2)), layout, **extra)
    job = {"name": name, "config": config, "inputShape": [pixels, pixels, 3], "outputs": OUTPUTS}
    return tensors, {"model": json.dumps(job), "mode": mode}


def smooth(case):
    """The case of the first seed at which float32 tells the truth: where a ReLU's input lies within rounding of 0, PyTorch's
    own float32 gradient is another one than its float64 gradient, and says nothing about anybody's layers."""
    for seed in range(7, 100):
        both = []
        for dtype in [torch.float64, torch.float32]:
            COMPUTED_IN[0] = dtype
            torch.manual_seed(seed)
            both.append(case())
        (exact, metadata), (single, _) = both
        with torch.no_grad():
            worst = [float((exact[k] - single[k].double()).norm() / exact[k].norm()) for k in exact]
        print(f"seed {seed}: float32 differs by {max(worst):.1e}")
        if all(difference < 3e-5 for difference in worst):
            return exact, metadata
    raise SystemExit("no seed without a ReLU at its kink")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dir", type=Path)
    parser.add_argument("--whole", choices=["vgg16", "resnet50", "densenet121"])
    parser.add_argument("--only", help="one of the small fixtures")
    options = parser.parse_args()
    options.dir.mkdir(parents=True, exist_ok=True)
    cases = {kind: (lambda kind=kind: recurrent(kind)) for kind in ["lstm", "gru"]}
    cases |= {f"{kind}-block": (lambda kind=kind: block(kind)) for kind in ["transformer", "bert", "gpt2"]}
    nets = ["vgg16", "resnet50", "resnet50-training", "densenet121"]
    cases |= {kind: (lambda kind=kind: network(kind, False)) for kind in nets}
    if options.whole:
        cases = {options.whole: lambda: network(options.whole, True)}
    for name, case in cases.items():
        if options.only not in (None, name):
            continue
        tensors, metadata = smooth(case)
        save(options.dir / f"{name}.safetensors", tensors, {**metadata, "torch": torch.__version__})


main()
