package io.reverie.nn;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of layers: records are built anew from copies of their components, so that the copy shares
 * no number with the original. What is tied in the original is tied in the copy.
 */
final class Copies {
  /** Copies by original. */
  private final Map<Object, Object> made = new IdentityHashMap<>();

  /** The copy of a layer. */
  static Layer of(Layer layer) {
    Layer copy = (Layer) new Copies().copy(layer);
    for (Map.Entry<String, Tensor> part : layer.state().entrySet()) {
      if (copy.state().get(part.getKey()) == part.getValue()) {
        throw new IllegalStateException(
            "%s keeps \"%s\" where no copy is made: override copy(), or write the layer as a record"
                .formatted(layer.getClass().getName(), part.getKey()));
      }
    }
    return copy;
  }

  private Object copy(Object part) {
    Object known = made.get(part);
    if (known != null) {
      return known;
    }
    Object copy =
        switch (part) {
          case Parameter parameter -> Parameter.of(parameter);
          case Tensor tensor -> tensor.copy();
          case Record layer when layer instanceof Layer -> rebuilt(layer);
          case List<?> list -> {
            List<Object> copies = new ArrayList<>();
            list.forEach(item -> copies.add(copy(item)));
            yield List.copyOf(copies);
          }
          case Map<?, ?> map -> {
            Map<Object, Object> copies = new LinkedHashMap<>();
            map.forEach((key, value) -> copies.put(key, copy(value)));
            yield copies;
          }
          default -> part;
        };
    made.put(part, copy);
    return copy;
  }

  private Record rebuilt(Record layer) {
    Class<? extends Record> type = layer.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        var accessor = components[i].getAccessor();
        Parts.open(accessor);
        Object value = accessor.invoke(layer);
        values[i] = value == null ? null : copy(value);
      }
      var constructor = type.getDeclaredConstructor(types);
      Parts.open(constructor);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "%s refuses a copy of itself: %s".formatted(type.getName(), e.getCause()), e.getCause());
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalStateException(
          "%s is closed to reflection: override copy(), or open %s to io.reverie.engine"
              .formatted(type.getName(), type.getPackageName()),
          e);
    }
  }
}
