package io.reverie.examples.lab;

import io.reverie.tensor.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** From which sources and on what machine figures come. */
final class Host {
  private static final String COMMIT = askForCommit();

  private Host() {}

  /** The machine: system, processors, arithmetic, Java; no names. */
  static String describe() {
    return "%s %s, %d processors, %s, Java %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Compute.describe().replaceAll(", \\d+ threads?$", ""),
            Runtime.version());
  }

  /** The revision of the sources, with a + where files have changed; "unknown" without Git. */
  static String commit() {
    return COMMIT;
  }

  private static String askForCommit() {
    String revision = answer("git", "rev-parse", "--short=10", "HEAD");
    if (revision.isEmpty()) {
      return "unknown";
    }
    String changes = answer("git", "status", "--porcelain", "--untracked-files=no");
    return changes.isEmpty() ? revision : revision + "+";
  }

  private static String answer(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? text.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
