using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Loop;
using NativeGan.Training.Options;
using NativeGan.Training.Runs;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>Bad input to the built program: one line on the standard error, the right exit code, nothing half-written.</summary>
[TestFixture]
public sealed class BadInputTests
{
    private TemporaryFolder _folder = null!;
    private string _run = null!;

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = new TemporaryFolder();
        _run = _folder.File("run");
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "3", "--checkpoint-every", "0", "--out", _run]);
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(ExitCodes.Usage, "train s5", "no preset 's5'", "'s0'")]
    [TestCase(ExitCodes.Usage, "trian s4", "no command 'trian'", "'train'")]
    [TestCase(ExitCodes.Usage, "train s4 --step 3", "no option '--step'", "'--steps'")]
    [TestCase(ExitCodes.Usage, "train s4 s0", "'s0' was not expected")]
    [TestCase(ExitCodes.Usage, "train", "preset")]
    [TestCase(ExitCodes.Usage, "train s4 --steps many", "'many'", "--steps")]
    [TestCase(ExitCodes.Usage, "train s4 --batch-size 0", "--batch-size", "found 0", "1 to")]
    [TestCase(ExitCodes.Usage, "train s4 --training-images -1", "--training-images", "found -1")]
    [TestCase(ExitCodes.Usage, "train goodfellow2014 --learning-rate-decay 0.5", "--learning-rate-decay", "found 0.5", "1 or more")]
    [TestCase(ExitCodes.Usage, "train goodfellow2014 --generator-hidden 65536", "--generator-hidden × --generator-hidden", "4294967296")]
    [TestCase(ExitCodes.Usage, "train s4 --batch-size 1048576 --discriminator-steps 1000", "--discriminator-steps × --batch-size", "16777216")]
    [TestCase(ExitCodes.Usage, "train s4 --noise-size 65536 --generator-hidden 65536", "--noise-size × --generator-hidden", "4294967296")]
    [TestCase(ExitCodes.Usage, "train s4 --generator-layers 512,wide", "--generator-layers: found '512,wide': layer 2: found 'wide'", "1 to 65536")]
    [TestCase(ExitCodes.Usage, "train s4 --discriminator-layers 512:relo", "--discriminator-layers", "no 'relo'", "'relu'")]
    [TestCase(ExitCodes.Usage, "train s4 --generator-layers 512,65536,65536", "--generator-layers: inputs × units", "4294967296")]
    [TestCase(ExitCodes.Usage, "train s4 --discriminator-layers 512,out:tanh", "--discriminator-layers: found 'out:tanh'", "raw outputs")]
    [TestCase(ExitCodes.Usage, "train pytorch-gan --generator-hidden 77", "--generator-hidden: found 77", "128, 256, 512, 1024 units", "--generator-layers 128,256,512,1024")]
    [TestCase(ExitCodes.Usage, "train bigan --generator-layers 512", "--generator-layers: model 'bidirectional' has networks of its own", "vanilla")]
    [TestCase(ExitCodes.Usage, "train s4 --learning-rate NaN", "--learning-rate", "found 'NaN'")]
    [TestCase(ExitCodes.Usage, "train s4 --minutes -1", "--minutes", "found -1")]
    [TestCase(ExitCodes.Usage, "train s4 --minutes 0,5", "--minutes: found '0,5'", "point")]
    [TestCase(ExitCodes.Usage, "train s4 --minutes 1e300", "--minutes: found 1e300", "up to 1000000")]
    [TestCase(ExitCodes.Usage, "train s4 --learning-rate 0,0002", "--learning-rate: found '0,0002'", "point")]
    [TestCase(ExitCodes.Usage, "train s4 --batch-size -5", "--batch-size: found -5", "1 to 1048576")]
    [TestCase(ExitCodes.Usage, "train s4 --quick=maybe", "'maybe' was not expected")]
    [TestCase(ExitCodes.Usage, "train s4 --precision float16", "--precision: there is no 'float16'", "float32, tf32")]
    [TestCase(ExitCodes.Usage, "train s4 --k 5", "'--k'", "'--discriminator-steps'")]
    [TestCase(ExitCodes.Usage, "train s4 --init=he-normal", "'--init'", "'--initializer'")]
    [TestCase(ExitCodes.Usage, "train s4 --g-min-learning-rate 0", "'--g-min-learning-rate'", "'--g-minimum-learning-rate'")]
    [TestCase(ExitCodes.Usage, "data check --set mnist", "'--set'", "'--dataset'")]
    [TestCase(ExitCodes.Usage, "train s4 --dropout-keep 0.5", "--dropout-keep: model 'mlp' has no dropout.", "vanilla, dcgan-a")]
    [TestCase(ExitCodes.Usage, "lab jsd --seed 0x10", "--seed: found '0x10'")]
    [TestCase(ExitCodes.Usage, "trace s4 --hidden 1,000", "--hidden: found '1,000'", "1 to 4096")]
    [TestCase(ExitCodes.Usage, "gradcheck --h 0,000001", "--h: found '0,000001'")]
    [TestCase(ExitCodes.Usage, "train s4 --optimizer adm", "--optimizer", "'adm'", "'adam'")]
    [TestCase(ExitCodes.Usage, "train s4 --device cpuu", "--device: there is no 'cpuu'", "'cpu'")]
    [TestCase(ExitCodes.Usage, "train s4 --model dcgan-a-as-written --device cpu --dataset built-in-digits", "'dcgan-a-as-written'", "do not fit together")]
    [TestCase(ExitCodes.Usage, "train s4 -- --steps 3", "'--steps' was not expected", "after '--'")]
    [TestCase(ExitCodes.Usage, "train s4 --config /dev/zero", "/dev/zero", "larger than 1 MiB")]
    [TestCase(ExitCodes.Usage, "train s4 --packing 3", "--packing: found 3", "divisor of --batch-size, 128")]
    [TestCase(ExitCodes.Usage, "train s4 --generator-hidden 300 --generator-layers 400", "--generator-hidden: found 300", "--generator-layers has 400")]
    [TestCase(ExitCodes.Usage, "train s4 --threads -1", "--threads", "found -1")]
    [TestCase(ExitCodes.Usage, "gradcheck --op matmull", "no operation 'matmull'", "'MatMul")]
    [TestCase(ExitCodes.Usage, "data check --dataset minst", "--dataset", "'minst'", "mnist, fashion-mnist")]
    [TestCase(ExitCodes.DataMissing, "resume nowhere", "'nowhere'", "no run folder")]
    [TestCase(ExitCodes.DataMissing, "sample nowhere", "'nowhere'")]
    [TestCase(ExitCodes.DataMissing, "eval nowhere", "'nowhere'")]
    [TestCase(ExitCodes.Usage, "eval nowhere --count 0", "--count", "found 0", "1 to")]
    [TestCase(ExitCodes.Usage, "evla nowhere", "no command 'evla'", "'eval'")]
    [TestCase(ExitCodes.Usage, "classifier --steps 0", "--steps", "found 0", "1 to")]
    [TestCase(ExitCodes.Usage, "classifier --dataset minst", "--dataset", "'minst'", "'mnist'")]
    [TestCase(ExitCodes.DataMissing, "classifier --data nowhere", "'nowhere'", "no such folder")]
    [TestCase(ExitCodes.DataMissing, "train s4 --config nowhere.json", "nowhere.json")]
    [TestCase(ExitCodes.DataMissing, "train s4 --data nowhere", "'nowhere'", "no such folder")]
    public void CommandLine_Wrong_IsOneLineAndAnExitCode(int exitCode, string arguments, params string[] parts)
    {
        string empty = _folder.Folder("empty");

        NativeGanProgram.Refuse(empty, exitCode, arguments.Split(' '), parts);

        Assert.That(Directory.GetFileSystemEntries(empty), Is.Empty, "nothing was written");
    }

    [TestCase("{\"batchSiz\": 5}", "'batchSiz'", "'batchSize'")]
    [TestCase("{\"generatorOptimizer\": {\"learningrate\": 5}}", "'learningrate'", "'learningRate'")]
    [TestCase("{\"batchSize\": \"many\"}", "batchSize: found the text \"many\"", "1 to 1048576")]
    [TestCase("{\"batchSize\": -5}", "batchSize", "found -5")]
    [TestCase("{\"loss\": null}", "loss: found null")]
    [TestCase("{\"generatorLayers\": \"512:relo\"}", "generatorLayers: found '512:relo'", "no 'relo'", "'relu'")]
    [TestCase("{\"generatorLayers\": 512}", "generatorLayers: found 512", "layers")]
    [TestCase("{\"sharedNoise\": 1}", "sharedNoise: found 1, true or false is expected")]
    [TestCase("{\"steps\": 5,\n\n\"steps\": 6}", "line 3: steps is given twice, first in line 1")]
    [TestCase("{\"generatorOptimizer\": {\n\"beta1\": 0.5,\n\"beta1\": 0.6}}", "line 3: generatorOptimizer.beta1 is given twice, first in line 2")]
    [TestCase("{\"configuration\": {},\n\"configuration\": {}}", "line 2: configuration is given twice")]
    [TestCase("{\"configuration\": {\"steps\": 5},\n\"steps\": 6}", "line 2: steps stands beside \"configuration\"")]
    [TestCase("{\"configuration\": {},\n\"generatorOptimizer\": {}}", "line 2: generatorOptimizer stands beside")]
    [TestCase("{\n\"configuration\": null}", "configuration: found null", "object")]
    [TestCase("\nnull", "line 2: found null", "object")]
    [TestCase("", "is empty", "object")]
    [TestCase("{\"loss\": \"\\ud800\"}", "no Unicode")]
    [TestCase("{\"steps\": 5} x", "no JSON from line 1, column 14")]
    [TestCase("{\n\"batchSize\": -5}", "line 2: batchSize: found -5, a whole number from 1 to 1048576")]
    [TestCase("{\"loss\": \"log-bear\"}", "'log-bear'", "'log-bare'")]
    [TestCase("{\"generatorOptimizer\": null}", "generatorOptimizer", "object")]
    [TestCase("[1]", "object")]
    [TestCase("{\"steps\": 5", "not a valid configuration", "line 1")]
    public void Configuration_Wrong_IsAUsageError(string json, params string[] parts)
    {
        string path = _folder.File("wrong.json");
        File.WriteAllText(path, json);

        InputException exception = Assert.Throws<InputException>(() => TrainingOptionsCheck.Validate(
            TrainingOptionsFile.Overlay(SmallRun.Options, path)))!;
        File.Delete(path);

        Assert.That(exception.ExitCode, Is.EqualTo(ExitCodes.Usage));
        foreach (string part in parts)
        {
            Assert.That(exception.Message, Does.Contain(part));
        }
    }

    [Test]
    public void Train_OnMoreImagesThanThereAre_IsRefused()
    {
        string data = _folder.Folder("twenty images");
        new SmallDataset().Save(data);

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing,
            ["train", "s4", "--data", data, "--training-images", "21", "--steps", "2", "--out", _folder.File("x")], "found 21", "has 20 images");
        Assert.That(Directory.Exists(_folder.File("x")), Is.False);
    }

    [Test]
    public void Train_MissingDevice_NamesThoseThatAreThere()
    {
        if (NativeGan.Tests.Support.BackendCases.Present.Contains("cuda"))
        {
            Assert.Ignore("This machine has a CUDA device.");
        }

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DeviceMissing,
            [.. NativeGanProgram.SmallTraining.Select(argument => argument == "cpu" ? "cuda" : argument), "--out", _folder.File("x")], "'cuda'", "reference, cpu");
        Assert.That(Directory.Exists(_folder.File("x")), Is.False);
    }

    [Test]
    public void Train_OutNotEmpty_IsRefusedAndLeftAlone()
    {
        string[] before = Directory.GetFileSystemEntries(_run);

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, [.. NativeGanProgram.SmallTraining, "--out", _run], "is not empty", "resume");

        Assert.That(Directory.GetFileSystemEntries(_run), Is.EquivalentTo(before));
    }

    [Test]
    public void Train_OutCannotBeMade_IsRefused()
    {
        string file = Path.Combine(_run, "run.json");

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, [.. NativeGanProgram.SmallTraining, "--out", file], file, "is a file");
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, [.. NativeGanProgram.SmallTraining, "--out", Path.Combine(file, "x")], "cannot be made");
    }

    [TestCase("truncated", "truncated")]
    [TestCase("corrupt gzip", "gzip")]
    [TestCase("mislabelled", "labels")]
    [TestCase("other count", "do not belong together")]
    public void Train_BadImages_AreOneLineAndNoRunFolder(string what, string part)
    {
        string data = _folder.Folder(what);
        SmallDataset images = new();
        images.Save(data);
        string path = Path.Combine(data, "train-images-idx3-ubyte");
        byte[] content = File.ReadAllBytes(path), labels = File.ReadAllBytes(Path.Combine(data, "train-labels-idx1-ubyte"));
        switch (what)
        {
            case "truncated":
                File.WriteAllBytes(path, content[..^100]);
                break;
            case "corrupt gzip":
                byte[] gzip = SmallDataset.Gzip(content);
                gzip.AsSpan(gzip.Length / 2, 20).Fill(0x55);
                File.WriteAllBytes(path, gzip);
                break;
            case "mislabelled":
                File.WriteAllBytes(path, labels);
                break;
            default:
                File.Copy(Path.Combine(data, "t10k-labels-idx1-ubyte"), Path.Combine(data, "train-labels-idx1-ubyte"), overwrite: true);
                break;
        }

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing,
            ["train", "s4", "--data", data, "--steps", "2", "--out", _folder.File("x")], part);

        Directory.Delete(data, recursive: true);
        Assert.That(Directory.Exists(_folder.File("x")), Is.False);
    }

    [TestCase("truncated", "truncated")]
    [TestCase("huge size", "asks for")]
    [TestCase("overlap", "inside")]
    [TestCase("huge header", "header")]
    [TestCase("another model", "'generator.0.weight' is [5, 4], this model expects [5, 7]")]
    public void Checkpoint_Doctored_IsOneLineForSampleAndResume(string what, string part)
    {
        string copy = _folder.Folder(what), path = CheckpointAssert.PathOf(copy, 3);
        string description = File.ReadAllText(Path.Combine(_run, "run.json"));
        File.WriteAllText(Path.Combine(copy, "run.json"), what == "another model" ? Replace(description, "\"generatorLayers\": \"4:", "\"generatorLayers\": \"7:") : description);
        byte[] bytes = File.ReadAllBytes(CheckpointAssert.PathOf(_run, 3));
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        string header = Encoding.UTF8.GetString(bytes, 8, headerLength);
        string doctored = what switch
        {
            "huge size" => Replace(header, "\"shape\":[5,4]", "\"shape\":[2147483647,2147483647]"),
            "overlap" => Overlap(header),
            "another model" => Replace(Replace(header, "generatorLayers\\u0022:\\u00224:", "generatorLayers\\u0022:\\u00227:"), "\"sha256\":", "\"none\":"),
            _ => header,
        };
        byte[] text = Encoding.UTF8.GetBytes(doctored), length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, what == "huge header" ? long.MaxValue : text.Length);
        byte[] file = [.. length, .. text, .. bytes.AsSpan(8 + headerLength)];
        File.WriteAllBytes(path, what == "truncated" ? file[..^10] : file);

        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["sample", copy], path, part);
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing, ["resume", copy, "--steps", "9"], path, part);

        string[] left = [.. Directory.GetFiles(copy).Select(name => Path.GetFileName(name)).Where(name => name is not ("metrics.csv" or ".lock")).Order(StringComparer.Ordinal)];
        Assert.That(left, Is.EqualTo(new[] { Path.GetFileName(path), "run.json" }));
        Directory.Delete(copy, recursive: true);
    }

    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("{\"data\": {\"sha256\": 5}}")]
    [TestCase("{\"data\": {\"sha256\": \"5\"}}")]
    public void Resume_DamagedRunJson_IsRefused(string json)
    {
        string copy = _folder.Folder("damaged");
        File.WriteAllText(Path.Combine(copy, "run.json"), json);

        InputAssert.Refuses(() => RunFolder.Open(copy).EnsureSameData(SmallRun.Images()), copy);

        Directory.Delete(copy, recursive: true);
    }

    [Test]
    public void Train_FullDisk_KeepsTheLastGoodCheckpoint()
    {
        string disk = _folder.Folder("disk");
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !Try("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk))
        {
            Directory.Delete(disk);
            Assert.Ignore("A small file system can be mounted only by root on Linux, and not in every container.");
        }

        try
        {
            NativeGanProgram.Refuse(_folder.Path, ExitCodes.DataMissing,
                [.. NativeGanProgram.SmallTraining, "--steps", "1000", "--checkpoint-every", "1", "--out", Path.Combine(disk, "run")], "Cannot write", "disk is full");

            string[] names = [.. Directory.GetFiles(Path.Combine(disk, "run"), "checkpoint-*").Order(StringComparer.Ordinal)];
            Assert.That(names, Has.Length.GreaterThan(1).And.All.EndsWith(".safetensors"), "no temporary file is left");
            Assert.That(Checkpoint.Load(names[^1]).Step, Is.EqualTo(names.Length - 1));
        }
        finally
        {
            Try("umount", disk);
            Directory.Delete(disk);
        }
    }

    private static bool Try(string command, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(command, arguments) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Moves the second tensor's range four bytes back, into the first.</summary>
    private static string Overlap(string header)
    {
        (long First, long End) second = Regex.Matches(header, @"""data_offsets"":\[(\d+),(\d+)\]")
            .Select(match => (Number(match.Groups[1]), Number(match.Groups[2]))).Order().ElementAt(1);
        return Replace(header, $"[{second.First},{second.End}]", $"[{second.First - 4},{second.End - 4}]");

        static long Number(Group group) => long.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    private static string Replace(string text, string old, string with)
    {
        Assert.That(text, Does.Contain(old));
        int at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + with + text[(at + old.Length)..];
    }
}
