using BenchmarkDotNet.Running;
using NativeGan.Benchmarks;

if (args is ["step", ..])
{
    return StepComparison.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(StepComparison).Assembly).Run(args);
return 0;
