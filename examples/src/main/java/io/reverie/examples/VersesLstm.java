package io.reverie.examples;

import io.reverie.examples.text.LstmModel;
import io.reverie.examples.text.TextTraining;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Memory cells learn verses by heart, character by character, and make up their own. */
@Command(name = "VersesLstm", description = "Trains an LSTM on the characters of a text.")
public final class VersesLstm implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();
  @Mixin private TextTraining training = new TextTraining();

  @Option(names = "--hidden", defaultValue = "128", description = "Cells (${DEFAULT-VALUE}).")
  private int hidden;

  @Override
  public Integer call() throws IOException {
    return training.run((tokens, _, rng) -> LstmModel.of(tokens, 32, hidden, rng));
  }
}
