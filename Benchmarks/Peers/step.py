"""A GAN's training step in PyTorch: reads a number of steps a line, prints milliseconds per step and both losses.

Same work as ours: losses on logits, D then G with the same noise, G(z) computed once for both phases (PyTorch keeps the graph
of the forward pass; D's phase sees it detached). Usage: step.py THREADS BATCH G-WIDTHS D-WIDTHS SLOPE, for example
step.py 2 128 100,256,784 784,256,1 0 (s4) or step.py 2 100 100,256,512,1024,784 784,1024,512,256,1 0.2.
Eager: tracing the losses (torch.jit) and Adam's foreach form were tried in November 2026 and were no faster.
"""
import sys
import time

import torch
import torch.nn.functional as F

threads, batch = int(sys.argv[1]), int(sys.argv[2])
generator_widths = [int(width) for width in sys.argv[3].split(",")]
discriminator_widths = [int(width) for width in sys.argv[4].split(",")]
slope = float(sys.argv[5])
torch.set_num_threads(threads)
torch.manual_seed(0)


def network(widths):
    parameters = []
    for inputs, outputs in zip(widths, widths[1:]):
        parameters.append((torch.randn(inputs, outputs) * (2 / inputs) ** 0.5).requires_grad_())
        parameters.append(torch.zeros(outputs, requires_grad=True))
    return parameters


def forward(parameters, x):
    for layer in range(0, len(parameters), 2):
        x = torch.addmm(parameters[layer + 1], x, parameters[layer])
        if layer < len(parameters) - 2:
            x = F.leaky_relu(x, slope) if slope else torch.relu(x)
    return x


generator, discriminator = network(generator_widths), network(discriminator_widths)
images = (torch.rand(2500, generator_widths[-1]) * 255).to(torch.uint8)
ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
adam_d = torch.optim.Adam(discriminator, lr=2e-4)
adam_g = torch.optim.Adam(generator, lr=2e-4)


def step():
    real = images[torch.randint(0, len(images), (batch,))].float() / 255
    noise = torch.rand(batch, generator_widths[0]) * 2 - 1
    fake = torch.sigmoid(forward(generator, noise))
    d_loss = F.binary_cross_entropy_with_logits(forward(discriminator, real), ones) \
        + F.binary_cross_entropy_with_logits(forward(discriminator, fake.detach()), zeros)
    adam_d.zero_grad(set_to_none=True)
    d_loss.backward()
    adam_d.step()
    # Detached weights: D's weight gradients are not needed for G's loss, and are not computed.
    g_loss = F.binary_cross_entropy_with_logits(forward([p.detach() for p in discriminator], fake), ones)
    adam_g.zero_grad(set_to_none=True)
    g_loss.backward()
    adam_g.step()
    return d_loss, g_loss


print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", flush=True)
for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    for _ in range(steps):
        d_loss, g_loss = step()
    print((time.perf_counter() - start) * 1000 / steps, float(d_loss), float(g_loss), flush=True)
