"""A convolution's passes in PyTorch: answers each line with a line. Usage: convolution.py THREADS.

prepare LAYOUT TRANSPOSED PASS BATCH SIDE CHANNELS WINDOWS N SIZE STRIDE
        draws images [batch, side, side, channels], weight [k, k, channels, n] and rows [batch, windows, windows, n] like
        Contenders/ConvolutionOperands.cs, and orders them as PyTorch wants them: LAYOUT is contiguous or channels_last, for images
        and weights alike. PASS is Forward, WeightGradient or InputGradient of the convolution, or of the transposed one.
values LAYOUT I,J,...   elements of the result, counted in our order of axes
time LAYOUT CALLS       milliseconds a call

A pass is one call of PyTorch's: conv2d, conv_transpose2d, or convolution_backward with the mask of the one gradient.
"""
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))
torch.set_grad_enabled(False)
calls = {}


def draw(shape, stream):
    count = 1
    for extent in shape:
        count *= extent
    mask = 0xFFFFFFFF
    bits = ((torch.arange(count) + stream * 0x10000000) * 2654435761) & mask
    bits = ((bits ^ (bits >> 15)) * 2246822519) & mask
    bits ^= bits >> 13
    return ((bits >> 8).float() / (1 << 23) - 1).reshape(shape)


def prepare(layout, is_transposed, kind, batch, side, channels, windows, n, size, stride):
    memory = torch.channels_last if layout == "channels_last" else torch.contiguous_format
    images = draw((batch, side, side, channels), 0).permute(0, 3, 1, 2).contiguous(memory_format=memory)
    weights = draw((size, size, channels, n), 1).permute(3, 2, 0, 1).contiguous(memory_format=memory)
    rows = draw((batch, windows, windows, n), 2).permute(0, 3, 1, 2).contiguous(memory_format=memory)
    pad = (size - 1) // 2
    x, gradient, out = (rows, images, stride - 1) if is_transposed else (images, rows, 0)

    def backward(mask):
        return torch.ops.aten.convolution_backward(
            gradient, x, weights, None, [stride, stride], [pad, pad], [1, 1], is_transposed, [out, out], 1, mask)

    if kind == "WeightGradient":
        return lambda: backward([False, True, False])[1], (2, 3, 1, 0)
    if kind == "InputGradient":
        return lambda: backward([True, False, False])[0], (0, 2, 3, 1)
    if is_transposed:
        return lambda: F.conv_transpose2d(x, weights, None, stride, pad, out), (0, 2, 3, 1)
    return lambda: F.conv2d(x, weights, None, stride, pad), (0, 2, 3, 1)


print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, oneDNN {torch.backends.mkldnn.is_available()}", flush=True)
for line in sys.stdin:
    verb, layout, *rest = line.split()
    if verb == "prepare":
        calls[layout] = prepare(layout, rest[0] == "1", rest[1], *map(int, rest[2:]))
        print("ready", flush=True)
    elif verb == "values":
        call, order = calls[layout]
        result = call().permute(*order).reshape(-1)[torch.tensor([int(index) for index in rest[0].split(",")])]
        print(" ".join(f"{value:.9g}" for value in result.tolist()), flush=True)
    else:
        call, _ = calls[layout]
        start = time.perf_counter()
        for _ in range(int(rest[0])):
            call()
        print((time.perf_counter() - start) * 1000 / int(rest[0]), flush=True)
