package io.reverie.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the example that is named first, with the arguments that follow. */
@Command(
    name = "examples",
    description = "Reverie's examples. Run one by its name:",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      FirstSteps.class,
      FashionCnn.class,
      RunExperiment.class,
      VersesGpt.class,
      VersesLstm.class,
      SplitFashion.class,
      RivalsCheck.class,
      SpikingSleep.class,
      KilledNights.class,
      ServedNights.class
    })
public final class Examples implements Runnable {
  @Mixin private HelpOption help = new HelpOption();

  @Spec private CommandSpec spec;

  /** Exits with 0 when the example succeeded, 2 on wrong arguments, 1 when it failed. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Examples())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Examples::explain)
        .setExecutionExceptionHandler(Examples::report)
        .execute(args);
  }

  /** What was wrong, then what there is: the usage of the example, or the list of examples. */
  private static int explain(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    command.getErr().println(error.getMessage());
    command.getErr().println();
    command.usage(command.getErr());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** A broken file or a full disk is told in a sentence; anything else is a bug with its trace. */
  private static int report(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    if (error instanceof java.io.IOException) {
      command.getErr().println(error.getClass().getSimpleName() + ": " + error.getMessage());
    } else {
      error.printStackTrace(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which example?");
  }
}
