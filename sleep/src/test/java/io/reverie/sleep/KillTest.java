package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Layer;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is killed at random moments wakes with the same bits. The long version, a hundred
 * times, is {@code KilledNights} among the examples.
 */
@Timeout(120)
class KillTest {
  private static final int KILLS = 5;

  @TempDir(factory = MemoryDisk.class)
  Path folder;

  @Test
  void killedAtRandomMomentsItWakesWithTheSameBits() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(start(undisturbed).waitFor()).isZero();
    Layer expected = RichNight.model(30);
    Journal.at(undisturbed).restore(expected);
    Rng rng = Rng.of(System.nanoTime());
    int kills = 0;
    for (int night = 0; kills < KILLS; night++) {
      Path journal = folder.resolve("night " + night);
      for (boolean done = false; !done; ) {
        Process child = start(journal);
        assertThat(child.inputReader().readLine()).isEqualTo("asleep");
        if (kills < KILLS) {
          Thread.sleep(rng.nextInt(120));
          child.destroyForcibly();
        }
        int code = child.waitFor();
        done = code == 0;
        if (!done) {
          assertThat(code).as("killed, not failed").isEqualTo(128 + 9);
          kills++;
        }
      }
      Layer model = RichNight.model(40);
      assertThat(Journal.at(journal).restore(model).version()).isEqualTo(1);
      expected
          .state()
          .forEach((name, tensor) ->
              assertThat(model.state().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
    }
  }

  private Process start(Path journal) throws IOException, URISyntaxException {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> type : List.of(Tensor.class, Sleeper.class, KilledNight.class)) {
      places.add(
          Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
    }
    // What starts fast: there is no time for good machine code.
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            String.join(File.pathSeparator, places),
            KilledNight.class.getName(),
            journal.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
