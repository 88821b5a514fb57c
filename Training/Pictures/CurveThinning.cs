namespace NativeGan.Training.Pictures;

/// <summary>Leaves out points of a long curve that nobody would see.</summary>
internal static class CurveThinning
{
    private const int KeptOfEach = 4;

    /// <summary>
    /// The curve in as many equal stretches as fit; of each the first, the lowest, the highest and the last point are kept, in their
    /// order. So every peak stays, and both ends.
    /// </summary>
    /// <param name="points">A curve; numbers that are not finite are left out.</param>
    /// <param name="most">Points to keep, 4 or more; a curve that has no more is returned whole.</param>
    public static IReadOnlyList<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, KeptOfEach);
        (double X, double Y)[] finite = [.. points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (finite.Length <= most)
        {
            return finite;
        }

        int stretches = most / KeptOfEach;
        List<(double X, double Y)> kept = new(most);
        for (int stretch = 0; stretch < stretches; stretch++)
        {
            int start = (int)((long)finite.Length * stretch / stretches), end = (int)((long)finite.Length * (stretch + 1) / stretches);
            int lowest = start, highest = start;
            for (int index = start; index < end; index++)
            {
                lowest = finite[index].Y < finite[lowest].Y ? index : lowest;
                highest = finite[index].Y > finite[highest].Y ? index : highest;
            }

            kept.AddRange(new SortedSet<int> { start, lowest, highest, end - 1 }.Select(index => finite[index]));
        }

        return kept;
    }
}
