"""The metrics of `nativegan eval` again, in NumPy and double precision, from their papers' formulas.

  evaluation.py record    writes evaluation.safetensors and evaluation.json beside this file: some hundred made-up rows and their figures

lenet.py uses the same functions for samples of real runs. Python 3, NumPy and SciPy; written without a look at the C#.
"""
import json
import os
import struct
import sys

import numpy as np
import scipy.linalg


def fcd(samples, real):
    """Frechet distance of the normal distributions that fit two sets of features (Heusel et al. 2017, equation 6)."""
    samples, real = samples.astype(np.float64), real.astype(np.float64)
    c1, c2 = np.cov(samples, rowvar=False), np.cov(real, rowvar=False)
    root = scipy.linalg.sqrtm(c1 @ c2)
    difference = samples.mean(0) - real.mean(0)
    return float(difference @ difference + np.trace(c1 + c2) - 2 * np.trace(root.real))


def distances(a, b):
    """All Euclidean distances, a block of rows at a time so that memory stays small."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    if len(a) * len(b) <= 10 ** 6:
        return np.sqrt(((a[:, None, :] - b[None, :, :]) ** 2).sum(2))
    squares = (a ** 2).sum(1)[:, None] + (b ** 2).sum(1)[None, :] - 2 * a @ b.T
    return np.sqrt(np.maximum(squares, 0, out=squares), out=squares)


def radii(features, k):
    """Distance of each row to its k-th nearest other row."""
    result = np.empty(len(features))
    for start in range(0, len(features), 1000):
        block = distances(features[start:start + 1000], features)
        block[np.arange(len(block)), start + np.arange(len(block))] = np.inf
        result[start:start + 1000] = np.partition(block, k - 1, axis=1)[:, k - 1]
    return result


def balls(centres, size, points):
    """For each centre the points in its closed ball, for each point the balls around it."""
    points_in_ball, balls_around = np.zeros(len(centres), int), np.zeros(len(points), int)
    for start in range(0, len(centres), 1000):
        inside = distances(centres[start:start + 1000], points) <= size[start:start + 1000, None]
        points_in_ball[start:start + 1000] = inside.sum(1)
        balls_around += inside.sum(0)
    return points_in_ball, balls_around


def precision_recall(samples, real, k=3):
    """Kynkaanniemi et al. 2019, equations 1 and 2."""
    precision = (balls(real, radii(real, k), samples)[1] > 0).mean()
    recall = (balls(samples, radii(samples, k), real)[1] > 0).mean()
    return float(precision), float(recall)


def density_coverage(samples, real, k=5):
    """Naeem et al. 2020, equations 3 and 4."""
    points_in_ball, balls_around = balls(real, radii(real, k), samples)
    return float(balls_around.sum() / (k * len(samples))), float((points_in_ball > 0).mean())


def score(probabilities):
    """Salimans et al. 2016, section 4."""
    p = probabilities.astype(np.float64)
    mean = p.mean(0)
    return float(np.exp((np.where(p > 0, p * np.log(np.maximum(p, 1e-300) / mean), 0)).sum(1).mean()))


def log_likelihoods(samples, images, sigmas):
    """For each sigma and image, under a normal distribution around each sample."""
    result = []
    for start in range(0, len(images), 250):
        squares = distances(images[start:start + 250], samples) ** 2
        nearest = squares.min(1)
        squares -= nearest[:, None]
        result.append([-nearest / (2 * sigma ** 2) + np.log(np.exp(-squares / (2 * sigma ** 2)).mean(1))
                       - samples.shape[1] / 2 * np.log(2 * np.pi * sigma ** 2) for sigma in sigmas])
    return np.concatenate(result, axis=1)


def parzen(samples, validation, test):
    """Goodfellow et al. 2014, section 5: mean, standard error and sigma."""
    sigmas = np.logspace(-1, 0, 10)
    sigma = sigmas[log_likelihoods(samples, validation, sigmas).mean(1).argmax()]
    found = log_likelihoods(samples, test, [sigma])[0]
    return float(found.mean()), float(found.std() / np.sqrt(len(test))), float(sigma)


def figures(samples, real, probabilities=None):
    precision, recall = precision_recall(samples, real)
    density, coverage = density_coverage(samples, real)
    result = {"fcd": fcd(samples, real), "precision": precision, "recall": recall, "density": density, "coverage": coverage}
    if probabilities is not None:
        result["score"] = score(probabilities)
    return result


def write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [offset, offset + value.nbytes]}
        offset += value.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(value.tobytes() for value in tensors.values()))


def record():
    random = np.random.default_rng(20261126)

    # Features as a ReLU leaves them: clusters, many zeros. The samples miss clusters, are too wide in part, and repeat a row.
    centres = random.normal(0, 1.5, (6, 128))

    def features(rows, clusters, spread):
        return np.maximum(centres[random.integers(0, clusters, rows)] + random.normal(0, spread, (rows, 128)), 0)

    real = features(240, 6, 0.8)
    samples = np.concatenate([features(140, 3, 0.75), features(60, 6, 1.0)])
    samples[10:14] = samples[9]
    real, samples = real.astype(np.float32), samples.astype(np.float32)
    logits = random.normal(0, 3, (200, 10))
    probabilities = (np.exp(logits) / np.exp(logits).sum(1, keepdims=True)).astype(np.float32)

    # Images: blots of three kinds, so that the best sigma lies inside the ten.
    kinds = random.random((3, 784)) ** 4

    def images(rows):
        shades = np.clip(kinds[random.integers(0, 3, rows)] + random.normal(0, 0.15, (rows, 784)), 0, 1)
        return (np.round(shades * 255) / 255).astype(np.float32)

    made, validation, test = images(60), images(24), images(30)
    tensors = {"real": real, "samples": samples, "probabilities": probabilities, "images": made, "validation": validation, "test": test}
    result = figures(samples, real, probabilities)
    result["parzen"], result["parzen_error"], result["sigma"] = parzen(made, validation, test)
    folder = os.path.dirname(os.path.abspath(__file__))
    write_safetensors(os.path.join(folder, "evaluation.safetensors"), tensors)
    with open(os.path.join(folder, "evaluation.json"), "w") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    if sys.argv[1:] != ["record"]:
        sys.exit(__doc__)
    record()
