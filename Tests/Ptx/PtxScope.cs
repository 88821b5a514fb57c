namespace NativeGan.Tests.Ptx;

/// <summary>The names declared between two braces, and those around them.</summary>
internal sealed class PtxScope(PtxScope? outer)
{
    private readonly Dictionary<string, PtxRegister> _registers = [];
    private readonly Dictionary<string, ulong> _symbols = [];
    private readonly Dictionary<string, int> _labels = [];

    public PtxScope? Outer => outer;

    public void DeclareRegister(string name, PtxRegister register) => Add(_registers, name, register);

    /// <summary>A variable in memory, by its address within its state space.</summary>
    public void DeclareSymbol(string name, ulong address) => Add(_symbols, name, address);

    /// <summary>A label, by the number of the instruction that follows it.</summary>
    public void DeclareLabel(string name, int instruction) => Add(_labels, name, instruction);

    public PtxRegister? FindRegister(string name) =>
        _registers.TryGetValue(name, out PtxRegister register) ? register : outer?.FindRegister(name);

    public ulong? FindSymbol(string name) => _symbols.TryGetValue(name, out ulong address) ? address : outer?.FindSymbol(name);

    public int? FindLabel(string name) => _labels.TryGetValue(name, out int instruction) ? instruction : outer?.FindLabel(name);

    private static void Add<T>(Dictionary<string, T> names, string name, T value)
    {
        if (!names.TryAdd(name, value))
        {
            throw new FormatException($"'{name}' is declared twice in one scope.");
        }
    }
}
