using System.Diagnostics;
using BigGustave;
using NativeGan.Tests.Training.Support;
using NativeGan.Training.Errors;
using NativeGan.Training.Pictures;
using NUnit.Framework;

namespace NativeGan.Tests.Training.Commands;

/// <summary>The built program's samples: as many as were asked for, or one line.</summary>
[TestFixture]
public sealed class SampleCommandTests
{
    private const string TestImages = "t10k-images-idx3-ubyte";

    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void TrainOnce()
    {
        _folder = new TemporaryFolder();
        new SmallDataset().Save(_folder.Folder("images"));
        NativeGanProgram.Succeed(_folder.Path, [.. NativeGanProgram.SmallTraining, "--steps", "2", "--seed", "7", "--out", "plain"]);
        NativeGanProgram.Succeed(_folder.Path, "train", "cgan", "--dataset", "built-in-digits", "--device", "cpu", "--batch-size", "4", "--noise-size", "5", "--steps", "2", "--out", "classes");
        NativeGanProgram.Succeed(_folder.Path, "train", "bigan", "--data", "images", "--device", "cpu", "--batch-size", "4", "--noise-size", "5", "--steps", "2", "--out", "encoder");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Sample_MoreThanAThousandImages_WritesAll()
    {
        string output = Sample("plain", "--count", "2000", "--scale", "1", "--out", "many.png");

        Png picture = Png.Open(_folder.File("many.png"));
        SampleGrid grid = new() { Rows = 45, Columns = 45, Scale = 1 };
        Assert.That((picture.Width, picture.Height), Is.EqualTo((grid.Width, grid.Height)));
        Assert.That(output, Does.Contain("2000 images"));
    }

    [TestCase("plain", "--count 100000 --out x.png", "100000 images", "--npy FILE")]
    [TestCase("plain", "--out x.jpg", "'x.jpg'", ".png")]
    [TestCase("plain", "--out -", "--out -", "file")]
    [TestCase("encoder", "--reconstruct --data images --count 11", "found 11", "10 test images")]
    [TestCase("encoder", "--reconstruct --data images --npy x.npy --out x.png", "--npy")]
    [TestCase("encoder", "--reconstruct --data images --seed 3", "--seed")]
    public void Sample_WhatCannotBeWritten_IsRefused(string run, string arguments, params string[] parts)
    {
        NativeGanProgram.Refuse(_folder.Path, ExitCodes.Usage, ["sample", run, .. arguments.Split(' ')], parts);

        Assert.That(_folder.Names().Where(name => name.StartsWith("x.", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Sample_OfAModelWithClasses_HasAColumnForEach()
    {
        Sample("classes", "--out", "classes.png");

        SampleGrid grid = new() { Rows = 10, Columns = 10 };
        Assert.That((Png.Open(_folder.File("classes.png")).Width, Png.Open(_folder.File("classes.png")).Height), Is.EqualTo((grid.Width, grid.Height)));
        Assert.That(Png.Open(Path.Combine(_folder.Path, "classes", "samples", "step-000002.png")).Width, Is.EqualTo(grid.Width));
    }

    [Test]
    public void Sample_Picture_CarriesPresetStepAndSeeds()
    {
        Sample("plain", "--seed", "9", "--count", "4", "--out", "texts.png");

        Assert.That(PngTexts.Of(File.ReadAllBytes(_folder.File("texts.png"))), Is.EqualTo(new Dictionary<string, string>
        {
            ["Description"] = "4 generated images after step 2 of s4, seed 7",
            ["Preset"] = "s4",
            ["Step"] = "2",
            ["Seed"] = "7",
            ["Noise seed"] = "9",
        }));
    }

    [Test]
    public void Reconstruct_OfSomeImages_ShowsThoseOfTheTestSet()
    {
        string output = Sample("encoder", "--reconstruct", "--data", "images", "--count", "3", "--scale", "1", "--out", "pairs.png");

        // Three pairs in rows of four images, 28 pixels and a line of 2 apart: originals are the first and third of a row.
        Png picture = Png.Open(_folder.File("pairs.png"));
        byte[] pixels = File.ReadAllBytes(Path.Combine(_folder.Path, "images", TestImages))[16..];
        for (int image = 0; image < 3; image++)
        {
            int left = 2 + image % 2 * 60, top = 2 + image / 2 * 30;
            Assert.That(Enumerable.Range(0, 28 * 28).Select(pixel => picture.GetPixel(left + pixel % 28, top + pixel / 28).R), Is.EqualTo(pixels[(image * 784)..((image + 1) * 784)]), $"image {image}");
        }

        Assert.That(output, Does.Contain("3 test images"));
        Assert.That(PngTexts.Of(File.ReadAllBytes(_folder.File("pairs.png")))["Description"], Does.StartWith("3 test images of MNIST, each followed by its reconstruction"));
    }

    [Test]
    public void Reconstruct_WithoutAName_LeavesTheSamplesAlone()
    {
        string run = Path.Combine(_folder.Path, "encoder");
        Sample("encoder");
        byte[] samples = File.ReadAllBytes(Path.Combine(run, "samples.png"));

        Sample("encoder", "--reconstruct", "--data", "images");

        // Ten test images and what became of them, in whole pairs.
        SampleGrid grid = new() { Rows = 4, Columns = 6 };
        Png picture = Png.Open(Path.Combine(run, "reconstructions.png"));
        Assert.That((picture.Width, picture.Height), Is.EqualTo((grid.Width, grid.Height)));
        Assert.That(File.ReadAllBytes(Path.Combine(run, "samples.png")), Is.EqualTo(samples));
    }

    [TestCase("-")]
    [TestCase("/dev/stdout")]
    public void Sample_ForNumPyToStandardOutput_IsTheSameFile(string target)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("A shell and /dev/stdout are used.");
        }

        Sample("plain", "--count", "150", "--npy", "file.npy");
        string program = Path.Combine(Path.GetDirectoryName(typeof(SampleCommandTests).Assembly.Location)!, "nativegan.dll");
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"dotnet '{program}' sample plain --device cpu --count 150 --npy {target} | cat > piped.npy"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
        })!;
        string lines = shell.StandardError.ReadToEnd();
        shell.WaitForExit();

        byte[] piped = File.ReadAllBytes(_folder.File("piped.npy"));
        if (target == "-")
        {
            Assert.That(lines, Does.Contain("150 images of step 2: standard output").And.Contain("device: "));
            Assert.That(piped, Is.EqualTo(File.ReadAllBytes(_folder.File("file.npy"))));
        }
        else
        {
            Assert.That(piped.AsSpan().IndexOf(File.ReadAllBytes(_folder.File("file.npy"))), Is.Positive, "between the lines");
        }
    }

    private string Sample(string run, params string[] arguments) => NativeGanProgram.Succeed(_folder.Path, ["sample", run, "--device", "cpu", .. arguments]);
}
