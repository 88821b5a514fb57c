using BenchmarkDotNet.Running;
using NativeGan.Benchmarks.Commands;

if (BenchmarkCommandLine.Knows(args))
{
    return BenchmarkCommandLine.Run(args);
}

BenchmarkSwitcher.FromAssembly(typeof(BenchmarkCommandLine).Assembly).Run(args);
return 0;
