"""The s4 training step in PyTorch: reads a number of steps a line, prints milliseconds per step.

Same work as ours: batch 128, G 100-256-784, D 784-256-1, losses on logits, D then G with the same noise, and G(z) computed
once for both phases (PyTorch keeps the graph of the forward pass; D's phase sees it detached). Usage: step.py THREADS
"""
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)
batch = 128


def layer(inputs, outputs):
    weight = (torch.randn(inputs, outputs) * (2 / inputs) ** 0.5).requires_grad_()
    return weight, torch.zeros(outputs, requires_grad=True)


g1, gb1 = layer(100, 256)
g2, gb2 = layer(256, 784)
d1, db1 = layer(784, 256)
d2, db2 = layer(256, 1)
images = (torch.rand(2500, 784) * 255).to(torch.uint8)
ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
adam_d = torch.optim.Adam([d1, db1, d2, db2], lr=2e-4)
adam_g = torch.optim.Adam([g1, gb1, g2, gb2], lr=2e-4)


def discriminate(x, d1, db1, d2, db2):
    return torch.addmm(db2, torch.relu(torch.addmm(db1, x, d1)), d2)


def step():
    real = images[torch.randint(0, len(images), (batch,))].float() / 255
    noise = torch.rand(batch, 100) * 2 - 1
    fake = torch.sigmoid(torch.addmm(gb2, torch.relu(torch.addmm(gb1, noise, g1)), g2))
    d_loss = F.binary_cross_entropy_with_logits(discriminate(real, d1, db1, d2, db2), ones) \
        + F.binary_cross_entropy_with_logits(discriminate(fake.detach(), d1, db1, d2, db2), zeros)
    adam_d.zero_grad(set_to_none=True)
    d_loss.backward()
    adam_d.step()
    # Detached weights: D's weight gradients are not needed for G's loss, and are not computed.
    g_loss = F.binary_cross_entropy_with_logits(
        discriminate(fake, d1.detach(), db1.detach(), d2.detach(), db2.detach()), ones)
    adam_g.zero_grad(set_to_none=True)
    g_loss.backward()
    adam_g.step()


print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", flush=True)
for line in sys.stdin:
    steps = int(line)
    start = time.perf_counter()
    for _ in range(steps):
        step()
    print((time.perf_counter() - start) * 1000 / steps, flush=True)
