using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using NativeGan.Benchmarks.Commands;

if (BenchmarkCommandLine.Knows(args))
{
    return BenchmarkCommandLine.Run(args);
}

// Two minutes, the default, are too short for a busy machine.
IConfig config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
BenchmarkSwitcher.FromAssembly(typeof(BenchmarkCommandLine).Assembly).Run(args, config);
return 0;
