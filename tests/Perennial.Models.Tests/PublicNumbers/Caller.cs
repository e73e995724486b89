using System.Reflection;
using System.Reflection.Emit;

namespace Perennial.Models.Tests.PublicNumbers;

/// <summary>Calls any public method with boxed arguments; spans are given as arrays, which reflection alone cannot do.</summary>
internal static class Caller
{
    /// <summary>Makes the call of a method or constructor: target (null where there is none) and arguments in, boxed result out.</summary>
    public static Func<object?, object?[], object?> Of(MethodBase method)
    {
        DynamicMethod made = new("call", typeof(object), [typeof(object), typeof(object[])], typeof(Caller).Module, skipVisibility: true);
        ILGenerator il = made.GetILGenerator();
        Type owner = method.DeclaringType!;
        if (method is MethodInfo { IsStatic: false })
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(owner.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, owner);
        }

        ParameterInfo[] parameters = method.GetParameters();
        for (int i = 0; i < parameters.Length; i++)
        {
            Type type = parameters[i].ParameterType;
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Unbox_Any, type.IsByRefLike ? type.GetGenericArguments()[0].MakeArrayType() : type);
            if (type.IsByRefLike)
            {
                il.Emit(OpCodes.Call, type.GetMethod("op_Implicit", [type.GetGenericArguments()[0].MakeArrayType()])!);
            }
        }

        Type result;
        if (method is ConstructorInfo constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
            result = owner;
        }
        else
        {
            var called = (MethodInfo)method;
            il.Emit(called.IsStatic || owner.IsValueType ? OpCodes.Call : OpCodes.Callvirt, called);
            result = called.ReturnType;
        }

        if (result.IsByRefLike)
        {
            LocalBuilder span = il.DeclareLocal(result);
            il.Emit(OpCodes.Stloc, span);
            il.Emit(OpCodes.Ldloca, span);
            il.Emit(OpCodes.Call, result.GetMethod("ToArray", Type.EmptyTypes)!);
        }
        else if (result == typeof(void))
        {
            il.Emit(OpCodes.Ldnull);
        }
        else if (result.IsValueType)
        {
            il.Emit(OpCodes.Box, result);
        }

        il.Emit(OpCodes.Ret);
        return made.CreateDelegate<Func<object?, object?[], object?>>();
    }
}
