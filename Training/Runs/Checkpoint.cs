using System.Globalization;
using NativeGan.Training.Errors;
using NativeGan.Training.Formats;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;

namespace NativeGan.Training.Runs;

/// <summary>A run's <see cref="TrainingState"/> as a safetensors file.</summary>
/// <remarks>
/// Names: those of the state, and <c>random.noise</c>, <c>random.batches</c> and, where the model has chance of its own, <c>random.model</c> (draws made, I64).
/// Weights are F32, from the <c>reference</c> backend F64; clocks are F64. Resuming from it is bit-exact on the same backend.
/// What is read is trusted only when it is whole and finite: <see cref="SafetensorsHash"/> covers every number and the configuration.
/// </remarks>
public static class Checkpoint
{
    private const string Format = "nativegan-checkpoint-1";

    /// <summary>Writes the file; it appears only when it is complete and on the disk. The state then has its path.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Save(TrainingState state, string path)
    {
        SafetensorsWriter writer = new();
        writer.Metadata["format"] = Format;
        writer.Metadata["step"] = state.Step.ToString(CultureInfo.InvariantCulture);
        writer.Metadata["elapsed_seconds"] = state.ElapsedSeconds.ToString("R", CultureInfo.InvariantCulture);
        writer.Metadata["configuration"] = TrainingOptionsFile.ToJson(state.Options, indented: false);
        foreach ((string name, StateNumbers numbers) in state.Numbers)
        {
            if (state.IsDouble || name.EndsWith(".clock", StringComparison.Ordinal))
            {
                writer.Add(name, numbers.Extents, numbers.Values);
            }
            else
            {
                writer.Add(name, numbers.Extents, Array.ConvertAll(numbers.Values, value => (float)value));
            }
        }

        writer.Add("random.noise", [1], [(long)state.NoiseDraws]);
        if (state.OtherDraws.Count > 0)
        {
            writer.Add("random.model", [state.OtherDraws.Count], state.OtherDraws.Select(draws => (long)draws).ToArray());
        }

        writer.Add("random.batches", [1], [state.Step * state.Options.DiscriminatorSteps]);
        writer.Save(path);
        state.Path = path;
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="InputException">It is missing, damaged, no checkpoint of this program, or it holds NaN or infinity.</exception>
    public static TrainingState Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("format") != Format)
        {
            throw new InputException(
                $"Checkpoint '{path}': format is '{file.Metadata.GetValueOrDefault("format") ?? "missing"}', '{Format}' is expected. Give a file that this program wrote.",
                ExitCodes.DataMissing);
        }

        if (!Numbers.TryStep(file.Metadata.GetValueOrDefault("step"), out long step)
            || !Numbers.TryReal(file.Metadata.GetValueOrDefault("elapsed_seconds"), out double elapsedSeconds)
            || !file.Metadata.TryGetValue("configuration", out string? configuration))
        {
            throw new InputException($"Checkpoint '{path}': step, elapsed_seconds or configuration is missing from its metadata, or no number.", ExitCodes.DataMissing);
        }

        bool isVerified = file.Verify();
        bool isDouble = file.Entries.Any(entry => entry.Key.EndsWith(".weight", StringComparison.Ordinal) && entry.Value.Type == SafetensorsType.F64);
        TrainingState state = new()
        {
            Options = TrainingOptionsFile.FromJson(configuration, $"Checkpoint '{path}'"),
            Step = step,
            ElapsedSeconds = elapsedSeconds,
            IsDouble = isDouble,
            IsVerified = isVerified,
            NoiseDraws = (ulong)Single(file, "random.noise"),
            OtherDraws = file.Entries.ContainsKey("random.model") ? [.. file.ReadInt64("random.model").Select(draws => (ulong)draws)] : [],
            Path = path,
        };
        if (Single(file, "random.batches") is var batches && batches != step * state.Options.DiscriminatorSteps)
        {
            throw new InputException(
                $"Checkpoint '{path}': {batches} batches were drawn in {step} steps of {state.Options.DiscriminatorSteps}; step and counter do not belong together.",
                ExitCodes.DataMissing);
        }

        foreach ((string name, SafetensorsEntry entry) in file.Entries)
        {
            if (entry.Type is SafetensorsType.F32 or SafetensorsType.F64)
            {
                double[] values = entry.Type == SafetensorsType.F64
                    ? file.ReadDoubles(name)
                    : Array.ConvertAll(file.ReadFloats(name), value => (double)value);
                state.Add(name, new StateNumbers([.. entry.Shape], values));
            }
        }

        return state.NonFiniteTensor is { } tensor
            ? throw new InputException($"Checkpoint '{path}': '{tensor}' holds NaN or infinity: it is of a training that diverged.", ExitCodes.DataMissing)
            : state;
    }

    private static long Single(SafetensorsFile file, string name) => file.ReadInt64(name) is [var value]
        ? value
        : throw new InputException($"Checkpoint '{file.Path}': '{name}' is {file.Entry(name).ShapeText}, [1] is expected.", ExitCodes.DataMissing);
}
