using NativeGan.Engine.Differentiation;
using NativeGan.Engine.Operations;
using NativeGan.Models.Layers;
using NUnit.Framework;

namespace NativeGan.Tests.Operations;

/// <summary>Operations and layers are told apart by their class names; listings show an operation's short name.</summary>
public sealed class OperationNameTests
{
    [Test]
    public void Classes_OfOperationsAndLayers_ShareNoName()
    {
        IEnumerable<string> operations = typeof(Operation).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(TensorOperations).Namespace).Select(Simple);
        IEnumerable<string> layers = typeof(Activation).Assembly.GetExportedTypes().Where(type => type.Namespace == typeof(Activation).Namespace).Select(Simple);

        Assert.That(operations.Intersect(layers), Is.Empty, "a file that uses both namespaces would need an alias");
    }

    [TestCase(typeof(DropoutOperation), "Dropout")]
    [TestCase(typeof(LinearOperation<>), "Linear")]
    [TestCase(typeof(Convolution<>), "Convolution")]
    [TestCase(typeof(Exp), "Exp")]
    public void NameOf_AClassOfOperations_IsWhatListingsShow(Type operation, string name) =>
        Assert.That(Operation.NameOf(operation), Is.EqualTo(name));

    private static string Simple(Type type) => type.Name.Split('`')[0];
}
