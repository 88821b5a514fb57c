using NativeGan.Engine;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>Mode collapse: a generator that answers each discriminator to the end sits in one mode and hops, one that takes turns covers them.</summary>
/// <remarks>
/// For a fixed D, E ln(1 − D(G(z))) is least with all mass where D is largest: max over D of min over G is collapse, min over G
/// of max over D is p_data (Goodfellow 2016, §5.1.1). Counting as in Metz et al. 2017 and Lin et al. 2018: 2,500 samples,
/// good within 3σ of a mode, a mode covered by 20 or more.
/// </remarks>
internal sealed class ModesLab : Lab
{
    private const int Samples = 2500, Covered = 20, Batch = 256, AnswerSteps = 25, SnapshotEvery = 15;
    private const double Deviation = 0.1;

    private static readonly double[] _ring = [.. Enumerable.Range(0, 8).SelectMany(i => new[] { 2 * Math.Cos(i * Math.PI / 4), 2 * Math.Sin(i * Math.PI / 4) })];
    private static readonly double[] _grid = [.. Enumerable.Range(0, 25).SelectMany(i => new[] { i % 5 - 2.0, i / 5 - 2.0 })];

    /// <inheritdoc/>
    public override string Name => "modes";

    /// <inheritdoc/>
    public override string Title => "A generator that answers every D to the end collapses and hops from mode to mode";

    /// <inheritdoc/>
    public override string Claim =>
        "S0: G \"may just end up learning from 1 of these modes\", then \"produce better samples from some other mode for which the discriminator has not yet learnt\"; S1: \"examples of a particular kind only\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "For a fixed D the best G puts everything where D is largest: all it lowers is E ln(1 - D(G(z))). Only D's next move makes a mode that is too full unattractive. So with one step each by turns, G spreads over a ring of 8 "
        + "normal distributions; with 25 steps of G for each of D, near max over D of min over G, it sits in one mode or between two, D learns to refuse that, and G hops on: S0's points 5 and 6. "
        + "2,500 samples are judged: good within 3 standard deviations of a mode, a mode covered by 20 or more. Real samples check the ruler: 1 - e^(-9/2) of them are good. A grid of 25 is harder for both.";

    /// <inheritdoc/>
    public override string Tolerances => "Modes are counted. By turns one of eight may be missing at the moment one looks, and the grid is still being filled; collapse is at most two at once, on average over the second half. 0.0105: five standard errors of a share of 2,500.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        int steps = context.Pick(2000, 6000), rounds = context.Pick(300, 900);
        Judged ring = TakeTurns(context, _ring, steps, 1), grid = TakeTurns(context, _grid, 2 * steps, 2);
        List<Judged> answers = Answer(context, _ring, rounds, 3), gridAnswers = Answer(context, _grid, rounds, 4);
        Judged[] late = [.. answers.Skip(answers.Count / 2)], gridLate = [.. gridAnswers.Skip(answers.Count / 2)];
        using TensorScope scope = new();
        using RandomSource random = context.Random(5);
        using MixtureSampler onRing = new(context.Backend, _ring, 2, Deviation, random, Samples), onGrid = new(context.Backend, _grid, 2, Deviation, random, Samples);
        Judged realRing = Judge(onRing.Next().ToDoubleArray(), _ring), realGrid = Judge(onGrid.Next().ToDoubleArray(), _grid);
        return new LabResult(
            [
                Finding.AtLeast(7, "ring of 8, by turns: modes covered", ring.Modes),
                Finding.AtMost(2, $"ring, {AnswerSteps} steps of G to one of D: modes covered at once, mean", late.Average(judged => judged.Modes)),
                Finding.AtLeast(3, "ring, the same: different modes covered at one time or another", answers.SelectMany(judged => judged.CoveredModes).Distinct().Count()),
                Finding.AtLeast(13, "grid of 25, by turns: more than half of the modes covered", grid.Modes),
                Finding.AtMost(4, $"grid, {AnswerSteps} steps of G to one of D: modes covered at once, mean", gridLate.Average(judged => judged.Modes)),
                Finding.Within(0.0105, "share of good ones among real samples", 1 - Math.Exp(-4.5), realRing.Good),
                Finding.Within(0, "modes covered by real samples, ring and grid", 8 + 25, realRing.Modes + realGrid.Modes),
            ],
            PlotOf("ring of 8", realRing, ring, answers), PlotOf("grid of 25", realGrid, grid, gridAnswers),
            new Plot("modes covered at once", $"steps of D, {AnswerSteps} of G for each", "modes",
                new Series("ring of 8", SeriesStyle.Line, [.. answers.Select((judged, i) => ((i + 1.0) * SnapshotEvery, (double)judged.Modes))]),
                new Series("grid of 25", SeriesStyle.Line, [.. gridAnswers.Select((judged, i) => ((i + 1.0) * SnapshotEvery, (double)judged.Modes))]),
                new Series("ring, by turns in the end", SeriesStyle.Dashes, [(0, ring.Modes), (rounds, ring.Modes)])));
    }

    private static Plot PlotOf(string title, Judged real, Judged turns, List<Judged> answers) => new($"{title}: {turns.Modes} modes by turns, {answers[^1].Modes} otherwise", "x", "y",
        new Series("real", SeriesStyle.Specks, Points(real)),
        new Series("by turns", SeriesStyle.Specks, Points(turns)),
        new Series($"{AnswerSteps} steps of G to one of D, at the end", SeriesStyle.Specks, Points(answers[^1])),
        new Series("the same, at the snapshot before", SeriesStyle.Specks, Points(answers[^2])))
    { IsSquare = true };

    private static Judged TakeTurns(LabContext context, double[] centres, int steps, uint stream)
    {
        using RandomSource random = context.Random(stream);
        using MixtureSampler real = new(context.Backend, centres, 2, Deviation, random, Batch);
        using ToyGan gan = CreateGan(context, real);
        gan.Train(steps, context.Progress);
        return Judge(gan.Sample(Samples), centres);
    }

    /// <summary>One step of D, then many of G, over and over.</summary>
    private static List<Judged> Answer(LabContext context, double[] centres, int rounds, uint stream)
    {
        using RandomSource random = context.Random(stream);
        using MixtureSampler real = new(context.Backend, centres, 2, Deviation, random, Batch);
        using ToyGan gan = CreateGan(context, real);
        List<Judged> snapshots = [];
        for (int round = 1; round <= rounds; round++)
        {
            gan.Train(1);
            gan.TrainGeneratorOnly(AnswerSteps - 1);
            context.Progress?.Invoke(round * AnswerSteps, rounds * AnswerSteps);
            if (round % SnapshotEvery == 0)
            {
                snapshots.Add(Judge(gan.Sample(Samples), centres));
            }
        }

        return snapshots;
    }

    private static ToyGan CreateGan(LabContext context, MixtureSampler real) =>
        new(context, real, dimensions: 2, Batch, hidden: 64, noiseSize: 2, learningRate: 1e-3);

    /// <summary>Counts the modes that samples cover, and the share of samples near one.</summary>
    private static Judged Judge(double[] samples, double[] centres)
    {
        int[] hits = new int[centres.Length / 2];
        for (int i = 0; i < samples.Length; i += 2)
        {
            for (int mode = 0; mode < hits.Length; mode++)
            {
                double dx = samples[i] - centres[2 * mode], dy = samples[i + 1] - centres[2 * mode + 1];
                hits[mode] += dx * dx + dy * dy <= 9 * Deviation * Deviation ? 1 : 0;
            }
        }

        int[] covered = [.. Enumerable.Range(0, hits.Length).Where(mode => hits[mode] >= Covered)];
        return new Judged(samples, covered, hits.Sum() / (samples.Length / 2.0));
    }

    private static (double X, double Y)[] Points(Judged judged) => [.. Enumerable.Range(0, 500).Select(i => (judged.Samples[2 * i], judged.Samples[2 * i + 1]))];

    /// <summary>Samples, the modes they cover and the share of good ones.</summary>
    private sealed record Judged(double[] Samples, int[] CoveredModes, double Good)
    {
        /// <summary>How many modes are covered.</summary>
        public int Modes => CoveredModes.Length;
    }
}
