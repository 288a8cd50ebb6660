package io.reverie.kernel;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;

/** The names of the kernels that a test of SIMD forms must know. */
final class Overrides {
  private Overrides() {}

  /** Every public kernel of the definition, and whatever the SIMD form overrides. */
  static Set<String> kernels(Class<?> definition, Class<?> vector) {
    Set<String> names = new TreeSet<>();
    for (Method method : definition.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        names.add(method.getName());
      }
    }
    for (Method method : vector.getDeclaredMethods()) {
      int modifiers = method.getModifiers();
      if (!Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers)) {
        names.add(method.getName());
      }
    }
    return names;
  }
}
