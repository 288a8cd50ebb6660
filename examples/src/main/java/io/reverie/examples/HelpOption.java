package io.reverie.examples;

import picocli.CommandLine.Option;

/** The option that every example has. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this and does nothing.")
  private boolean wanted;
}
