using System.Text.Json;
using NativeGan.Engine;
using NativeGan.Engine.Backends;

namespace NativeGan.Tests.Fixtures;

/// <summary>The inputs and attributes of a recorded operation, on a backend.</summary>
public sealed class OperationInputs(FixtureCase recorded, IBackend backend) : IDisposable
{
    private readonly Dictionary<int, Tensor> _tensors = [];
    private readonly List<Indices> _indices = [];

    /// <summary>Where to compute.</summary>
    public IBackend Backend => backend;

    /// <summary>Number of inputs.</summary>
    public int Count => recorded.Inputs.Count;

    /// <summary>An input by its position, made once so that gradients can be asked for it.</summary>
    public Tensor this[int input]
    {
        get
        {
            if (!_tensors.TryGetValue(input, out Tensor? tensor))
            {
                FixtureTensor numbers = recorded.Tensor(recorded.Inputs[input]);
                tensor = Tensor.FromArray(backend, numbers.Values, numbers.Shape).Named(recorded.Inputs[input]);
                _tensors.Add(input, tensor);
            }

            return tensor;
        }
    }

    /// <summary>An input of integers by its position.</summary>
    public Indices Indices(int input)
    {
        FixtureTensor numbers = recorded.Tensor(recorded.Inputs[input]);
        Indices indices = NativeGan.Engine.Indices.FromArray(backend, numbers.ToIntegers(), numbers.Shape);
        _indices.Add(indices);
        return indices;
    }

    /// <summary>All inputs, in order.</summary>
    public Tensor[] All() => [.. Enumerable.Range(0, Count).Select(input => this[input])];

    /// <summary>Whether there is such an attribute.</summary>
    public bool Has(string attribute) => recorded.Attributes.TryGetProperty(attribute, out _);

    /// <summary>An attribute that is a number.</summary>
    public double Number(string attribute) => recorded.Attributes.GetProperty(attribute).GetDouble();

    /// <summary>An attribute that is a whole number.</summary>
    public int Integer(string attribute) => recorded.Attributes.GetProperty(attribute).GetInt32();

    /// <summary>An attribute that is true or false.</summary>
    public bool Flag(string attribute) => recorded.Attributes.GetProperty(attribute).GetBoolean();

    /// <summary>An attribute that is a word.</summary>
    public string Text(string attribute) => recorded.Attributes.GetProperty(attribute).GetString()!;

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public int[] Integers(string attribute) =>
        [.. recorded.Attributes.GetProperty(attribute).EnumerateArray().Select(element => element.GetInt32())];

    /// <summary>The axes of a reduction: a number, a list, or null for all of them.</summary>
    public int[] Axes(int rank)
    {
        JsonElement axis = recorded.Attributes.GetProperty("axis");
        return axis.ValueKind switch
        {
            JsonValueKind.Null => [.. Enumerable.Range(0, rank)],
            JsonValueKind.Array => Integers("axis"),
            _ => [axis.GetInt32()],
        };
    }

    public void Dispose()
    {
        foreach (Indices indices in _indices)
        {
            indices.Dispose();
        }
    }
}
