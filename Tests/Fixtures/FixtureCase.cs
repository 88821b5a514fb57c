using System.Text.Json;

namespace NativeGan.Tests.Fixtures;

/// <summary>One recorded case. What only one family has is read from <see cref="Json"/> under the family's own names.</summary>
public sealed class FixtureCase
{
    private readonly FixtureFamily _family;

    internal FixtureCase(FixtureFamily family, JsonElement json)
    {
        _family = family;
        Json = json;
        Name = json.GetProperty("case").GetString()!;
        Op = json.GetProperty("op").GetString()!;
    }

    /// <summary>The whole description.</summary>
    public JsonElement Json { get; }

    /// <summary>The case's name, unique in its family.</summary>
    public string Name { get; }

    /// <summary>What is computed, such as <c>matmul</c>.</summary>
    public string Op { get; }

    /// <summary>The operation's attributes.</summary>
    public JsonElement Attributes => Json.GetProperty("attrs");

    /// <summary>Keys of the inputs, in the order of the operation's arguments.</summary>
    public IReadOnlyList<string> Inputs => Texts("inputs");

    /// <summary>Keys of the outputs.</summary>
    public IReadOnlyList<string> Outputs => Texts("outputs");

    /// <summary>Output → the key of its upstream gradient; empty when only the forward pass was recorded.</summary>
    public IReadOnlyDictionary<string, string> Upstream => Pairs("upstream");

    /// <summary>Input → the key of its gradient; inputs that are not listed are not differentiated.</summary>
    public IReadOnlyDictionary<string, string> Gradients => Pairs("grads");

    /// <summary>Another convention than the recorded one is legitimate.</summary>
    public bool IsAdvisory => Json.TryGetProperty("advisory", out JsonElement advisory) && advisory.GetBoolean();

    /// <summary>What there is to know about the case.</summary>
    public string Notes => Json.TryGetProperty("notes", out JsonElement notes) ? notes.GetString()! : string.Empty;

    /// <summary>How close a tensor has to be.</summary>
    public (double Relative, double Absolute) Tolerance(string key)
    {
        JsonElement tolerance = Json.GetProperty("tolerance").GetProperty(key);
        return (tolerance.GetProperty("rtol").GetDouble(), tolerance.GetProperty("atol").GetDouble());
    }

    /// <summary>Whether the case has a tensor under this key.</summary>
    public bool Has(string key) => Json.GetProperty("tensors").TryGetProperty(key, out _);

    /// <summary>A recorded tensor.</summary>
    /// <exception cref="FixtureException">The case has no such tensor.</exception>
    public FixtureTensor Tensor(string key) => Json.GetProperty("tensors").TryGetProperty(key, out JsonElement name)
        ? _family.ReadTensor(name.GetString()!)
        : throw new FixtureException($"Fixtures: case '{Name}' has no tensor '{key}'.");

    /// <summary>Steps of a recorded training.</summary>
    public int Steps => Json.GetProperty("steps").GetInt32();

    /// <summary>Rows that a recorded training takes of a batch.</summary>
    public int BatchSize => Json.GetProperty("batch").GetInt32();

    /// <summary>Batches of rows, [batches, rows, size].</summary>
    internal RecordedRows Rows(string key)
    {
        FixtureTensor tensor = Tensor(key);
        return new RecordedRows(tensor.Values, (tensor.Shape[0], tensor.Shape[1], tensor.Shape[2]), BatchSize);
    }

    /// <summary>Batches of classes, [batches, rows], as one-hot rows.</summary>
    internal RecordedRows OneHotRows(string key, int classes)
    {
        FixtureTensor tensor = Tensor(key);
        return new RecordedRows(OneHot(tensor, classes), (tensor.Shape[0], tensor.Shape[1], classes), BatchSize);
    }

    /// <summary>Classes as one-hot rows, one after the other.</summary>
    internal static double[] OneHot(FixtureTensor labels, int classes) =>
        [.. labels.ToIntegers().SelectMany(label => Enumerable.Range(0, classes).Select(index => index == label ? 1.0 : 0.0))];

    public override string ToString() => Name;

    private string[] Texts(string property) => [.. Json.GetProperty(property).EnumerateArray().Select(element => element.GetString()!)];

    private Dictionary<string, string> Pairs(string property) =>
        Json.GetProperty(property).EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
}
