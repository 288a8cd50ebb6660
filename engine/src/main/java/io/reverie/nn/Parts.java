package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Finds what a layer consists of, and the parameters in it. */
final class Parts {
  private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]");

  private Parts() {}

  /** The parts of a layer that does not list them itself. */
  static SequencedMap<String, Object> of(Layer layer) {
    Class<?> type = layer.getClass();
    SequencedMap<String, Object> parts = new LinkedHashMap<>();
    if (type.isHidden() || type.isSynthetic()) {
      refuseHiddenParameters(layer);
    } else if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        put(parts, snakeCase(component.getName()), layer, type, component);
      }
    } else if (!(layer instanceof Enum)) {
      putFields(parts, layer, type);
    }
    return parts;
  }

  /** The fields of a class, after those of the layer that it extends. */
  private static void putFields(Map<String, Object> parts, Layer layer, Class<?> type) {
    if (Layer.class.isAssignableFrom(type.getSuperclass())) {
      putFields(parts, layer, type.getSuperclass());
    }
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        put(parts, field.getName(), layer, type, field);
      }
    }
  }

  /** {@code runningMean} is {@code running_mean} in state dicts. */
  private static String snakeCase(String name) {
    return UPPER_CASE
        .matcher(name)
        .replaceAll(found -> "_" + found.group().toLowerCase(Locale.ROOT));
  }

  private static void put(
      Map<String, Object> parts, String name, Layer layer, Class<?> type, Object member) {
    Class<?> held =
        member instanceof Field field ? field.getType() : ((RecordComponent) member).getType();
    if (held.isPrimitive()) {
      return;
    }
    try {
      Object value = read(layer, member);
      if (value != null) {
        parts.put(name, value);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalStateException(
          "the parts of %s are closed to reflection: override parts() to list them, or open %s to"
                  .formatted(type.getName(), type.getPackageName())
              + " io.reverie.engine in its module-info",
          e);
    }
  }

  private static Object read(Layer layer, Object member) throws ReflectiveOperationException {
    if (member instanceof Field field) {
      open(field);
      return field.get(layer);
    }
    var accessor = ((RecordComponent) member).getAccessor();
    open(accessor);
    return accessor.invoke(layer);
  }

  /** Lets reflection in, or says why it may not. */
  static void open(AccessibleObject member) {
    // Public members of exported packages need no opening; others fail here with a clear cause.
    if (!member.trySetAccessible()) {
      member.setAccessible(true);
    }
  }

  /** A lambda's captured layers would train nothing and say nothing: refuse them loudly. */
  private static void refuseHiddenParameters(Layer layer) {
    for (Field field : layer.getClass().getDeclaredFields()) {
      Class<?> captured = field.getType();
      if (Layer.class.isAssignableFrom(captured) || Parameter.class.isAssignableFrom(captured)) {
        throw new IllegalArgumentException(
            "a lambda that captures a %s hides its parameters: write a record with it as a component"
                .formatted(captured.getSimpleName()));
      }
    }
  }

  /** All parameters by their full names, such as {@code blocks.0.weight}. */
  static SequencedMap<String, Parameter> parameters(Layer layer) {
    SequencedMap<String, Parameter> found = new LinkedHashMap<>();
    tensors(layer)
        .forEach((name, tensor) -> {
          if (tensor instanceof Parameter parameter) {
            found.put(name, parameter);
          }
        });
    return found;
  }

  /** All tensors by their full names: parameters, and buffers such as running statistics. */
  static SequencedMap<String, Tensor> tensors(Layer layer) {
    SequencedMap<String, Tensor> found = new LinkedHashMap<>();
    collect("", layer, found);
    return found;
  }

  private static void collect(String name, Object part, Map<String, Tensor> found) {
    switch (part) {
      case Tensor tensor -> found.put(name, tensor);
      case Layer layer ->
          layer.parts().forEach((key, value) -> collect(join(name, key), value, found));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          collect(join(name, String.valueOf(i)), list.get(i), found);
        }
      }
      case Map<?, ?> map ->
          map.forEach((key, value) -> collect(join(name, String.valueOf(key)), value, found));
      default -> {}
    }
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + '.' + name;
  }
}
