"""A second opinion on `nativegan eval`: a LeNet made by PyTorch, and every figure by evaluation.py, for floors and for samples.

  lenet.py FOLDER [--count 10000] [--weights FILE] [--without-floors] [SAMPLES.npy ...]

FOLDER holds the four files of MNIST (train-images-idx3-ubyte, ...). SAMPLES.npy is what `nativegan sample RUN --npy FILE --count 10000` writes. The
network is trained first, on one thread and from a fixed seed, unless FILE has its weights; their SHA-256 is printed, and the accuracy on the test images.
Python 3, NumPy, SciPy, PyTorch 1.13.
"""
import argparse
import gzip
import hashlib
import os
import time

import numpy as np
import torch
from torch import nn

import evaluation

CLASSES = 10


def read(folder, name):
    path = os.path.join(folder, name)
    content = open(path, "rb").read() if os.path.exists(path) else gzip.open(path + ".gz").read()
    return np.frombuffer(content, np.uint8, offset=16 if "images" in name else 8)


class LeNet(nn.Module):
    """LeCun et al. 1998: two convolutions with pooling, a hidden layer of 128, whose ReLU is the features."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            nn.Conv2d(1, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(512, 128), nn.ReLU())
        self.head = nn.Linear(128, CLASSES)

    def forward(self, images):
        return self.head(self.trunk(images))


def train(images, labels, epochs=4, batch=128):
    network = LeNet()
    steps = epochs * (len(images) // batch)
    optimiser = torch.optim.Adam(network.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(epochs):
        order = torch.randperm(len(images))
        for start in range(0, len(images) - batch + 1, batch):
            rows = order[start:start + batch]
            loss = nn.functional.cross_entropy(network(images[rows]), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return network


def look(network, shades):
    """Features and probabilities."""
    features, probabilities = [], []
    with torch.no_grad():
        for start in range(0, len(shades), 500):
            seen = network.trunk(torch.from_numpy(shades[start:start + 500]).reshape(-1, 1, 28, 28))
            features.append(seen.numpy())
            probabilities.append(torch.softmax(network.head(seen), 1).numpy())
    return np.concatenate(features), np.concatenate(probabilities)


def centres(images, count, rounds=5):
    """Lloyd's algorithm from images spread evenly over the set."""
    centre = images[np.arange(count) * len(images) // count].copy()
    for _ in range(rounds):
        nearest = np.concatenate([((centre ** 2).sum(1) - 2 * images[start:start + 1000] @ centre.T).argmin(1) for start in range(0, len(images), 1000)])
        members = np.bincount(nearest, minlength=count)
        sums = np.zeros_like(centre)
        np.add.at(sums, nearest, images)
        centre[members > 0] = sums[members > 0] / members[members > 0, None]
    return centre


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("samples", nargs="*")
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--weights")
    parser.add_argument("--without-floors", action="store_true")
    parser.add_argument("--parzen-images", type=int, default=10000, help="test and validation images, for a quick look")
    options = parser.parse_intermixed_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)

    def images(name):
        return (read(options.folder, name).reshape(-1, 784) / 255).astype(np.float32)

    train_images, test = images("train-images-idx3-ubyte"), images("t10k-images-idx3-ubyte")
    train_labels, test_labels = (read(options.folder, f"{name}-labels-idx1-ubyte").astype(np.int64) for name in ("train", "t10k"))
    start = time.process_time()
    if options.weights and os.path.exists(options.weights):
        network = LeNet()
        network.load_state_dict(torch.load(options.weights))
    else:
        network = train(torch.from_numpy(train_images).reshape(-1, 1, 28, 28), torch.from_numpy(train_labels))
        if options.weights:
            torch.save(network.state_dict(), options.weights)
    network.eval()
    digest = hashlib.sha256(b"".join(value.numpy().tobytes() for value in network.state_dict().values())).hexdigest()
    real, test_probabilities = look(network, test)
    accuracy = 100 * (test_probabilities.argmax(1) == test_labels).mean()
    print(f"LeNet: weights sha256 {digest}, {accuracy:.2f} % of {len(test)} test images, {time.process_time() - start:.0f} s of processor time")

    count = min(options.count, len(train_images))
    noise = np.random.default_rng(1).random((count, 784), np.float32)
    sets = {
        "training images": lambda: train_images[:count],
        "k-means": lambda: np.concatenate([centres(train_images[train_labels == label], count // CLASSES) for label in range(CLASSES)]),
        "one image": lambda: np.repeat(train_images[:1], 100, 0),
        "mean image": lambda: np.repeat(train_images.mean(0, keepdims=True), 100, 0),
        "noise": lambda: noise,
        **{path: lambda path=path: np.load(path).reshape(-1, 784)[:count].astype(np.float32) for path in options.samples},
    }
    sets = {name: make for name, make in sets.items() if name in options.samples or not options.without_floors}
    few = options.parzen_images
    print(f"{'':24}{'fcd':>9}{'precision':>10}{'recall':>8}{'density':>9}{'coverage':>9}{'score':>7}{'entropy':>8}{'top':>7}{'parzen':>9}{'+-':>6}{'sigma':>7}")
    for name, make in sets.items():
        shades = make()
        features, probabilities = look(network, shades)
        found = evaluation.figures(features, real, probabilities)
        shares = np.bincount(probabilities.argmax(1), minlength=CLASSES) / len(shades)
        entropy = -(shares[shares > 0] * np.log(shares[shares > 0])).sum()
        mean, error, sigma = evaluation.parzen(shades, train_images[-len(train_images) // 6:][:few], test[:few])
        print(f"{os.path.basename(name):24}{found['fcd']:9.2f}{found['precision']:10.4f}{found['recall']:8.4f}{found['density']:9.4f}{found['coverage']:9.4f}"
              f"{found['score']:7.3f}{entropy:8.3f}{probabilities.max(1).mean():7.3f}{mean:9.2f}{error:6.2f}{sigma:7.3f}", flush=True)


if __name__ == "__main__":
    main()
