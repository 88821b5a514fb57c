using System.Globalization;

namespace NativeGan.Training.Sweeps;

/// <summary>One training of a search: a trial with a seed.</summary>
internal sealed class SweepRun
{
    /// <summary>A run of a search.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="folder">The search's folder.</param>
    public SweepRun(SweepTrial trial, ulong seed, string folder)
    {
        (Trial, Seed) = (trial, seed);
        Name = string.Create(CultureInfo.InvariantCulture, $"{trial.Number:D3}-{trial.Preset.Name}-seed-{seed}");
        Folder = Path.Combine(folder, Name);
    }

    /// <summary>The trial.</summary>
    public SweepTrial Trial { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>What it is called: the trial's number, the preset, the seed.</summary>
    public string Name { get; }

    /// <summary>Its run folder.</summary>
    public string Folder { get; }

    /// <summary>What the program said while it ran.</summary>
    public string LogPath => Folder + ".log";

    /// <summary>The arguments of the program that begin it.</summary>
    public IReadOnlyList<string> Arguments => ["train", .. Trial.Arguments(Seed), "--out", Folder];
}
