"""Our layers and losses, by their names in a config, in PyTorch. It computes in double on
numbers that float32 holds exactly, so that the difference a test sees is the engine's own
rounding.
"""

import math
import struct

import torch
from torch import nn
from torch.nn import functional as F

CLASSES = 3

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
    "selu": lambda shape: nn.SELU(),
    "gelu": lambda shape: nn.GELU(approximate="none"),
    "sigmoid": lambda shape: nn.Sigmoid(),
    "silu": lambda shape: nn.SiLU(),
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
