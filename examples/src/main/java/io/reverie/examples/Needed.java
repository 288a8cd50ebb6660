package io.reverie.examples;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What options must be before the work begins. */
final class Needed {
  private Needed() {}

  /** Refuses a number below 1. */
  static void atLeastOne(CommandSpec spec, String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": at least 1 is needed");
    }
  }
}
