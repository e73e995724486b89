using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Perennial.Testing;

namespace Perennial.Models.Tests.Documentation;

/// <summary>The public door of the library, type by type and member by member, as a file that a person reads when it changes.</summary>
public sealed class PublicApiTests
{
    private const string Golden = "tests/Perennial.Models.Tests/Documentation/public-api.txt";
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Writes the file anew with PERENNIAL_WRITE_GOLDEN=1.</summary>
    [Fact]
    public void The_public_door_is_the_one_approved()
    {
        string found = Door();
        if (Environment.GetEnvironmentVariable("PERENNIAL_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(Repository.Path(Golden), found);
        }

        string[] approved = Repository.Read(Golden).ReplaceLineEndings("\n").Split('\n'), now = found.Split('\n');
        string[] gone = [.. approved.Except(now, StringComparer.Ordinal).Select(line => "- " + line.Trim())], come = [.. now.Except(approved, StringComparer.Ordinal).Select(line => "+ " + line.Trim())];
        Assert.True(
            approved.SequenceEqual(now),
            $"The public types and members of Perennial.Models are not those of {Golden}. What is gone breaks callers.\n{string.Join('\n', gone.Concat(come).Take(40))}\n"
            + "If it is meant, write the file anew: PERENNIAL_WRITE_GOLDEN=1, then this test; and read the difference before you commit it.");
    }

    private static string Door()
    {
        StringBuilder door = new();
        foreach (Type type in typeof(ITransactionModel).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            door.Append(CultureInfo.InvariantCulture, $"{Kind(type)} {type.Namespace}.{Name(type)}{Bases(type)}\n");
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                door.Append(CultureInfo.InvariantCulture, $"    {member}\n");
            }
        }

        return door.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => $"{value.Name} = {Convert.ToInt64(value.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return [$"{Of(invoke.ReturnParameter)} ({Parameters(invoke)})"];
        }

        return
        [
            .. type.GetConstructors(Own).Where(IsSeen).Select(made => $"{Access(made)}new({Parameters(made)})"),
            .. type.GetFields(Own).Where(field => (field.IsPublic || field.IsFamily) && !IsMade(field)).Select(field => field.IsLiteral
                ? $"const {Name(field.FieldType)} {field.Name} = {Value(field.GetRawConstantValue())}"
                : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Text(field.FieldType, Nullability.Create(field))} {field.Name}"),
            .. type.GetProperties(Own).Where(property => IsSeen(property.GetMethod ?? property.SetMethod!)).Select(Property),
            .. type.GetMethods(Own).Where(method => IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(method =>
                $"{Access(method)}{(method.IsStatic ? "static " : method.IsAbstract && !type.IsInterface ? "abstract " : method.GetBaseDefinition() != method ? "override " : method.IsVirtual && !method.IsFinal && !type.IsInterface ? "virtual " : "")}"
                + $"{Of(method.ReturnParameter)} {method.Name}{Generic(method.GetGenericArguments())}({Parameters(method)}){Constraints(method.GetGenericArguments())}"),
        ];
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo first = property.GetMethod ?? property.SetMethod!;
        string set = property.SetMethod is not { } setter || !IsSeen(setter) ? ""
            : setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        string kind = first.IsStatic ? "static " : first.IsAbstract && !property.DeclaringType!.IsInterface ? "abstract " : first.GetBaseDefinition() != first ? "override " : "";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Access(first)}{required}{kind}{Text(property.PropertyType, Nullability.Create(property))} {property.Name} {{{(property.GetMethod is null ? "" : " get;")}{set} }}";
    }

    private static bool IsSeen(MethodBase method) => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !IsMade(method);

    // Equality, printing and copying of records follow from their members.
    private static bool IsMade(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) && !(member is MethodInfo { IsSpecialName: true } method && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal)));

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : (type.IsValueType ? (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") : type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")
            + (IsRecord(type) ? "record " : "") + (type.IsByRefLike ? "ref " : "") + (type.IsValueType ? "struct" : "class");

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance, [typeof(StringBuilder)]) is not null;

    private static string Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
        {
            return "";
        }

        IEnumerable<Type> bases = type.GetInterfaces().Where(one => one.IsPublic && !(one.Name.StartsWith("IEquatable", StringComparison.Ordinal) && IsRecord(type)))
            .Where(one => type.BaseType?.GetInterfaces().Contains(one) != true).OrderBy(Name, StringComparer.Ordinal);
        string[] names = [.. (type.BaseType is { } from && from != typeof(object) && from != typeof(ValueType) ? bases.Prepend(from) : bases).Select(Name)];
        return (names.Length == 0 ? "" : " : " + string.Join(", ", names)) + Constraints(type.GetGenericArguments());
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? (parameter.IsIn ? "in " : "ref ") : "")
        + $"{Of(parameter)} {parameter.Name}" + (parameter.HasDefaultValue ? " = " + Value(parameter.DefaultValue) : "")));

    private static string Of(ParameterInfo parameter) =>
        parameter.ParameterType.IsByRef ? Name(parameter.ParameterType.GetElementType()!) : Text(parameter.ParameterType, Nullability.Create(parameter));

    private static string Text(Type type, NullabilityInfo info)
    {
        if (type.IsArray && info.ElementType is { } element)
        {
            return Text(type.GetElementType()!, element) + "[]" + Mark(info);
        }

        if (Nullable.GetUnderlyingType(type) is not null || !type.IsGenericType)
        {
            return Name(type) + (type.IsValueType ? "" : Mark(info));
        }

        Type[] arguments = type.GetGenericArguments();
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments.Select((argument, i) => i < info.GenericTypeArguments.Length ? Text(argument, info.GenericTypeArguments[i]) : Name(argument)))}>" + (type.IsValueType ? "" : Mark(info));
    }

    private static string Mark(NullabilityInfo info) => info.ReadState == NullabilityState.Nullable ? "?" : "";

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? Name(inner) + "?"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : Spelled(type) ?? (type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : "") + type.Name.Split('`')[0] + Generic(type.GetGenericArguments());

    private static string? Spelled(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Int32 => "int",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Double => "double",
        TypeCode.String => "string",
        _ => type == typeof(void) ? "void" : type == typeof(object) ? "object" : null,
    };

    private static string Generic(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        GenericParameterAttributes flags = argument.GenericParameterAttributes;
        string[] all =
        [
            .. flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? (string[])["class"] : [],
            .. flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? (string[])["struct"] : [],
            .. argument.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Name),
            .. flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? (string[])["new()"] : [],
        ];
        return all.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum one => $"{one.GetType().Name}.{one}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
