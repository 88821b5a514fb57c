"""Adds recorded cases of minimum, variance and batched product to ops.json and ops.safetensors.

    python3 record_operations.py        (PyTorch 1.13.1 and NumPy: Debian's python3-torch)

Values and gradients are float64 autograd, rounded to float32. Cases of these operations that are there already are replaced,
all others keep their bytes. Tolerances: 1e-5 relative, and 5e-7 times the sum of the absolute terms of a sum absolute.
"""
import json
import pathlib
import struct

import numpy as np
import torch

FOLDER = pathlib.Path(__file__).parent
RECORDED = ("reduce_min", "variance", "batch_matmul")
TYPES = {np.dtype("float32"): "F32", np.dtype("int64"): "I64", np.dtype("float64"): "F64", np.dtype("uint8"): "U8"}
generator = np.random.default_rng(20261126)


def random(*shape):
    return np.asarray(generator.standard_normal(shape), np.float32)


def case(name, op, attributes, inputs, function, scale, tag=""):
    """One case: the operation's output, and the gradient of sum(upstream * output) for every input."""
    tensors = {key: torch.tensor(value.astype(np.float64), requires_grad=True) for key, value in inputs.items()}
    output = function(**tensors)
    upstream = np.asarray(random(*output.shape))
    gradients = torch.autograd.grad(output, list(tensors.values()), torch.tensor(upstream.astype(np.float64)))
    values = dict(inputs, y=output.detach().numpy().astype(np.float32), gy=upstream)
    values.update({f"d_{key}": gradient.numpy().astype(np.float32) for key, gradient in zip(tensors, gradients)})
    tolerance = {"rtol": 1e-5, "atol": float(f"{5e-7 * scale:.3g}")} if scale else {"rtol": 0.0, "atol": 0.0}
    return {
        "family": "ops", "case": name, "op": op, "tag": tag, "attrs": attributes, "inputs": list(inputs), "outputs": ["y"],
        "upstream": {"y": "gy"}, "grads": {key: f"d_{key}" for key in inputs},
        "tolerance": {key: tolerance for key in ["y", *[f"d_{key}" for key in inputs]]},
        "advisory": False, "tensors": {key: f"{name}/{key}" for key in values},
    }, {f"{name}/{key}": np.asarray(value, order="C") for key, value in values.items()}


def axes_of(axis, rank):
    return tuple(range(rank)) if axis is None else tuple(axis) if isinstance(axis, list) else (axis,)


def cases():
    shapes = [((7,), [None, 0]), ((5, 9), [None, 0, 1]), ((3, 4, 6), [None, 0, 1, 2, [0, 1], [0, 2]]), ((2, 3, 5, 4), [3, [0, 2, 3]]), ((130, 3), [0, 1])]
    number = 0
    for shape, axes in shapes:
        for axis in axes:
            for keepdim in (False, True):
                yield case(f"reduce_min_{number:02d}", "reduce_min", {"axis": axis, "keepdim": keepdim}, {"x": random(*shape)},
                           lambda x: x.amin(axes_of(axis, x.dim()), keepdim), 0)
                number += 1
    tied = np.array([[1, -2, -2, 3], [0, 0, 0, 0], [5, -1, 4, -1]], np.float32)
    for axis in (0, 1, None):
        yield case(f"reduce_min_ties_{0 if axis == 0 else 1 if axis == 1 else 2:02d}", "reduce_min", {"axis": axis, "keepdim": False}, {"x": tied},
                   lambda x: x.amin(axes_of(axis, x.dim())), 1, "ties")
    number = 0
    for shape, axes in shapes:
        for axis in axes:
            for ddof in (0, 1):
                x = random(*shape) * 3 + np.float32(0.5 * number)
                yield case(f"variance_{number:02d}", "variance", {"axis": axis, "ddof": ddof}, {"x": x.astype(np.float32)},
                           lambda x: x.var(axes_of(axis, x.dim()), unbiased=ddof == 1), 20)
                number += 1
    far = (random(4, 50) + np.float32(1000)).astype(np.float32)
    yield case("variance_far_00", "variance", {"axis": 1, "ddof": 1}, {"x": far}, lambda x: x.var(1, unbiased=True), 200, "far")
    sizes = [(1, 1, 1, 1), (2, 3, 4, 5), (5, 1, 7, 1), (3, 17, 33, 9), (4, 16, 16, 16), (2, 65, 70, 31), (7, 2, 129, 3)]
    for number, (batches, rows, inner, columns) in enumerate(sizes):
        yield case(f"batch_matmul_{number:02d}", "batch_matmul", {}, {"a": random(batches, rows, inner), "b": random(batches, inner, columns)},
                   lambda a, b: a @ b, max(rows, inner, columns))


def main():
    manifest = json.loads((FOLDER / "ops.json").read_text())
    data = (FOLDER / "ops.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    body = data[8 + length:]
    kept = {name: (entry, body[slice(*entry["data_offsets"])]) for name, entry in header.items() if not name.startswith(RECORDED)}
    manifest["cases"] = [entry for entry in manifest["cases"] if entry["op"] not in RECORDED]
    for entry, tensors in cases():
        manifest["cases"].append(entry)
        for name, value in tensors.items():
            kept[name] = ({"dtype": TYPES[value.dtype], "shape": list(value.shape)}, value.tobytes())
    offset, parts = 0, []
    header = {}
    for name, (entry, values) in sorted(kept.items(), key=lambda item: -{"F64": 8, "I64": 8}.get(item[1][0]["dtype"], 4)):
        header[name] = {"dtype": entry["dtype"], "shape": entry["shape"], "data_offsets": [offset, offset + len(values)]}
        offset += len(values)
        parts.append(values)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / "ops.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))
    (FOLDER / "ops.json").write_text(json.dumps(manifest, separators=(",", ":")))
    print(len(manifest["cases"]), "cases")


main()
