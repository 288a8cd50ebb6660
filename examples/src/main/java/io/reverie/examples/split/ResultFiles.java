package io.reverie.examples.split;

import com.google.gson.GsonBuilder;
import io.reverie.sleep.evaluate.AccuracyMatrix;
import io.reverie.sleep.wake.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The figures as files for programs: {@code results.tsv} and {@code config.json}. */
public final class ResultFiles {
  private ResultFiles() {}

  /** Writes both into a folder that exists. */
  public static void write(Path folder, Setting setting, List<Run> runs) throws IOException {
    String json =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(setting);
    Files.writeString(folder.resolve("config.json"), json + "\n");
    StringBuilder table =
        new StringBuilder("method\tseed\taccuracy\tforgetting\tseconds\tgradient_samples\tbytes\n");
    for (Run run : runs) {
      AccuracyMatrix accuracy = run.result().accuracy();
      Ledger ledger = run.result().ledger();
      table.append(
          String.format(
              Locale.ROOT,
              "%s\t%d\t%.6f\t%.6f\t%.3f\t%d\t%d\n",
              run.method().title(),
              run.seed(),
              accuracy.average(),
              accuracy.forgetting(),
              ledger.seconds(),
              ledger.gradientSamples(),
              ledger.bytes()));
    }
    Files.writeString(folder.resolve("results.tsv"), table);
  }
}
