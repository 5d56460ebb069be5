#!/usr/bin/env python3
"""Writes the golden files beside it from PyTorch's numbers; README.md says how and what
they mean.
"""

import math
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.dont_write_bytecode = True  # the folder stays as it is

from golden import STANDARD_ERRORS, Golden
from inits import write_inits
from models import LOSSES, OUT, Model, cross_entropy, layer


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
    windows = [(3, 1, 0), (3, 1, 1), (5, 2, 2), (2, 3, 0), (1, 1, 0), (4, 2, 3)]
    for kernel, stride, padding in windows:
        name = f"conv2d, kernel {kernel}, stride {stride}, padding {padding}"
        last = conv(3, kernel=kernel, stride=stride, padding=padding)
        layer_case(golden, "conv2d", name, [conv(2, kernel=2), last, OUT], size=(7, 6), samples=3)
    stack = [conv(3, kernel=5), OUT]
    layer_case(golden, "conv2d", "conv2d as large as its input", stack, size=(5, 5))
    for kind in ["maxpool2d", "avgpool2d"]:
        for size, stride in [(2, 0), (3, 2), (2, 3), (3, 1)]:
            name = f"{kind}, size {size}, stride {stride or size}"
            pool = layer(kind, size=size, stride=stride)
            layer_case(golden, kind, name, [conv(), pool, OUT], size=(7, 6), samples=3)


def write_activations(golden):
    """Weights large enough to reach where sigmoids are flat."""
    kinds = ["relu", "leaky-relu", "prelu", "elu", "selu", "gelu", "sigmoid", "silu", "tanh",
             "maxout"]
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
        write_schedule(golden, "cosine",
                       lambda o: s.CosineAnnealingLR(o, STEPS, end * RATE), end=end)
    one_cycle = lambda peak, **more: lambda o: s.OneCycleLR(
        o, peak, total_steps=STEPS, cycle_momentum=False, **more)
    write_schedule(golden, "one-cycle", one_cycle(RATE))
    write_schedule(golden, "one-cycle", one_cycle(0.2), peak=0.2)
    write_schedule(golden, "one-cycle",
                   one_cycle(RATE, pct_start=0.45, div_factor=10, final_div_factor=50),
                   warmUp=0.45, startDivisor=10, endDivisor=50)
    write_schedule(golden, "warm-up", lambda o: s.LinearLR(o, 0.1, total_iters=4))
    write_schedule(golden, "warm-up",
                   lambda o: s.LinearLR(o, 0.02, total_iters=20), part=0.5, start=0.02)
    golden.write()


if __name__ == "__main__":
    torch.manual_seed(1)
    write_layers()
    write_losses()
    write_optimizers()
    write_schedules()
    write_inits()
