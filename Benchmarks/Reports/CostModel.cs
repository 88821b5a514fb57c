namespace NativeGan.Benchmarks.Reports;

/// <summary>Time as overhead + operations / rate, fitted to medians.</summary>
internal readonly record struct CostModel(double OverheadSeconds, double OperationsPerSecond)
{
    /// <summary>The model with the least squares of relative errors: each row counts alike, whether it took a microsecond or a second.</summary>
    /// <remarks>Minimises Σ (o·u + w·v − 1)² with u = 1/t and v = operations/t. Null where the rows do not tell the two apart.</remarks>
    public static CostModel? Fit(ReportRow[] rows)
    {
        double uu = 0, uv = 0, vv = 0, su = 0, sv = 0;
        foreach (ReportRow row in rows)
        {
            double u = 1 / row.Seconds, v = row.FloatingPointOperations / row.Seconds;
            uu += u * u;
            uv += u * v;
            vv += v * v;
            su += u;
            sv += v;
        }

        double determinant = uu * vv - uv * uv;
        double overhead = (su * vv - sv * uv) / determinant, secondsPerOperation = (sv * uu - su * uv) / determinant;
        return secondsPerOperation > 0 ? new CostModel(Math.Max(overhead, 0), 1 / secondsPerOperation) : null;
    }
}
