using System.Globalization;
using System.Text;

namespace Perennial.Ingest.Mapping;

/// <summary>What a column's name says about its role.</summary>
internal static class NameEvidence
{
    // Unicode normalisation needs culture data, which the program does without: the accents of the languages in the lexicon, by hand.
    private const string Accented = "àáâãäåāăąçćčďđèéêëēėęěğìíîïīįıķĺľļñńňņòóôõöőōŕřśšşșťţțùúûüűůūųýÿźžżÀÁÂÃÄÅÇĆČÈÉÊËÌÍÎÏİÑÒÓÔÕÖÚÙÛÜŚŠŞÝŹŽŻ";
    private const string Plain = "aaaaaaaaacccddeeeeeeeegiiiiiiiklllnnnnooooooorrsssstttuuuuuuuuyyzzzAAAAAACCCEEEEIIIIINOOOOOUUUUSSSYZZZ";

    /// <summary>Gives how strongly a name speaks for a role, from 0 (nothing) to 1.</summary>
    /// <remarks>A whole name that is a known phrase counts in full; a phrase at the end or elsewhere in a longer name counts less; contradicting words leave a fraction.</remarks>
    public static double Score(Role role, string name)
    {
        string[] words = Words(name);
        if (words.Length == 0)
        {
            return 0;
        }

        string joined = string.Concat(words);
        string spaced = string.Join(' ', words);
        double best = 0;
        string[] phraseWords = [];
        foreach ((string phrase, double weight) in NameLexicon.Phrases(role))
        {
            double score = weight * Fit(spaced, joined, phrase);
            if (score > best)
            {
                best = score;
                phraseWords = phrase.Split(' ');
            }
        }

        IReadOnlyDictionary<string, double> against = NameLexicon.Against(role);
        double factor = 1;
        foreach (string word in words)
        {
            if (!phraseWords.Contains(word, StringComparer.Ordinal) && against.TryGetValue(word, out double left))
            {
                factor = Math.Min(factor, left);
            }
        }

        return best * factor;
    }

    /// <summary>Gives the words of a name: lower case, accents folded, split at case changes, digits and punctuation.</summary>
    public static string[] Words(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        char before = ' ';
        foreach (char found in name)
        {
            if (char.GetUnicodeCategory(found) is UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            int accent = Accented.IndexOf(found, StringComparison.Ordinal);
            char c = accent < 0 ? found : Plain[accent];
            bool upper = char.IsUpper(c);
            if (char.IsLetter(c) && ((upper && char.IsLower(before)) || (char.IsDigit(before) && text.Length > 0)))
            {
                text.Append(' ');
            }

            text.Append(c switch
            {
                'ß' => "ss",
                'ø' or 'Ø' => "o",
                'ł' or 'Ł' => "l",
                'æ' or 'Æ' => "ae",
                _ when char.IsLetter(c) => char.ToLowerInvariant(c).ToString(),
                _ => " ",
            });
            before = c;
        }

        return text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static double Fit(string spaced, string joined, string phrase)
    {
        string glued = phrase.Replace(" ", "", StringComparison.Ordinal);
        if (joined == glued)
        {
            return 1;
        }

        string padded = $" {spaced} ";
        string sought = $" {phrase} ";
        if (padded.EndsWith(sought, StringComparison.Ordinal))
        {
            return 0.9;
        }

        if (padded.StartsWith(sought, StringComparison.Ordinal))
        {
            return 0.8;
        }

        if (padded.Contains(sought, StringComparison.Ordinal))
        {
            return 0.7;
        }

        // Compound words (kundenbestelldatum): only long parts, so that 'id' is not found in 'paid'.
        return glued.Length >= 6 && joined.EndsWith(glued, StringComparison.Ordinal) ? 0.6 : 0;
    }
}
