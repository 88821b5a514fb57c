using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Commands;
using NativeGan.Training.Errors;
using NativeGan.Training.Hyperparameters;
using NativeGan.Training.Loop;
using NativeGan.Training.Optimizers;
using NativeGan.Training.Options;
using NativeGan.Training.Presets;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Options;

/// <summary>Every row of the hyperparameters: what the command line, files, validation and help make of it.</summary>
public sealed class HyperparameterTests
{
    private static readonly string[] _unwritten =
        ["", " ", "many", "NaN", "Infinity", "1e999", "0x10", "+1", " 1", "1 ", "1,5", "1,000", "-1", "-", "true ", "yes"];

    private static IEnumerable<string> Options() => HyperparameterCatalog.Options.Select(option => option.Name);

    private static IEnumerable<string> Paths() => HyperparameterCatalog.All.Select(row => row.Path);

    [Test]
    public void Rows_OfAllProperties_AreTheConfigurationInItsOrder()
    {
        string[] written = [.. Leaves("", TrainingOptionsFile.ToNode(HyperparameterCatalog.Defaults))];

        Assert.That(Paths(), Is.EqualTo(written));
        foreach (Type type in new[] { typeof(TrainingOptions), typeof(OptimizerOptions) })
        {
            Assert.That(
                type.GetProperties(BindingFlags.Public | BindingFlags.Instance),
                Is.All.Matches<PropertyInfo>(property => property!.GetCustomAttributes().Any(attribute => attribute is HyperparameterAttribute or HyperparameterGroupAttribute)));
        }
    }

    [TestCaseSource(nameof(Paths))]
    public void Row_Itself_HasAMeaningARangeAndAnAllowedDefault(string path)
    {
        Hyperparameter row = Find(path);

        Assert.That(row.Meaning, Does.Match(@"^[A-Z].*\.$"));
        Assert.That(row.Kind.Range, Is.Not.Empty.And.Not.Contain("System."));
        Assert.That(row.Kind.Holds(row.Default), Is.True, $"{row.Default}");
        Assert.That(PresetCatalog.All.Select(preset => row.Kind.Holds(row.Get(preset.FaithfulOptions))), Is.All.True);
    }

    [TestCaseSource(nameof(Paths))]
    public void Row_NotForEveryRun_IsUsedByAChoiceAndNotByAll(string path)
    {
        Hyperparameter row = Find(path);
        if (row.Chooser is not { } chooser)
        {
            Assert.That(row.IsUsedBy(HyperparameterCatalog.Defaults), Is.True);
            return;
        }

        Assert.That(row.Users, Is.Not.Empty.And.SubsetOf(((Names)chooser.Kind).All));
        Assert.That(row.Users, Has.Count.LessThan(((Names)chooser.Kind).All.Count), "a row that all choices use needs no UsedBy");
    }

    [Test]
    public void Choices_ByWhatTheyUse_NameRowsOnly()
    {
        string[] known = [.. HyperparameterCatalog.All.Where(row => row.Chooser is not null).Select(row => row.Name)];

        string[] used =
        [
            .. NativeGan.Models.Gans.ModelCatalog.Names.SelectMany(NativeGan.Models.Gans.ModelCatalog.UsesOf),
            .. OptimizerCatalog.Names.SelectMany(OptimizerCatalog.UsesOf),
            .. NativeGan.Training.Data.BatchSources.Names.SelectMany(NativeGan.Training.Data.BatchSources.UsesOf),
        ];

        Assert.That(used.Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName).Distinct(), Is.EquivalentTo(known.Distinct()));
    }

    [TestCaseSource(nameof(Options))]
    public void Option_WrittenWrong_IsOneLineThatNamesIt(string name)
    {
        HyperparameterOption option = HyperparameterCatalog.Options.Single(entry => entry.Name == name);
        foreach (string text in _unwritten.Append(Beyond(option.Kind)).OfType<string>().Where(text => option.Kind is not NetworkLayers || text != "1,5"))
        {
            InputException exception = Assert.Throws<InputException>(() => Apply(HyperparameterCatalog.Defaults, name, text), text)!;

            Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
            Assert.That(exception.Message, Does.StartWith($"{name}: ").And.Contain(text).And.EndsWith(".").And.Not.Contain("System.").And.Not.Contain('\n'));
            Assert.That(exception.Message, Does.Contain(option.Kind switch { Names names => names.All[0], NetworkLayers => NetworkNotation.Form, _ => option.Kind.Range }));
        }
    }

    [TestCaseSource(nameof(Options))]
    public void Option_Given_GivesWhatTheFileGives(string name)
    {
        HyperparameterOption option = HyperparameterCatalog.Options.Single(entry => entry.Name == name);
        TrainingOptions before = UsingAll(option.Rows);
        string[] texts = [.. Written(option.Kind)];
        Assert.That(texts, Is.Not.Empty);

        foreach (string text in texts)
        {
            TrainingOptions expected = option.Rows.Aggregate(before, (options, row) => Overlay(options, Json(row, text)));

            Assert.That(Apply(before, name, text), Is.EqualTo(expected), text);
            Assert.That(option.Rows.Select(row => row.Kind.Show(row.Get(expected))), Is.All.EqualTo(text));
        }
    }

    [Test]
    public void Options_Together_ReachEveryRowButTheChoiceOfThePreset() => Assert.That(
        HyperparameterCatalog.Options.SelectMany(option => option.Rows).Select(row => row.Path).Distinct(),
        Is.EquivalentTo(Paths().Except(["preset", "faithful"])));

    [TestCaseSource(nameof(Paths))]
    public void File_WithAWrongValue_IsOneLineThatNamesIt(string path)
    {
        Hyperparameter row = Find(path);
        string[] wrong = ["null", "{}", "[[]]", row.Kind is AnyText ? "5" : "\"1x\"", row.Kind is WholeNumbers<int> ? "1.5" : "-1e999"];
        foreach (string json in wrong)
        {
            InputException exception = Assert.Throws<InputException>(() => Overlay(HyperparameterCatalog.Defaults, Json(row, json, isQuoted: false)), json)!;

            Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
            Assert.That(exception.Message, Does.Contain($"{path}: ").And.EndsWith(".").And.Not.Contain("System.").And.Not.Contain('\n'), json);
        }
    }

    [TestCase("s4", "--dropout-keep 0.5", "--dropout-keep: model 'mlp' has no dropout. Leave it out, or give another --model: vanilla, dcgan-a, ")]
    [TestCase("s1", "--generator-hidden 5", "--generator-hidden: model 'vanilla' has widths of its own.")]
    [TestCase("s4", "--model conditional --packing 2", "--packing: model 'conditional' judges single samples.")]
    [TestCase("s4", "--momentum 0.5", "--momentum: optimiser 'adam-epsilon-hat' has no momentum. Leave it out, or give another --optimizer: momentum, ")]
    [TestCase("s4", "--optimizer momentum --beta2 0.9", "--beta2: optimiser 'momentum' does not use it.")]
    [TestCase("s4", "--g-optimizer sgd --g-beta1 0.5", "--g-beta1: optimiser 'sgd' does not use it.")]
    [TestCase("s1", "--shuffle-buffer 5", "--shuffle-buffer: sampler 'epoch' has no buffer.")]
    public void Option_OfNoUse_IsRefusedByName(string preset, string arguments, string message)
    {
        InputException exception = Assert.Throws<InputException>(() => Apply(PresetCatalog.Find(preset).Options, arguments.Split(' ')))!;

        Assert.That(exception.Message, Does.StartWith(message));
        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
    }

    [TestCase("--model maxout --dropout-keep 0.5")]
    [TestCase("--g-optimizer momentum --momentum 0.5")]
    [TestCase("--gradient-penalty 10")]
    public void Option_OfUseToOneNetwork_IsTaken(string arguments) =>
        Assert.DoesNotThrow(() => TrainingOptionsCheck.Validate(Apply(PresetCatalog.Find("s4").Options, arguments.Split(' '))));

    [Test]
    public void File_ValueOfNoUse_IsRefusedOnlyWhereItDiffers()
    {
        TrainingOptions preset = PresetCatalog.Find("s4").Options, changed = preset with { DropoutKeep = 0.5 };
        ValueOrigins origins = new();
        origins.Note("dropoutKeep", "dropoutKeep (a file, line 3)");

        Assert.DoesNotThrow(() => HyperparameterCatalog.EnsureUsed(origins, preset, preset, preset));
        Assert.DoesNotThrow(() => HyperparameterCatalog.EnsureUsed(origins, changed, preset, changed with { Model = "maxout" }), "the command line may choose the model");
        InputException exception = Assert.Throws<InputException>(() => HyperparameterCatalog.EnsureUsed(origins, changed, preset, changed))!;
        Assert.That(exception.Message, Does.StartWith("dropoutKeep (a file, line 3): model 'mlp' has no dropout."));
    }

    private static Hyperparameter Find(string path) => HyperparameterCatalog.All.Single(row => row.Path == path);

    private static TrainingOptions Apply(TrainingOptions options, params string[] arguments)
    {
        TrainingOptionSet set = new(_ => null);
        Command command = new("train");
        set.AddTo(command);
        ParseResult parsed = command.Parse(arguments);
        Assert.That(parsed.Errors, Is.Empty);
        return set.Apply(parsed, options, new ValueOrigins());
    }

    private static TrainingOptions Overlay(TrainingOptions options, string json)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("x.json"), json);
        return TrainingOptionsFile.Overlay(options, folder.File("x.json"));
    }

    /// <summary>A configuration that uses the rows.</summary>
    private static TrainingOptions UsingAll(IReadOnlyList<Hyperparameter> rows) => rows.Aggregate(
        HyperparameterCatalog.Defaults, (options, row) => row.Chooser is { } chooser ? chooser.With(options, row.Users![0]) : options);

    private static string Json(Hyperparameter row, string value, bool? isQuoted = null)
    {
        string text = isQuoted ?? (row.Kind is Names or AnyText or NetworkLayers) ? $"\"{value}\"" : value;
        return row.Group is null ? $"{{\"{row.Name}\": {text}}}" : $"{{\"{row.Group}\": {{\"{row.Name}\": {text}}}}}";
    }

    /// <summary>Texts that a row takes: its names, both truths, or numbers at its bounds and inside.</summary>
    private static IEnumerable<string> Written(ValueKind kind) => kind switch
    {
        Names names => names.All,
        TruthValues => ["true", "false"],
        NetworkLayers => ["7:relu,out:none", "7:batch-norm=0.8:leaky-relu=0.3:dropout-keep=0.5,8:tanh:dropout-keep,out:none"],
        RealNumbers => new[] { "0", "0.25", "1", "77" }.Where(text => kind.TryParse(text, out _)),
        _ => [.. kind.Range.Split(" to "), "77"],
    };

    /// <summary>One more than the largest whole number; null for other kinds.</summary>
    private static string? Beyond(ValueKind kind) => kind is Names or TruthValues or RealNumbers or NetworkLayers
        ? null
        : (Int128.Parse(kind.Range.Split(" to ")[1], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Leaves(string prefix, JsonNode? node) => node is JsonObject inner
        ? inner.SelectMany(property => Leaves(prefix.Length == 0 ? property.Key : $"{prefix}.{property.Key}", property.Value))
        : [prefix];
}
