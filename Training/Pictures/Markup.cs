using System.Net;

namespace NativeGan.Training.Pictures;

/// <summary>A piece of a page that is safe to put into it: escaped text, or elements made here.</summary>
/// <remarks>What it writes is HTML and well-formed XML at once, so that a page can be checked by an XML parser.</remarks>
internal readonly record struct Markup
{
    private Markup(string html) => Html = html;

    /// <summary>The HTML.</summary>
    public string Html { get; }

    /// <summary>Words, with everything escaped that has a meaning in HTML.</summary>
    public static Markup Text(string text) => new(Escape(text));

    /// <summary>A picture whose bytes are in the page itself.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="mediaType">What it is, such as <c>image/png</c>.</param>
    /// <param name="alternative">What is to be seen, in words.</param>
    public static Markup Image(ReadOnlySpan<byte> bytes, string mediaType, string alternative) =>
        new($"<img src=\"data:{Escape(mediaType)};base64,{Convert.ToBase64String(bytes)}\" alt=\"{Escape(alternative)}\" />");

    /// <summary>Text for an element or a quoted attribute; what no XML file may hold (control characters) becomes U+FFFD.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(
        text.Any(IsForbidden) ? string.Concat(text.Select(letter => IsForbidden(letter) ? '\uFFFD' : letter)) : text);

    // HtmlEncode replaces surrogates without a partner by itself.
    private static bool IsForbidden(char letter) => letter is < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF' or (>= '\x7F' and <= '\x9F');
}
