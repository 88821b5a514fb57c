"""A GAN's training step in PyTorch: reads a number of steps a line, prints milliseconds per step and both losses.

Same work as ours: losses on logits, D then G with the same noise, G(z) computed once for both phases (PyTorch keeps the graph
of the forward pass; D's phase sees it detached). Usage: step.py THREADS BATCH G-WIDTHS D-WIDTHS SLOPE [--device cpu|cuda]
[--mode eager|compile|graph], for example step.py 2 128 100,256,784 784,256,1 0 (s4) or
step.py 2 100 100,256,512,1024,784 784,1024,512,256,1 0.2.

eager    one kernel after the other, as PyTorch runs by default. On the processor, tracing the losses (torch.jit) and Adam's
         foreach form were tried in November 2026 and were no faster.
compile  forward passes and losses, and with them their backward passes, by torch.compile.
graph    the whole step, Adam included, as one CUDA graph: images, weights and Adam's state stay where they are, indices and
         noise are drawn inside the graph, and a step is one replay.

On CUDA Adam is the fused form, products are float32 (TF32 is off), and the device is waited for before the clock is read.
The first line is a description, or 'absent: ' and the reason where device or mode is missing.
"""
import argparse
import sys
import time

import torch
import torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument("threads", type=int)
parser.add_argument("batch", type=int)
parser.add_argument("generator_widths", type=lambda text: [int(width) for width in text.split(",")])
parser.add_argument("discriminator_widths", type=lambda text: [int(width) for width in text.split(",")])
parser.add_argument("slope", type=float)
parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
parser.add_argument("--mode", choices=["eager", "compile", "graph"], default="eager")
arguments = parser.parse_args()
batch, slope, device = arguments.batch, arguments.slope, arguments.device
generator_widths, discriminator_widths = arguments.generator_widths, arguments.discriminator_widths
is_cuda = device == "cuda"


def give_up(reason):
    print("absent: " + " ".join(str(reason).split())[:300], flush=True)
    sys.exit(0)


if is_cuda and not torch.cuda.is_available():
    give_up(f"PyTorch {torch.__version__} sees no CUDA device")
if arguments.mode == "graph" and not is_cuda:
    give_up("CUDA graphs need --device cuda")
if arguments.mode == "compile" and not hasattr(torch, "compile"):
    give_up(f"PyTorch {torch.__version__} has no torch.compile (2.0 and later have)")

torch.set_num_threads(arguments.threads)
torch.manual_seed(0)
if is_cuda:
    torch.backends.cuda.matmul.allow_tf32 = False


def network(widths):
    parameters = []
    for inputs, outputs in zip(widths, widths[1:]):
        parameters.append((torch.randn(inputs, outputs, device=device) * (2 / inputs) ** 0.5).requires_grad_())
        parameters.append(torch.zeros(outputs, device=device, requires_grad=True))
    return parameters


def forward(parameters, x):
    for layer in range(0, len(parameters), 2):
        x = torch.addmm(parameters[layer + 1], x, parameters[layer])
        if layer < len(parameters) - 2:
            x = F.leaky_relu(x, slope) if slope else torch.relu(x)
    return x


generator, discriminator = network(generator_widths), network(discriminator_widths)
images = (torch.rand(2500, generator_widths[-1], device=device) * 255).to(torch.uint8)
ones, zeros = torch.ones(batch, 1, device=device), torch.zeros(batch, 1, device=device)
# A graph's Adam keeps its step count on the device.
adam_options = {"fused": True, "capturable": arguments.mode == "graph"} if is_cuda else {}
try:
    adam_d = torch.optim.Adam(discriminator, lr=2e-4, **adam_options)
    adam_g = torch.optim.Adam(generator, lr=2e-4, **adam_options)
except (TypeError, RuntimeError):  # before PyTorch 2.0, Adam was not fused
    adam_options.pop("fused")
    adam_d = torch.optim.Adam(discriminator, lr=2e-4, **adam_options)
    adam_g = torch.optim.Adam(generator, lr=2e-4, **adam_options)


def generate(noise):
    return torch.sigmoid(forward(generator, noise))


def discriminator_loss(real, fake):
    return F.binary_cross_entropy_with_logits(forward(discriminator, real), ones) \
        + F.binary_cross_entropy_with_logits(forward(discriminator, fake), zeros)


def generator_loss(fake):
    # Detached weights: D's weight gradients are not needed for G's loss, and are not computed.
    return F.binary_cross_entropy_with_logits(forward([p.detach() for p in discriminator], fake), ones)


if arguments.mode == "compile":
    generate, discriminator_loss, generator_loss = map(torch.compile, (generate, discriminator_loss, generator_loss))


def step():
    real = images[torch.randint(0, len(images), (batch,), device=device)].float() / 255
    noise = torch.rand(batch, generator_widths[0], device=device) * 2 - 1
    fake = generate(noise)
    d_loss = discriminator_loss(real, fake.detach())
    adam_d.zero_grad(set_to_none=True)
    d_loss.backward()
    adam_d.step()
    g_loss = generator_loss(fake)
    adam_g.zero_grad(set_to_none=True)
    g_loss.backward()
    adam_g.step()
    return d_loss, g_loss


def captured():
    # Some steps on a stream of their own first, as PyTorch's documentation of CUDA graphs asks for.
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    adam_d.zero_grad(set_to_none=True)
    adam_g.zero_grad(set_to_none=True)
    with torch.cuda.graph(graph):
        losses = step()

    def replay():
        graph.replay()
        return losses
    return replay


def wait():
    if is_cuda:
        torch.cuda.synchronize()


run = step
if arguments.mode != "eager":
    try:  # compilers and drivers say here what they lack
        run = captured() if arguments.mode == "graph" else step
        for _ in range(3):
            run()
        wait()
    except Exception as error:
        give_up(f"{type(error).__name__}: {error}")

where = f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}, float32, {'fused ' if adam_options.get('fused') else ''}Adam" if is_cuda \
    else f"{torch.get_num_threads()} threads"
print(f"PyTorch {torch.__version__}{'' if not is_cuda and arguments.mode == 'eager' else ' ' + arguments.mode}, {where}", flush=True)
for line in sys.stdin:
    steps = int(line)
    wait()
    start = time.perf_counter()
    for _ in range(steps):
        d_loss, g_loss = run()
    wait()
    print((time.perf_counter() - start) * 1000 / steps, float(d_loss.detach()), float(g_loss.detach()), flush=True)
