using NativeGan.Engine;
using NativeGan.Engine.Operations;
using NativeGan.Training.Pictures;

namespace NativeGan.Training.Labs;

/// <summary>S2's minimax on small game trees: the same value and move as trying every strategy, and the order of the players matters.</summary>
/// <remarks>
/// Zermelo 1913; von Neumann 1928. The value by strategies is max over σ of min over τ of the leaf that both lead to. In a
/// game where both choose once, min over G of max over D is never below max over D of min over G (Goodfellow 2016, §5.1.1).
/// </remarks>
internal sealed class MinimaxLab : Lab
{
    private const int Moves = 3;

    /// <inheritdoc/>
    public override string Name => "minimax";

    /// <inheritdoc/>
    public override string Title => "Minimax finds the value and move that trying every strategy finds";

    /// <inheritdoc/>
    public override string Claim => "S2: \"function minimax(node, depth, maximizingPlayer)\"; \"a GAN as a minimax game which G wants to minimize V while D wants to maximize it\".";

    /// <inheritdoc/>
    public override string Explanation =>
        "Random trees, four moves deep with three choices each, lie in one tensor; minimax is four reductions, max, min, max, min, from the leaves up. Against it: S2's recursion, node by node, and every pure "
        + "strategy of the maximising player (3 first moves × 27 plans) against every reply. A GAN's min over G of max over D is such a game with one move each, and there the order matters: "
        + "min max ≥ max min, by 2 in matching pennies. Training that forgets the order may solve the other problem, in which G answers a fixed D and collapses (lab modes).";

    /// <inheritdoc/>
    public override string Tolerances => "None: maxima and minima select numbers and round nothing.";

    /// <inheritdoc/>
    public override LabResult Run(LabContext context)
    {
        int trees = context.Pick(200, 2000);
        using TensorScope scope = new();
        using RandomSource random = context.Random(1);
        Tensor leaves = random.Normal(new Shape(trees, Moves, Moves, Moves, Moves));
        Tensor afterFirst = Min(leaves, 4).Max([3]);
        Tensor byMove = Min(afterFirst, 2);
        double[] values = byMove.Max([1]).ToDoubleArray(), first = byMove.ToDoubleArray(), all = leaves.ToDoubleArray();
        int wrongValue = 0, wrongMove = 0, wrongRecursion = 0;
        List<(double Enumerated, double Minimax)> pairs = [];
        for (int tree = 0; tree < trees; tree++)
        {
            double[] own = all[(tree * 81)..((tree + 1) * 81)];
            (double value, int move) = TryEveryStrategy(own);
            wrongValue += value == values[tree] ? 0 : 1;
            wrongMove += move == IndexOfLargest(first.AsSpan(tree * Moves, Moves)) ? 0 : 1;
            wrongRecursion += Recurse(own, isMaximizing: true) == values[tree] ? 0 : 1;
            pairs.Add((value, values[tree]));
        }

        Tensor games = random.Normal(new Shape(trees, Moves, Moves)); // G picks the row, D the column
        double[] minMax = Min(games.Max([2]), 1).ToDoubleArray(), maxMin = Min(games, 1).Max([1]).ToDoubleArray();
        Tensor pennies = Tensor.FromArray(context.Backend, [1.0, -1, -1, 1], new Shape(1, 2, 2));
        return new LabResult(
            [
                Finding.Within(0, $"{trees} trees: values that differ from trying every strategy", 0, wrongValue),
                Finding.Within(0, "first moves that differ from trying every strategy", 0, wrongMove),
                Finding.Within(0, "values that differ from S2's recursion", 0, wrongRecursion),
                Finding.AtLeast(0, "one move each: smallest min max - max min", minMax.Zip(maxMin, static (a, b) => a - b).Min()),
                Finding.Within(0, "matching pennies: min max - max min", 2, Min(pennies.Max([2]), 1).DoubleItem() - Min(pennies, 1).Max([1]).DoubleItem()),
            ],
            new Plot("values of random trees", "by trying every strategy", "by minimax, on tensors",
                new Series("predicted: equal", SeriesStyle.Dashes, [(values.Min(), values.Min()), (values.Max(), values.Max())]),
                new Series("measured, one dot a tree", SeriesStyle.Dots, [.. pairs.Take(120)]) { Colour = 0 }),
            new Plot("games with one move each", "max over D of min over G", "min over G of max over D",
                new Series("equal: the order does not matter", SeriesStyle.Dashes, [(maxMin.Min(), maxMin.Min()), (maxMin.Max(), maxMin.Max())]),
                new Series("measured: never below", SeriesStyle.Dots, [.. maxMin.Zip(minMax).Take(200)]) { Colour = 0 }));
    }

    private static Tensor Min(Tensor x, int axis) => -(-x).Max([axis]);

    /// <summary>S2's pseudocode on a complete tree whose leaves lie side by side.</summary>
    private static double Recurse(ReadOnlySpan<double> leaves, bool isMaximizing)
    {
        if (leaves.Length == 1)
        {
            return leaves[0];
        }

        double best = isMaximizing ? double.NegativeInfinity : double.PositiveInfinity;
        int share = leaves.Length / Moves;
        for (int move = 0; move < Moves; move++)
        {
            double value = Recurse(leaves.Slice(move * share, share), !isMaximizing);
            best = isMaximizing ? Math.Max(best, value) : Math.Min(best, value);
        }

        return best;
    }

    /// <summary>The best plan of the maximising player (a first move, and one answer to each reply) against the worst that can happen.</summary>
    private static (double Value, int Move) TryEveryStrategy(ReadOnlySpan<double> leaves)
    {
        (double best, int bestMove) = (double.NegativeInfinity, -1);
        for (int move = 0; move < Moves; move++)
        {
            for (int plan = 0; plan < 27; plan++)
            {
                ReadOnlySpan<int> answers = [plan % 3, plan / 3 % 3, plan / 9];
                double worst = double.PositiveInfinity;
                for (int reply = 0; reply < Moves; reply++)
                {
                    for (int last = 0; last < Moves; last++)
                    {
                        worst = Math.Min(worst, leaves[((move * 3 + reply) * 3 + answers[reply]) * 3 + last]);
                    }
                }

                (best, bestMove) = worst > best ? (worst, move) : (best, bestMove);
            }
        }

        return (best, bestMove);
    }

    private static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            largest = values[i] > values[largest] ? i : largest;
        }

        return largest;
    }
}
