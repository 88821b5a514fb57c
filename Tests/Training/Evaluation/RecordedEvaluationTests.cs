using System.Text.Json;
using NativeGan.Models;
using NativeGan.Tests.Support;
using NativeGan.Training.Data;
using NativeGan.Training.Evaluation;
using NativeGan.Training.Evaluation.Metrics;
using NativeGan.Training.Formats;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Evaluation;

/// <summary>The metrics find what NumPy found for the same rows: <c>Fixtures/Evaluation/evaluation.py</c> recorded it.</summary>
public sealed class RecordedEvaluationTests
{
    private static readonly string _folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "Evaluation");

    private readonly SafetensorsFile _rows = SafetensorsFile.Open(Path.Combine(_folder, "evaluation.safetensors"));
    private readonly JsonElement _figures = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "evaluation.json"))).RootElement;

    [OneTimeTearDown]
    public void Close() => _rows.Dispose();

    [Test]
    public void Fcd_IsNumPysToAThousandth() =>
        Assert.That(Measure(new FrechetMetric(), "distance"), Is.EqualTo(Recorded("fcd")).Within(1e-5 * Recorded("fcd"))); // single-precision features, double sums

    [Test]
    public void PrecisionAndRecall_AreNumPys() => Assert.That(
        (Measure(new PrecisionRecallMetric(), "precision"), Measure(new PrecisionRecallMetric(), "recall")), Is.EqualTo((Recorded("precision"), Recorded("recall"))));

    [Test]
    public void DensityAndCoverage_AreNumPys() => Assert.That(
        (Measure(new DensityCoverageMetric(), "density"), Measure(new DensityCoverageMetric(), "coverage")), Is.EqualTo((Recorded("density"), Recorded("coverage"))));

    [Test]
    public void Score_IsNumPys() => Assert.That(Measure(new ScoreMetric(), "score"), Is.EqualTo(Recorded("score")).Within(1e-5));

    [Test]
    public void Parzen_IsNumPys()
    {
        Assert.That(Measure(new ParzenMetric(), "sigma"), Is.EqualTo(Recorded("sigma")).Within(1e-12));
        Assert.That(Measure(new ParzenMetric(), "log-likelihood"), Is.EqualTo(Recorded("parzen")).Within(0.01)); // single-precision distances over 2σ²
        Assert.That(Measure(new ParzenMetric(), "standard error"), Is.EqualTo(Recorded("parzen_error")).Within(0.01));
    }

    private double Recorded(string figure) => _figures.GetProperty(figure).GetDouble();

    private double Measure(SetMetric metric, string figure)
    {
        float[] validation = _rows.ReadFloats("validation");
        byte[] train = [.. new byte[5 * validation.Length], .. Bytes(validation)]; // the last sixth validates
        EvaluationImages images = new(Images(train), Images(Bytes(_rows.ReadFloats("test"))));
        RealImages real = new(images, new RecordedReader(_rows, "real"), BackendCases.Get("cpu"));
        ImageSet samples = new(_rows.ReadFloats("images"), new RecordedReader(_rows, "samples"));
        return metric.Measure(samples, real).Single(found => found.Name == figure).Values[0];
    }

    private static byte[] Bytes(float[] shades) => Array.ConvertAll(shades, static shade => (byte)MathF.Round(shade * 255));

    private static ImageDataset Images(byte[] pixels) => new()
    {
        Name = "recorded",
        Count = pixels.Length / MnistImages.Pixels,
        Rows = MnistImages.Side,
        Columns = MnistImages.Side,
        Pixels = pixels,
        Labels = new byte[pixels.Length / MnistImages.Pixels],
        Sha256 = new string('b', 64),
        Source = "a recording",
    };

    /// <summary>Reads recorded features in any image; the recorded probabilities too where there are as many.</summary>
    private sealed class RecordedReader(SafetensorsFile rows, string features) : IImageReader
    {
        public ImageReadings Read(ReadOnlySpan<float> shades)
        {
            int count = checked((int)rows.Entry(features).Shape[0]);
            float[] probabilities = rows.ReadFloats("probabilities");
            return new ImageReadings(probabilities.Length == count * MnistImages.Classes ? probabilities : new float[count * MnistImages.Classes], rows.ReadFloats(features), count);
        }
    }
}
