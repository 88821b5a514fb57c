namespace NativeGan.Tests.Ptx;

/// <summary>One <c>.entry</c> of a PTX text, ready to be executed.</summary>
/// <remarks>
/// A thread's register file is one array: first the declared registers, then the special registers and the constants that
/// instructions name, so that every source operand is an index.
/// </remarks>
public sealed class PtxKernel
{
    private readonly Dictionary<ulong, int> _constants = [];
    private readonly Dictionary<string, int> _specials = [];
    private readonly List<ulong> _initial = [];

    internal PtxKernel(string name) => Name = name;

    /// <summary>The entry's name.</summary>
    public string Name { get; }

    /// <summary>The parameters in order, with their places in the parameter space.</summary>
    public IReadOnlyList<PtxParameter> Parameters => ParameterList;

    /// <summary>Bytes of static shared memory, as a device would pack it.</summary>
    public int SharedBytes { get; internal set; }

    /// <summary>Reads the first entry of a text.</summary>
    /// <exception cref="FormatException">The text is not PTX.</exception>
    /// <exception cref="NotSupportedException">It is, but with something this interpreter does not know; the message has the line.</exception>
    public static PtxKernel Parse(string text)
    {
        PtxKernel kernel = new PtxParser(text).ReadEntry();
        kernel.Steps = [.. kernel.Instructions.Select(instruction => PtxTranslator.Translate(instruction))];
        return kernel;
    }

    internal List<PtxParameter> ParameterList { get; } = [];

    internal List<PtxVariable> SharedVariables { get; } = [];

    internal List<PtxVariable> LocalVariables { get; } = [];

    internal List<PtxInstruction> Instructions { get; } = [];

    internal PtxStep[] Steps { get; private set; } = [];

    /// <summary>The register file as a thread starts with it; the special registers are filled in per thread.</summary>
    internal IReadOnlyList<ulong> InitialRegisters => _initial;

    /// <summary>Slots of special registers by name, <c>%tid.x</c>.</summary>
    internal IReadOnlyDictionary<string, int> SpecialRegisters => _specials;

    /// <summary>A new slot. What nobody has written reads as NaN, or as −1.</summary>
    internal int AddSlot(ulong value = ulong.MaxValue)
    {
        _initial.Add(value);
        return _initial.Count - 1;
    }

    internal int Constant(ulong bits)
    {
        if (!_constants.TryGetValue(bits, out int slot))
        {
            slot = AddSlot(bits);
            _constants.Add(bits, slot);
        }

        return slot;
    }

    internal int Special(string name)
    {
        if (!_specials.TryGetValue(name, out int slot))
        {
            slot = AddSlot();
            _specials.Add(name, slot);
        }

        return slot;
    }
}
