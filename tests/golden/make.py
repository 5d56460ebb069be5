#!/usr/bin/env python3
"""Writes the golden files beside it from PyTorch's numbers; README.md says how and what
they mean. PyTorch computes in double on weights that float32 holds exactly, so that the
difference a test sees is the engine's own rounding.
"""

import math
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

HERE = Path(__file__).parent
CLASSES = 3
STANDARD_ERRORS = 5  # what a statistic may be off by

torch.set_default_dtype(torch.float64)
random = torch.Generator()


def exact(values):
    """The nearest numbers that float32 holds, in double."""
    return values.float().double()


def short(values):
    """Three digits, so that files stay small; then the float32 that is read from them."""
    return values.apply_(lambda v: struct.unpack("f", struct.pack("f", float(f"{v:.3g}")))[0])


def normal(*shape, deviation=1.0):
    return short(torch.randn(*shape, generator=random) * deviation)


class Golden:
    """One golden file, written line by line."""

    def __init__(self, name, what):
        self.path = HERE / f"{name}.txt"
        self.lines = [f"# {what} Written by make.py; see README.md."]

    def case(self, name, covers, config):
        self.lines += ["", f"case {name}", f"covers {covers}"]
        self.lines += [f"config {line}" for line in config]
        self.lines.append(f"classes {CLASSES}")
        # Each case has random numbers of its own: a new one leaves the others as they are.
        random.manual_seed(sum(ord(c) * 31**i for i, c in enumerate(name)) % 2**31)

    def do(self, line):
        self.lines.append(line)

    def tensor(self, verb, values, digits=6):
        """One line: verb, rank, dimensions, values. What repeats at the end is left out."""
        values = values.detach()
        if values.dim() == 0:
            values = values.reshape(1)
        flat = values.flatten().tolist()
        assert all(map(math.isfinite, flat)), verb
        while len(flat) > 1 and flat[-1] == flat[-2]:
            flat.pop()
        dims = " ".join(str(d) for d in values.shape)
        numbers = " ".join(f"{v:.{digits}g}" for v in flat)
        self.lines.append(f"{verb} {values.dim()} {dims} {numbers}")

    def expect(self, what, values):
        self.tensor(f"expect {what}", values)

    def within(self, tolerance, what, value):
        self.lines.append(f"within {tolerance:.3g} {what} 1 1 {value:.9g}")

    def write(self):
        self.path.write_text("\n".join(self.lines) + "\n")
        print(f"{self.path.name}: {self.path.stat().st_size:,} bytes")


# Models


class Maxout(nn.Module):
    def __init__(self, pieces):
        super().__init__()
        self.pieces = pieces

    def forward(self, x):
        groups = x.shape[1] // self.pieces
        return x.reshape(x.shape[0], groups, self.pieces, *x.shape[2:]).max(2).values


def batchnorm(shape, momentum=0.1, epsilon=1e-5):
    kind = nn.BatchNorm2d if len(shape) == 4 else nn.BatchNorm1d
    return kind(shape[1], momentum=momentum, eps=epsilon)


# Name → (shape of the input, parameters) → module.
LAYERS = {
    "dense": lambda shape, units: nn.Sequential(
        nn.Flatten(), nn.Linear(math.prod(shape[1:]), CLASSES if units == "classes" else units)
    ),
    "conv2d": lambda shape, filters, kernel=3, stride=1, padding=0: nn.Conv2d(
        shape[1], filters, kernel, stride, padding
    ),
    "maxpool2d": lambda shape, size=2, stride=0: nn.MaxPool2d(size, stride or size),
    "avgpool2d": lambda shape, size=2, stride=0: nn.AvgPool2d(size, stride or size),
    "flatten": lambda shape: nn.Flatten(),
    "relu": lambda shape: nn.ReLU(),
    "leaky-relu": lambda shape, slope=0.01: nn.LeakyReLU(slope),
    "prelu": lambda shape: nn.PReLU(),
    "elu": lambda shape, alpha=1.0: nn.ELU(alpha),
    "gelu": lambda shape: nn.GELU(approximate="none"),
    "sigmoid": lambda shape: nn.Sigmoid(),
    "tanh": lambda shape: nn.Tanh(),
    "maxout": lambda shape, pieces=2: Maxout(pieces),
    "batchnorm": batchnorm,
    "dropout": lambda shape, rate=0.5: nn.Dropout(rate),
    "identity": lambda shape: nn.Identity(),
}

PREPROCESS = {
    "none": lambda x: x,
    "scale": lambda x: exact(x / 255),
    "standardize": lambda x: exact((x / 255 - 0.1307) / 0.3081),
}


def layer(kind, **parameters):
    return kind, parameters


OUT = layer("dense", units="classes")


class Model:
    """Layers with weights and a batch; one more image stands at its end, since a session
    wants a validation part."""

    def __init__(self, layers, size, samples, preprocess="scale", deviation=0.5):
        self.kinds, self.size, self.samples = layers, size, samples
        images = torch.randint(0, 256, (samples + 1, *size), generator=random)
        labels = torch.randint(0, CLASSES, (samples + 1,), generator=random)
        self.all_images, self.all_labels = images, labels
        self.preprocess = preprocess
        self.x = PREPROCESS[preprocess](images[:samples].unsqueeze(1).double())
        self.labels = labels[:samples]
        self.modules = nn.Sequential()
        shape = self.x.shape
        for kind, parameters in layers:
            self.modules.append(LAYERS[kind](shape, **parameters))
            shape = self.modules[-1].eval()(torch.zeros(shape)).shape
        for name, values in self.tensors():
            values.data = self.draw(name, values, deviation)

    @staticmethod
    def draw(name, values, deviation):
        if name.endswith("running_var"):
            return short(0.5 + torch.rand(values.shape, generator=random))
        if name.endswith("weight") and values.dim() == 1:  # batchnorm's, prelu's
            return short(1 + normal(*values.shape, deviation=0.2))
        return normal(*values.shape, deviation=deviation)

    def tensors(self):
        """(name in a session, tensor), in the session's order."""
        for l, module in enumerate(self.modules):
            for name, values in [*module.named_parameters(), *module.named_buffers()]:
                if not name.endswith("num_batches_tracked"):
                    yield f"layers.{l}.{name.split('.')[-1]}", values

    def config(self):
        for l, (kind, parameters) in enumerate(self.kinds):
            yield f"layers.{l}.type={kind}"
            for name, value in parameters.items():
                yield f"layers.{l}.{name}={value}"
        yield f"preprocess={self.preprocess}"
        yield f"batchSize={self.samples}"
        yield f"split.train={self.samples}"
        yield "split.validation=1"

    def run(self, training):
        return self.modules.train(training)(self.x).flatten(1)

    def write(self, golden):
        golden.tensor("images", self.all_images)
        golden.tensor("labels", self.all_labels)
        for name, values in self.tensors():
            golden.tensor(f"load {name}", values, 3)

    def expect(self, golden, what):
        """what: a tensor's own numbers ("value") or its gradients ("gradient")."""
        for name, values in self.tensors():
            numbers = values if what == "value" else values.grad
            if numbers is not None:
                golden.expect(f"{what}:{name}", numbers)

    def statistics(self):
        return [(n, v) for n, v in self.tensors() if n.split(".")[-1].startswith("running")]


# Losses


def one_hot(scores, labels):
    return F.one_hot(labels, scores.shape[1]).double()


def hinge(power):
    def loss(scores, labels, margin=1.0, mean=False):
        value = F.multi_margin_loss(scores, labels, p=power, margin=margin)
        return value if mean else value * scores.shape[1]

    return loss


def binary_cross_entropy(scores, labels, mean=True):
    value = F.binary_cross_entropy_with_logits(scores, one_hot(scores, labels))
    return value if mean else value * scores.shape[1]


def mse(scores, labels, mean=True):
    value = F.mse_loss(scores, one_hot(scores, labels))
    return value if mean else value * scores.shape[1]


def cross_entropy(scores, labels, labelSmoothing=0.0):
    return F.cross_entropy(scores, labels, label_smoothing=labelSmoothing)


def softmax(scores):
    return scores.softmax(1)


def shares(rows):
    """Rows that sum to 1; one that is all zero becomes even."""
    sums = rows.sum(1, keepdim=True)
    return torch.where(sums > 0, rows / sums, torch.full_like(rows, 1 / rows.shape[1]))


# Name → loss, and what it makes of scores in predict.
LOSSES = {
    "softmax-cross-entropy": (cross_entropy, softmax),
    "binary-cross-entropy": (binary_cross_entropy, lambda s: shares(s.sigmoid())),
    "hinge": (hinge(1), softmax),
    "squared-hinge": (hinge(2), softmax),
    "mse": (mse, lambda s: shares(s.clamp(min=0))),
}


# The files


def write_passes(golden, model, loss=cross_entropy, probabilities=None):
    """Evaluation, then the gradients of a training pass, then a step at rate 0, which shows
    the training loss and moves running statistics only."""
    last = len(model.kinds) - 1
    model.write(golden)
    scores = model.run(False)
    golden.expect(f"outputs:{last}", scores)
    if probabilities:
        golden.expect("probabilities", probabilities(scores))
    golden.expect("loss", loss(scores, model.labels))
    before = [(name, values.clone()) for name, values in model.statistics()]
    value = loss(model.run(True), model.labels)
    value.backward()
    golden.do("gradient")
    model.expect(golden, "gradient")
    for name, values in before:
        golden.expect(f"value:{name}", values)
    golden.do("steps 1")
    golden.expect("losses", value)
    for name, values in model.statistics():
        golden.expect(f"value:{name}", values)
    if before:
        golden.expect(f"outputs:{last}", model.run(False))


AT_REST = ["optimizer.type=sgd", "optimizer.learningRate=0"]


def layer_case(golden, covers, name, layers, size=(4, 4), samples=4, **options):
    golden.case(name, f"layer {covers}", [])
    model = Model(layers, size, samples, **options)
    for line in [*model.config(), *AT_REST]:
        golden.do(f"config {line}")
    write_passes(golden, model)


def conv(filters=2, **parameters):
    return layer("conv2d", filters=filters, **parameters)


def write_windows(golden):
    dense = [layer("dense", units=6), OUT]
    layer_case(golden, "dense", "dense", [layer("dense", units=9), *dense])
    layer_case(golden, "dense", "dense on bytes", dense, preprocess="none", deviation=0.004)
    layer_case(golden, "dense", "dense on standardized pixels", dense, preprocess="standardize")
    layer_case(golden, "flatten", "flatten", [conv(), layer("flatten"), OUT])
    layer_case(golden, "identity", "identity", [conv(), layer("identity"), OUT])
    for kernel, stride, padding in [(3, 1, 0), (3, 1, 1), (5, 2, 2), (2, 3, 0), (1, 1, 0), (4, 2, 3)]:
        name = f"conv2d, kernel {kernel}, stride {stride}, padding {padding}"
        last = conv(3, kernel=kernel, stride=stride, padding=padding)
        layer_case(golden, "conv2d", name, [conv(2, kernel=2), last, OUT], size=(7, 6), samples=3)
    layer_case(golden, "conv2d", "conv2d as large as its input", [conv(3, kernel=5), OUT], size=(5, 5))
    for kind in ["maxpool2d", "avgpool2d"]:
        for size, stride in [(2, 0), (3, 2), (2, 3), (3, 1)]:
            name = f"{kind}, size {size}, stride {stride or size}"
            pool = layer(kind, size=size, stride=stride)
            layer_case(golden, kind, name, [conv(), pool, OUT], size=(7, 6), samples=3)


def write_activations(golden):
    """Weights large enough to reach where sigmoids are flat."""
    kinds = ["relu", "leaky-relu", "prelu", "elu", "gelu", "sigmoid", "tanh", "maxout"]
    for kind in kinds:
        stack = [conv(4), layer(kind), OUT]
        layer_case(golden, kind, f"{kind} after conv2d", stack, deviation=1.5)
        stack = [layer("dense", units=6), layer(kind), OUT]
        layer_case(golden, kind, f"{kind} after dense", stack, deviation=1.5)
    for kind, parameters in [
        ("leaky-relu", {"slope": 0.3}),
        ("elu", {"alpha": 2.5}),
        ("maxout", {"pieces": 3}),
    ]:
        (name, value), = parameters.items()
        stack = [conv(6), layer(kind, **parameters), OUT]
        layer_case(golden, kind, f"{kind}, {name} {value}", stack)


def write_batchnorms(golden):
    for parameters in [{}, {"momentum": 0.3, "epsilon": 0.01}]:
        said = "".join(f", {name} {value}" for name, value in parameters.items())
        norm = layer("batchnorm", **parameters)
        stack = [layer("dense", units=6), norm, layer("tanh"), OUT]
        layer_case(golden, "batchnorm", f"batchnorm after dense{said}", stack)
        stack = [conv(3), norm, layer("gelu"), OUT]
        layer_case(golden, "batchnorm", f"batchnorm after conv2d{said}", stack)
    layer_case(golden, "batchnorm", "batchnorm of pixels", [layer("batchnorm"), OUT])


def write_dropouts(golden):
    """Evaluation as PyTorch's; while training, the mask's statistics."""
    stack = [layer("dense", units=8), layer("dropout", rate=0.4), OUT]
    golden.case("dropout in evaluation", "layer dropout", [])
    model = Model(stack, (4, 4), 4)
    for line in model.config():
        golden.do(f"config {line}")
    model.write(golden)
    golden.expect("outputs:2", model.run(False))
    stack[1] = layer("dropout", rate=0)
    layer_case(golden, "dropout", "dropout of nothing", stack)
    for rate in [0.2, 0.5, 0.9]:
        side = 64
        mask = F.dropout(torch.ones(side, side), rate)
        config = ["layers.0.type=dropout", f"layers.0.rate={rate}", "layers.1.type=dense",
                  "layers.1.units=classes", "preprocess=scale"]
        golden.case(f"dropout's mask, rate {rate}", "layer dropout", config)
        golden.tensor("images", torch.full((2, side, side), 255))
        golden.tensor("labels", torch.zeros(2))
        golden.do("gradient")
        error = STANDARD_ERRORS * math.sqrt(rate * (1 - rate)) / side
        assert abs((mask == 0).double().mean() - rate) < error
        golden.within(error, "zeros:activations:0", rate)
        golden.within(error / (1 - rate), "mean:activations:0", 1)
        golden.within(1e-6, "largest:activations:0", mask.max())


def write_stack(golden):
    stack = [conv(3, padding=1), layer("batchnorm"), layer("relu"), layer("maxpool2d"),
             conv(4, kernel=2), layer("leaky-relu"), layer("avgpool2d", size=2, stride=1),
             layer("flatten"), layer("dense", units=8), layer("maxout"), layer("prelu"),
             layer("batchnorm"), layer("elu"), OUT]
    layer_case(golden, "conv2d", "a stack of many", stack, size=(8, 9), samples=5)


def write_layers():
    golden = Golden("layers", "Each layer in evaluation and training.")
    write_windows(golden)
    write_activations(golden)
    write_batchnorms(golden)
    write_dropouts(golden)
    write_stack(golden)
    golden.write()


def write_losses():
    golden = Golden("losses", "Each loss, its gradients and its probabilities.")
    margins = [{}, {"margin": 0.3}, {"margin": 2.5, "mean": True}]
    cases = {
        "softmax-cross-entropy": [{}, {"labelSmoothing": 0.1}, {"labelSmoothing": 0.7}],
        "binary-cross-entropy": [{}, {"mean": False}],
        "hinge": margins,
        "squared-hinge": margins,
        "mse": [{}, {"mean": False}],
    }
    for kind, options in cases.items():
        for parameters in options:
            for deviation in [1, 40]:
                write_loss(golden, kind, parameters, deviation)
    golden.write()


def write_loss(golden, kind, parameters, deviation):
    said = "".join(f", {name} {value}" for name, value in parameters.items())
    size = "" if deviation == 1 else ", large scores"
    config = [f"loss.type={kind}"]
    config += [f"loss.{name}={str(value).lower()}" for name, value in parameters.items()]
    golden.case(f"{kind}{said}{size}", f"loss {kind}", config)
    model = Model([OUT], (3, 2), 6, deviation=deviation)
    for line in [*model.config(), *AT_REST]:
        golden.do(f"config {line}")
    loss, probabilities = LOSSES[kind]
    write_passes(golden, model, lambda s, t: loss(s, t, **parameters), probabilities)


# Name in a config → (torch's optimiser, our parameters' names → torch's, fixed ones).
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {}, {}),
    "momentum": (torch.optim.SGD, {"momentum": "momentum"}, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": "momentum"}, {"momentum": 0.9, "nesterov": True}),
    "adagrad": (torch.optim.Adagrad, {"epsilon": "eps"}, {}),
    "rmsprop": (torch.optim.RMSprop, {"decay": "alpha", "epsilon": "eps"}, {}),
    "adadelta": (torch.optim.Adadelta, {"decay": "rho", "epsilon": "eps"}, {}),
    "adam": (torch.optim.Adam, {"epsilon": "eps"}, {}),
    "adamw": (torch.optim.AdamW, {"decay": "weight_decay", "epsilon": "eps"}, {}),
}


def make_optimizer(model, kind, rate, parameters, l2):
    make, names, fixed = OPTIMIZERS[kind]
    options = dict(fixed)
    betas = [parameters.get("beta1", 0.9), parameters.get("beta2", 0.999)]
    if kind.startswith("adam"):
        options["betas"] = betas
    for name, value in parameters.items():
        if not name.startswith("beta"):
            options[names[name]] = value
    if rate is not None:
        options["lr"] = rate
    if l2 is None:  # torch's own default, which for AdamW is not 0
        return make(model.modules.parameters(), **options)
    weights = [v for _, v in model.tensors() if v.requires_grad and v.dim() > 1]
    others = [v for _, v in model.tensors() if v.requires_grad and v.dim() == 1]
    groups = [{"params": weights, "weight_decay": l2}, {"params": others}]
    return make(groups, **options)


def train_step(model, optimizer, clip, l1):
    optimizer.zero_grad()
    loss = cross_entropy(model.run(True), model.labels)
    loss.backward()
    if clip:
        nn.utils.clip_grad_norm_(model.modules.parameters(), clip)
    for _, values in model.tensors():
        if l1 and values.requires_grad and values.dim() > 1:
            values.grad += torch.autograd.grad(l1 * values.abs().sum(), values)[0]
    optimizer.step()
    return loss.detach()


def write_optimizer(golden, kind, rate=None, clip=None, l1=None, l2=None, stack=None, **parameters):
    config = [f"optimizer.type={kind}"]
    said = kind
    for name, value in {"learningRate": rate, **parameters}.items():
        if value is not None:
            config.append(f"optimizer.{name}={value}")
            said += f", {name} {value}"
    for name, value in {"clipNorm": clip, "penalty.l1": l1, "penalty.l2": l2}.items():
        if value is not None:
            config.append(f"{name}={value}")
            said += f", {name} {value}"
    if stack:
        said += ", batchnorm"
    golden.case(f"ten steps of {said}", f"optimizer {kind}", config)
    stack = stack or [layer("dense", units=2), layer("tanh"), OUT]
    model = Model(stack, (2, 2), 8)
    for line in model.config():
        golden.do(f"config {line}")
    model.write(golden)
    optimizer = make_optimizer(model, kind, rate, parameters, l2)
    for _ in range(10):
        golden.do("steps 1")
        golden.expect("losses", train_step(model, optimizer, clip, l1))
        model.expect(golden, "value")


def write_optimizers():
    golden = Golden("optimizers", "Ten steps of each optimiser, on all images at a time.")
    # Rates are PyTorch's defaults where it has one and ours is the same.
    write_optimizer(golden, "sgd", rate=0.1)
    write_optimizer(golden, "momentum", rate=0.01)
    write_optimizer(golden, "momentum", rate=0.3, momentum=0.6)
    write_optimizer(golden, "nesterov", rate=0.01)
    write_optimizer(golden, "nesterov", rate=0.3, momentum=0.6)
    for kind in ["adagrad", "adadelta", "adam", "adamw"]:
        write_optimizer(golden, kind)
    write_optimizer(golden, "rmsprop", rate=0.001)
    write_optimizer(golden, "adagrad", rate=0.2, epsilon=0.01)
    write_optimizer(golden, "rmsprop", rate=0.05, decay=0.8, epsilon=0.001)
    write_optimizer(golden, "adadelta", rate=3, decay=0.7, epsilon=0.0001)
    write_optimizer(golden, "adam", rate=0.05, beta1=0.7, beta2=0.95, epsilon=0.001)
    write_optimizer(golden, "adamw", rate=0.05, beta1=0.7, beta2=0.95, decay=0.3)
    write_optimizer(golden, "sgd", rate=0.5, l2=0.1)
    write_optimizer(golden, "sgd", rate=0.5, l1=0.01)
    write_optimizer(golden, "adam", rate=0.05, l2=0.1)
    write_optimizer(golden, "momentum", rate=0.2, clip=0.4)
    write_optimizer(golden, "nesterov", rate=0.2, clip=0.3, l2=0.05)
    stack = [layer("dense", units=4), layer("batchnorm"), layer("tanh"), OUT]
    write_optimizer(golden, "sgd", rate=0.5, l2=0.1, stack=stack)
    golden.write()


# 7 images in batches of 2, ten times.
PER_EPOCH, STEPS, RATE = 4, 40, 0.05


def write_schedule(golden, kind, make, rate=RATE, **parameters):
    said = "".join(f", {name} {value}" for name, value in parameters.items())
    config = [f"schedule.type={kind}", "layers.0.type=dense", "layers.0.units=classes",
              "optimizer.type=sgd", f"optimizer.learningRate={rate}", "batchSize=2",
              "epochs=10", "split.train=7", "split.validation=1"]
    config += [f"schedule.{name}={value}" for name, value in parameters.items()]
    golden.case(f"{kind}{said}", f"schedule {kind}", config)
    golden.tensor("images", torch.zeros(8, 2, 2))
    golden.tensor("labels", torch.zeros(8))
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler, rates = make(optimizer), []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    golden.do(f"steps {STEPS}")
    golden.expect("rates", torch.tensor(rates))


def write_schedules():
    golden = Golden("schedules", "The learning rates of 40 steps, 4 to an epoch.")
    s = torch.optim.lr_scheduler
    write_schedule(golden, "constant", lambda o: s.ConstantLR(o, factor=1))
    write_schedule(golden, "step", lambda o: s.StepLR(o, 2 * PER_EPOCH, 0.5))
    write_schedule(golden, "step", lambda o: s.StepLR(o, 3 * PER_EPOCH, 0.1), every=3, factor=0.1)
    for factor in [0.8, 0.3]:
        write_schedule(golden, "exponential",
                       lambda o: s.ExponentialLR(o, factor ** (1 / PER_EPOCH)), factor=factor)
    for end in [0, 0.1]:
        write_schedule(golden, "cosine", lambda o: s.CosineAnnealingLR(o, STEPS, end * RATE), end=end)
    one_cycle = lambda peak, **more: lambda o: s.OneCycleLR(
        o, peak, total_steps=STEPS, cycle_momentum=False, **more)
    write_schedule(golden, "one-cycle", one_cycle(RATE))
    write_schedule(golden, "one-cycle", one_cycle(0.2), peak=0.2)
    write_schedule(golden, "one-cycle",
                   one_cycle(RATE, pct_start=0.45, div_factor=10, final_div_factor=50),
                   warmUp=0.45, startDivisor=10, endDivisor=50)
    write_schedule(golden, "warm-up", lambda o: s.LinearLR(o, 0.1, total_iters=4))
    write_schedule(golden, "warm-up", lambda o: s.LinearLR(o, 0.02, total_iters=20), part=0.5, start=0.02)
    golden.write()


def moments(values):
    mean, variance = values.mean(), values.var(unbiased=False)
    return mean, variance, ((values - mean) ** 4).mean() / variance**2


NORMAL, UNIFORM = 3, 9 / 5  # the kurtosis that tells them apart


def write_moments(golden, name, sample, variance, kurtosis):
    """The theory's figures; PyTorch's own sample must lie as near to them as ours has to."""
    count, bound = sample.numel(), math.sqrt(3 * variance)
    figures = {
        "mean": (0, math.sqrt(variance / count)),
        "variance": (variance, variance * math.sqrt((kurtosis - 1) / count)),
        "kurtosis": (kurtosis, math.sqrt(24 / count)),
    }
    for (what, (value, error)), theirs in zip(figures.items(), moments(sample)):
        assert abs(theirs - value) < STANDARD_ERRORS * error, (what, theirs, value)
        golden.within(STANDARD_ERRORS * error, f"{what}:{name}", value)
    if kurtosis == UNIFORM:  # how far below its bound the largest of many may stay
        assert 0 <= bound - sample.abs().max() < 20 * bound / count
        golden.within(20 * bound / count, f"largest:{name}", bound)


def write_orthogonal(golden, name, sample, gain):
    rows = sample.flatten(1)
    rows = rows if rows.shape[0] <= rows.shape[1] else rows.T
    gram = rows @ rows.T
    assert (gram - gain**2 * torch.eye(len(gram))).abs().max() < 1e-5
    golden.lines.append(f"within {1e-5 * gain**2:.3g} lengths:{name} 1 {len(gram)} {gain**2:.9g}")
    golden.within(1e-5 * gain**2, f"skew:{name}", 0)


# The weights of two kinds of net, by name.
NETS = {
    "dense": (["layers.0.type=dense", "layers.0.units=100"], {"layers.0.weight": (100, 784)}),
    "conv2d": (
        ["layers.0.type=conv2d", "layers.0.filters=32", "layers.0.kernel=5", "layers.0.stride=2",
         "layers.1.type=conv2d", "layers.1.filters=48", "layers.1.kernel=3"],
        {"layers.0.weight": (32, 1, 5, 5), "layers.1.weight": (48, 32, 3, 3)},
    ),
}


def write_init(golden, kind, fill, check, **parameters):
    for net, (layers, shapes) in NETS.items():
        said = "".join(f", {name} {value}" for name, value in parameters.items())
        last = 1 if net == "dense" else 2
        config = [f"init.type={kind}", *layers, f"layers.{last}.type=dense",
                  f"layers.{last}.units=classes"]
        config += [f"init.{name}={value}" for name, value in parameters.items()]
        golden.case(f"{kind}{said}, {net}", f"init {kind}", config)
        torch.manual_seed(1)
        golden.tensor("images", torch.zeros(2, 28, 28))
        golden.tensor("labels", torch.zeros(2))
        for name, shape in shapes.items():
            sample = fill(torch.empty(shape))
            check(golden, name, sample)
        golden.expect("value:layers.0.bias", torch.full(shapes["layers.0.weight"][:1],
                                                        float(parameters.get("bias", 0))))


def fans(sample):
    return nn.init._calculate_fan_in_and_fan_out(sample)


def write_inits():
    golden = Golden("inits", "Statistics of the weights that each initialiser draws.")
    i = nn.init
    alike = lambda golden, name, sample: golden.expect(f"value:{name}", sample)

    def drawn(kurtosis, variance):
        return lambda golden, name, sample: write_moments(
            golden, name, sample, variance(*fans(sample)), kurtosis)

    xavier = lambda fan_in, fan_out: 2 / (fan_in + fan_out)
    he = lambda fan_in, fan_out: 2 / fan_in
    write_init(golden, "zeros", i.zeros_, alike)
    write_init(golden, "constant", lambda t: i.constant_(t, 0.1), alike)
    write_init(golden, "constant", lambda t: i.constant_(t, -2), alike, value=-2, bias=0.25)
    write_init(golden, "normal", lambda t: i.normal_(t, 0, 0.01), drawn(NORMAL, lambda *_: 1e-4))
    write_init(golden, "normal", lambda t: i.normal_(t, 0, 0.5), drawn(NORMAL, lambda *_: 0.25),
               deviation=0.5, bias=0.25)
    write_init(golden, "uniform", lambda t: i.uniform_(t, -0.05, 0.05),
               drawn(UNIFORM, lambda *_: 0.05**2 / 3))
    write_init(golden, "uniform", lambda t: i.uniform_(t, -2, 2), drawn(UNIFORM, lambda *_: 4 / 3),
               bound=2)
    write_init(golden, "xavier-uniform", i.xavier_uniform_, drawn(UNIFORM, xavier))
    write_init(golden, "xavier-normal", i.xavier_normal_, drawn(NORMAL, xavier))
    write_init(golden, "he-uniform", lambda t: i.kaiming_uniform_(t, nonlinearity="relu"),
               drawn(UNIFORM, he))
    write_init(golden, "he-normal", lambda t: i.kaiming_normal_(t, nonlinearity="relu"),
               drawn(NORMAL, he))
    for gain in [1, 1.5]:
        write_init(golden, "orthogonal", lambda t: i.orthogonal_(t, gain),
                   lambda g, name, sample: write_orthogonal(g, name, sample, gain), gain=gain)
    golden.write()


if __name__ == "__main__":
    torch.manual_seed(1)
    write_layers()
    write_losses()
    write_optimizers()
    write_schedules()
    write_inits()
