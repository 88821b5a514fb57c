namespace NativeGan.Tests.Architecture;

/// <summary>A project, the projects it builds on, and its rooms in order: a room needs only rooms above it.</summary>
/// <remarks>
/// A room is one or more places, joined by <c>+</c>: a folder with all that lies below it, a single file, or <c>.</c> for the files
/// at the project's top. What lies at the top is visible everywhere without a using line, so most projects keep it in their first room.
/// </remarks>
/// <param name="Name">Its folder, and its namespace under <c>NativeGan</c>.</param>
/// <param name="References">The projects it builds on.</param>
/// <param name="Rooms">Its rooms, the first one first.</param>
internal sealed record ProjectRooms(string Name, string[] References, params string[] Rooms)
{
    /// <summary>Every project but the tests.</summary>
    public static IReadOnlyList<ProjectRooms> All { get; } =
    [
        // A tensor's buffers and shape are what IBackend speaks of, and a tensor calls its backend: one room.
        new("Engine", [], ".+Backends", "Differentiation", "Operations", "Checking"),

        // The catalog of backends is the door: it knows all of them, and none of them knows it.
        new("Kernels", ["Engine"], ".", "Cpu", "Gpu", "BackendCatalog.cs"),

        new("Models", ["Engine"], ".", "Initialization", "Layers", "Losses", "Gans", "Classifiers"),

        new("Training", ["Engine", "Kernels", "Models"],
            "Errors", "Hyperparameters", "Formats", "Pictures", "Data", "Samples", "Optimizers", "Options", "Presets", "Loop", "Runs", "Evaluation", "Sweeps", "Labs", "Study",
            "Commands+Program.cs"),

        new("Benchmarks", ["Engine", "Kernels", "Models", "Training"],
            "Harness", "Reports", "Contenders", "Steps", "Peers", "Suite", "Gpu", "Commands+Program.cs"),
    ];

    /// <summary>What is against the order: a line for each file and each room that it must not know.</summary>
    /// <param name="files">The project's files.</param>
    public IReadOnlyList<string> Faults(IReadOnlyList<SourceFile> files)
    {
        List<string> faults = [];
        foreach (string place in Rooms.SelectMany(room => room.Split('+')).Where(place => !files.Any(file => Fits(file, place))))
        {
            faults.Add($"{Name}/{place}: there is no such place; take it out of {nameof(ProjectRooms)}.");
        }

        faults.AddRange(files.Where(file => RoomOf(file) < 0)
            .Select(file => $"{Name}/{file.Path} lies in no room; there are {string.Join(", ", Rooms)}."));
        SourceFile[] placed = [.. files.Where(file => RoomOf(file) >= 0)];
        List<(SourceFile From, SourceFile To)> steps =
            [.. placed.SelectMany(from => NeedsOf(from, placed).Where(to => RoomOf(to) != RoomOf(from)).Select(to => (from, to)))];
        IEnumerable<(SourceFile From, SourceFile To)> wrong = steps.Where(step => RoomOf(step.To) > RoomOf(step.From));
        foreach ((SourceFile from, SourceFile to) in wrong.DistinctBy(step => (step.From, RoomOf(step.To))))
        {
            string fault = $"{Name}/{from.Path} needs {Name}/{to.Path}, but '{Rooms[RoomOf(from)]}' comes before '{Rooms[RoomOf(to)]}'.";
            (SourceFile? back, SourceFile? forth) =
                steps.FirstOrDefault(step => RoomOf(step.From) == RoomOf(to) && RoomOf(step.To) == RoomOf(from));
            faults.Add(back is null ? fault : $"{fault} It closes a circle: {Name}/{back.Path} needs {Name}/{forth!.Path}.");
        }

        return faults;
    }

    /// <summary>The files that a file needs, one for each using line, and each type it names without one.</summary>
    private HashSet<SourceFile> NeedsOf(SourceFile from, IReadOnlyList<SourceFile> files)
    {
        HashSet<SourceFile> needs = [];
        foreach (string used in from.Usings)
        {
            SourceFile[] there = [.. files.Where(file => used == NamespaceOf(file) || used == $"{NamespaceOf(file)}.{file.TypeName}")];
            needs.UnionWith(there.Where(file => from.Names(file.TypeName)).DefaultIfEmpty(there.FirstOrDefault()).OfType<SourceFile>());
        }

        // A namespace's parents are visible in it, and its relatives by a name that begins there.
        string own = $"{NamespaceOf(from)}.";
        needs.UnionWith(files.Where(file => file.HasType && own.StartsWith($"{NamespaceOf(file)}.", StringComparison.Ordinal) && from.Names(file.TypeName)));
        string[] qualified = [.. from.QualifiedNames.Select(name => $".{name}.")];
        needs.UnionWith(files.Where(file => file.Folder.Length > 0 && qualified.Any(name => IsOf(name, file))));
        needs.Remove(from);
        return needs;
    }

    private bool IsOf(string qualifiedName, SourceFile file)
    {
        string type = $".{file.Folder.Replace('/', '.')}.{file.TypeName}.";
        return new[] { type, $".{Name}{type}", $".NativeGan.{Name}{type}" }.Any(name => qualifiedName.StartsWith(name, StringComparison.Ordinal));
    }

    private string NamespaceOf(SourceFile file) => $"NativeGan.{Name}{(file.Folder.Length == 0 ? "" : ".")}{file.Folder.Replace('/', '.')}";

    /// <summary>The number of a file's room: that of the longest place that fits. Negative where none does.</summary>
    private int RoomOf(SourceFile file) => Rooms
        .SelectMany((room, number) => room.Split('+').Select(place => (Place: place, Number: number)))
        .Where(entry => Fits(file, entry.Place))
        .OrderByDescending(entry => entry.Place.Length)
        .Select(entry => entry.Number)
        .FirstOrDefault(-1);

    private static bool Fits(SourceFile file, string place) =>
        place == "." ? file.Folder.Length == 0 : file.Path == place || file.Path.StartsWith($"{place}/", StringComparison.Ordinal);
}
