"""One session of PyTorch on one thread: a task as JSON in argv[1], a record as JSON on stdout."""

import gzip
import json
import os
import sys
import time


def core():
    """The kernels of OpenBLAS that suit this x86 best: of one younger than itself it knows nothing,
    and takes those for SSE, a fifth as fast."""
    with open("/proc/cpuinfo") as file:
        flags = file.read().split()
    return "SkylakeX" if "avx512f" in flags else "Haswell" if "avx2" in flags else ""


# Read when torch loads it, which counts processors for itself.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ.setdefault("OPENBLAS_CORETYPE", core())

import torch
from torch import nn
from torch.nn import functional

task = json.loads(sys.argv[1])
config = task["config"]
batch = config["batchSize"]
torch.set_num_threads(1)
torch.manual_seed(task.get("seed", 1))


def idx(name, header):
    """The bytes after a file's header, or None without a folder of data."""
    if not task.get("dataFolder"):
        return None
    path = os.path.join(task["dataFolder"], name)
    opened = gzip.open(path + ".gz") if os.path.exists(path + ".gz") else open(path, "rb")
    with opened as file:
        return torch.frombuffer(bytearray(file.read()[header:]), dtype=torch.uint8)


def load(name, count):
    """Images as the config preprocesses them, and labels; made up where there is no data."""
    pixels = idx(name + "-images-idx3-ubyte", 16)
    labels = idx(name + "-labels-idx1-ubyte", 8)
    if pixels is None:
        pixels = torch.randint(0, 256, (count * 784,)).to(torch.uint8)
        labels = torch.randint(0, 10, (count,))
    standard = config["preprocess"]
    images = pixels[: count * 784].reshape(-1, 1, 28, 28).float() / 255
    return (images - standard["mean"]) / standard["deviation"], labels[:count].long()


def layer_of(kind, options, channels, inputs):
    if kind == "flatten":
        return nn.Flatten()
    if kind == "relu":
        return nn.ReLU(inplace=True)
    if kind == "dropout":
        return nn.Dropout(options["rate"])
    if kind == "maxpool2d":
        return nn.MaxPool2d(options["size"])
    if kind == "conv2d":
        made = nn.Conv2d(
            channels, options["filters"], options["kernel"], padding=options.get("padding", 0)
        )
    else:
        units = options["units"]
        made = nn.Linear(inputs, 10 if units == "classes" else units)
    nn.init.kaiming_normal_(made.weight)
    nn.init.zeros_(made.bias)
    return made


def build():
    layers = nn.Sequential()
    sample = torch.zeros(2, *config["input"])
    for number, layer in enumerate(config["layers"]):
        options = {"type": layer} if isinstance(layer, str) else layer
        made = layer_of(options["type"], options, sample.shape[1], sample[0].numel())
        layers.add_module(str(number), made)
        sample = made(sample.clone())
    return layers


def optimizer_of(parameters):
    options = config["optimizer"]
    if options["type"] == "adam":
        return torch.optim.Adam(parameters, lr=options["learningRate"])
    return torch.optim.SGD(
        parameters, lr=options["learningRate"], momentum=options.get("momentum", 0)
    )


net = build()
optimizer = optimizer_of(net.parameters())
images, labels = load("train", config["split"]["train"] if "targets" in task else 12800)
order, position = torch.randperm(len(images)), 0


def train(steps):
    """Seconds that so many steps take."""
    global order, position
    start = time.perf_counter()
    for _ in range(steps):
        if position + batch > len(images):
            order, position = torch.randperm(len(images)), 0
        chosen = order[position : position + batch]
        position += batch
        loss = functional.cross_entropy(net(images[chosen]), labels[chosen])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return time.perf_counter() - start


def measure():
    """As steady.js."""
    steps, warmed, per_step = 1, 0.0, 1.0
    while warmed < task["warmMilliseconds"] / 1000:
        took = train(steps)
        per_step = took / steps
        warmed += took
        if took < task["warmMilliseconds"] / 3000:
            steps *= 2
    steps = max(1, round(task["windowMilliseconds"] / 1000 / per_step))
    rates = [steps * batch / train(steps) for _ in range(task["windows"])]
    return {"rates": rates, "stepsPerWindow": steps}


def accuracy(test_images, test_labels):
    net.eval()
    with torch.no_grad():
        right = sum(
            (net(x).argmax(1) == y).sum().item()
            for x, y in zip(test_images.split(1000), test_labels.split(1000))
        )
    net.train()
    return right / len(test_labels)


def reach():
    """As reach() of engine/measure.js."""
    test = load("t10k", 10000)
    record = {"reached": {}, "best": 0, "steps": 0}
    seconds = 0.0
    while record["steps"] < task["most"] and len(record["reached"]) < len(task["targets"]):
        seconds += train(task["every"])
        record["steps"] += task["every"]
        score = accuracy(*test)
        record["best"] = max(record["best"], score)
        for target in task["targets"]:
            if score >= target and str(target) not in record["reached"]:
                record["reached"][str(target)] = {"seconds": seconds, "steps": record["steps"]}
    return record


record = reach() if "targets" in task else measure()
print(json.dumps({"version": torch.__version__, **record}))
