package io.reverie.examples;

import io.reverie.examples.text.GptModel;
import io.reverie.examples.text.TextTraining;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A two-layer GPT learns verses by heart, character by character, and makes up its own. */
@Command(name = "VersesGpt", description = "Trains a two-layer GPT on the characters of a text.")
public final class VersesGpt implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();
  @Mixin private TextTraining training = new TextTraining();

  @Option(
      names = "--width",
      defaultValue = "64",
      description = "Features of a character, a multiple of 4 (${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--dropout",
      defaultValue = "0.1",
      description = "Share that is silenced while learning (${DEFAULT-VALUE}).")
  private float dropout;

  @Override
  public Integer call() throws IOException {
    return training.run(
        (tokens, context, rng) -> GptModel.of(tokens, context, width, dropout, rng));
  }
}
