package io.reverie.bench;

import io.reverie.bench.workload.Workload;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program's options: names, each followed by its value. */
final class Options {
  private static final String ONLY = "--only";

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /** What a program does; it throws {@link IllegalArgumentException} where it is asked wrongly. */
  interface Program {
    void run() throws InterruptedException;
  }

  /**
   * Runs a program, or prints its help where that is all the arguments ask for. Ends the JVM with 2
   * where they make no sense, and with 1 where a process that the program started has failed.
   */
  static void serve(String help, String[] args, Program program) throws InterruptedException {
    if (args.length == 1 && args[0].equals("--help")) {
      System.out.print(help);
      return;
    }
    try {
      program.run();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(help);
      System.exit(2);
    } catch (IllegalStateException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * The options that were given, and the others as they are by default.
   *
   * @throws IllegalArgumentException if there is no such option, or no value
   */
  static Options of(Map<String, String> defaults, String... args) {
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("each option needs a value");
    }
    Map<String, String> values = new HashMap<>(defaults);
    for (int i = 0; i < args.length; i += 2) {
      if (values.replace(args[i], args[i + 1]) == null) {
        throw new IllegalArgumentException(args[i] + ": no such option");
      }
    }
    return new Options(values);
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** A number from 1 to 99. */
  int count(String name) {
    return (int) number(name, text(name), "[1-9][0-9]?", "1 to 99");
  }

  double seconds(String name) {
    return number(name, text(name), "[0-9]{1,5}([.][0-9]*)?", "a number such as 1.5");
  }

  static double number(String name, String value, String form, String wanted) {
    if (!value.matches(form)) {
      throw new IllegalArgumentException(name + " " + value + ": " + wanted + " is needed");
    }
    return Double.parseDouble(value);
  }

  /** The names of the workloads that {@code --only} is a part of. */
  List<String> workloads() {
    List<String> names =
        Workload.all().stream().map(Workload::name).filter(it -> it.contains(text(ONLY))).toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "%s %s: no workload has that in its name".formatted(ONLY, text(ONLY)));
    }
    return names;
  }
}
