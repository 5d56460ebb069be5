"""Statistics of initialisers: the theory's, which PyTorch's own samples must bear out."""

import math

import torch
from torch import nn

from golden import STANDARD_ERRORS, Golden


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
