using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Perennial.Tests.Architecture;

/// <summary>Everything a compiled type mentions: bases, fields, signatures, attributes and the instructions of its methods.</summary>
internal static class CompiledReferences
{
    /// <summary>Gives pairs of the place that mentions and the type mentioned.</summary>
    public static IEnumerable<(string From, string Namespace, TypeReference To)> Of(AssemblyDefinition assembly)
    {
        foreach (TypeDefinition type in assembly.MainModule.GetTypes())
        {
            string @namespace = NamespaceOf(type);
            foreach (TypeReference mentioned in Mentioned(type).SelectMany(Parts))
            {
                yield return (type.FullName, @namespace, mentioned);
            }
        }
    }

    /// <summary>Gives the namespace of a type, which a nested one takes from its outermost type.</summary>
    public static string NamespaceOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace;
    }

    /// <summary>Gives the texts that stand in the code of a type.</summary>
    public static IEnumerable<string> Texts(TypeDefinition type) =>
        type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions).Where(i => i.OpCode.Code == Code.Ldstr).Select(i => (string)i.Operand);

    private static IEnumerable<TypeReference> Mentioned(TypeDefinition type)
    {
        IEnumerable<TypeReference?> all =
        [
            type.BaseType,
            .. type.Interfaces.Select(i => i.InterfaceType),
            .. type.CustomAttributes.Select(a => a.AttributeType),
            .. type.Fields.Select(f => f.FieldType),
            .. type.Properties.Select(p => p.PropertyType),
            .. type.Methods.SelectMany(Mentioned),
        ];
        return all.OfType<TypeReference>();
    }

    private static IEnumerable<TypeReference?> Mentioned(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        if (!method.HasBody)
        {
            yield break;
        }

        foreach (VariableDefinition variable in method.Body.Variables)
        {
            yield return variable.VariableType;
        }

        foreach (Instruction instruction in method.Body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference type:
                    yield return type;
                    break;
                case FieldReference field:
                    yield return field.DeclaringType;
                    yield return field.FieldType;
                    break;
                case MethodReference called:
                    yield return called.DeclaringType;
                    yield return called.ReturnType;
                    if (called is GenericInstanceMethod generic)
                    {
                        foreach (TypeReference argument in generic.GenericArguments)
                        {
                            yield return argument;
                        }
                    }

                    break;
            }
        }
    }

    private static IEnumerable<TypeReference> Parts(TypeReference type)
    {
        switch (type)
        {
            case GenericInstanceType generic:
                return generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType);
            case TypeSpecification specification:
                return Parts(specification.ElementType);
            default:
                return [type];
        }
    }
}
