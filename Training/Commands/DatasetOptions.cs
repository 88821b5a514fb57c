using System.CommandLine;
using NativeGan.Training.Data;
using NativeGan.Training.Hyperparameters;

namespace NativeGan.Training.Commands;

/// <summary>The option that says where images are, shared by the commands that read them.</summary>
internal sealed class DatasetOptions
{
    private readonly TextOption _data = new("--data")
    {
        HelpName = "FOLDER",
        Section = OptionSection.Data,
        Description = "Folder with the four IDX files (train-images-idx3-ubyte ..., raw or .gz). Without it: NATIVEGAN_DATA, the cache, system packages, download, npm, the built-in digits.",
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_data);

    /// <summary>The folder that was given; null for none.</summary>
    public string? FolderIn(ParseResult parsed) => parsed.GetValue(_data);

    /// <summary>Where to look, as the command line has it.</summary>
    public DatasetSource Source(ParseResult parsed, Action<string> log) =>
        new(new DatasetSourceOptions { DataFolder = parsed.GetValue(_data) }, CommandLine.LogOf(parsed, log));
}
