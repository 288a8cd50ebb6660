package io.reverie.sleep;

import io.reverie.nn.Layer;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * The settings of a sleeper as a text that is the same in every run of a program: numbers, words
 * and class names, through records and lists. What a lambda has captured cannot be seen, only where
 * it was written; nor what a model's numbers are, which a night changes.
 */
final class Fingerprint {
  /** The numbers that a virtual machine gives to lambdas, anew in each run. */
  private static final Pattern RUN = Pattern.compile("(/|@)?0x[0-9a-f]+|@[0-9a-f]+");

  private Fingerprint() {}

  static String of(Sleeper sleeper) {
    StringJoiner text = new StringJoiner("; ");
    int cycle = 0;
    for (SleepCycle each : sleeper.night()) {
      for (SleepCycle.Phase phase : each.phases()) {
        text.add(
            "%d %s %d %s"
                .formatted(cycle, phase.stage().name(), phase.steps(), of((Object) phase.stage())));
      }
      cycle++;
    }
    for (RecordComponent component : Sleeper.class.getRecordComponents()) {
      if (!component.getName().equals("night")) {
        text.add(component.getName() + " " + value(component, sleeper));
      }
    }
    return text.toString();
  }

  private static String of(Object value) {
    return switch (value) {
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case Enum<?> constant -> constant.name();
      case String words -> words;
      case List<?> list -> list.stream().map(Fingerprint::of).toList().toString();
      case Map<?, ?> map -> {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        map.forEach((name, each) -> text.add(of(name) + "=" + of(each)));
        yield text.toString();
      }
      case Layer model -> name(model); // its numbers change by night
      case Record settings -> ofRecord(settings);
      default -> name(value);
    };
  }

  private static String ofRecord(Record settings) {
    StringJoiner text = new StringJoiner(", ", name(settings) + "[", "]");
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      text.add(component.getName() + "=" + value(component, settings));
    }
    return text.toString();
  }

  private static String value(RecordComponent component, Record of) {
    try {
      component.getAccessor().trySetAccessible();
      Object value = component.getAccessor().invoke(of);
      return value == null ? "null" : of(value);
    } catch (ReflectiveOperationException e) {
      return component.getType().getSimpleName(); // closed to reflection: the type must do
    }
  }

  /** A class's name; of a lambda that of the class in which it stands. */
  private static String name(Object value) {
    String name = RUN.matcher(value.getClass().getName()).replaceAll("");
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda) + "$$Lambda";
  }
}
