namespace Perennial.DuckDb;

/// <summary>Gives the kind of an error that comes as text only: opening and preparing have no code in the C interface, but the engine writes it first.</summary>
internal static class ErrorPrefix
{
    private static readonly (string Prefix, DuckDbErrorKind Kind)[] Kinds =
    [
        ("Parser Error", DuckDbErrorKind.Parser),
        ("Binder Error", DuckDbErrorKind.Binder),
        ("Catalog Error", DuckDbErrorKind.Catalog),
        ("IO Error", DuckDbErrorKind.InputOutput),
        ("Out of Memory Error", DuckDbErrorKind.OutOfMemory),
        ("Permission Error", DuckDbErrorKind.Permission),
        ("Constraint Error", DuckDbErrorKind.Constraint),
        ("Conversion Error", DuckDbErrorKind.Conversion),
        ("Connection Error", DuckDbErrorKind.Connection),
        ("Serialization Error", DuckDbErrorKind.Serialization),
        ("Invalid Input Error", DuckDbErrorKind.InvalidInput),
        ("Invalid Configuration Error", DuckDbErrorKind.InvalidConfiguration),
        ("Missing Extension Error", DuckDbErrorKind.MissingExtension),
        ("Not implemented Error", DuckDbErrorKind.NotImplemented),
        ("TransactionContext Error", DuckDbErrorKind.Transaction),
        ("INTERRUPT Error", DuckDbErrorKind.Interrupt),
        ("FATAL Error", DuckDbErrorKind.Fatal),
        ("INTERNAL Error", DuckDbErrorKind.Internal),
    ];

    internal static DuckDbErrorKind KindOf(string? message) =>
        Array.Find(Kinds, kind => message is not null && message.StartsWith(kind.Prefix, StringComparison.OrdinalIgnoreCase)).Kind;
}
