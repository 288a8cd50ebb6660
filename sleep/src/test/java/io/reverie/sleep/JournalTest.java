package io.reverie.sleep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.MalformedDataException;
import io.reverie.nn.Layer;
import io.reverie.sleep.SleepCycle.Phase;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Stage;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night that is written down: where it goes on, what it refuses, what it leaves. */
class JournalTest {
  @TempDir(factory = MemoryDisk.class)
  Path folder;

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("lock")).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** The folder at every moment between two phases, as a kill would have left it. */
  private List<Path> moments(Path journal) {
    List<Path> moments = new ArrayList<>();
    var night =
        RichNight.evening(_ -> {
          Path moment = folder.resolve("moment-" + moments.size());
          try {
            copy(journal, moment);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          moments.add(moment);
        });
    night.sleep(Journal.at(journal));
    assertThat(moments).hasSizeGreaterThan(10);
    return moments;
  }

  @Test
  void aNightWrittenDownIsTheSameNight() throws IOException {
    var plain = RichNight.evening();
    var written = RichNight.evening();
    var night = plain.sleep();
    assertThat(RichNight.bits(written.sleep(Journal.at(folder)))).isEqualTo(RichNight.bits(night));
    assertThat(written.bits()).isEqualTo(plain.bits());
    assertThat(written.learner.ledger().forwardSamples())
        .isEqualTo(plain.learner.ledger().forwardSamples());
    assertThat(files(folder).stream().map(Path::getFileName).map(Path::toString))
        .containsExactly("manifest", "model-0001.safetensors");
  }

  @Test
  void aProgramStartedAnewGoesOnFromAnyMomentWithTheSameBits() throws IOException {
    var plain = RichNight.evening();
    var night = plain.sleep();
    var anew = RichNight.anew();
    assertThat(anew.bits()).isNotEqualTo(RichNight.evening().bits());
    for (Path moment : moments(folder.resolve("journal"))) {
      var resumed = RichNight.anew();
      long day = RichNight.evening().learner.ledger().gradientSamples();
      assertThat(Journal.at(moment).unfinished()).isTrue();
      assertThat(RichNight.bits(resumed.sleep(Journal.at(moment))))
          .as("%s", moment)
          .isEqualTo(RichNight.bits(night));
      assertThat(withoutTheDaysOptimizer(resumed)).isEqualTo(withoutTheDaysOptimizer(plain));
      // The night's samples are paid in full; the day's were the other program's.
      assertThat(resumed.learner.ledger().gradientSamples() + day)
          .isEqualTo(plain.learner.ledger().gradientSamples());
      assertThat(resumed.learner.ledger().forwardSamples())
          .isEqualTo(plain.learner.ledger().forwardSamples());
      assertThat(resumed.generator.ledger().gradientSamples())
          .isEqualTo(plain.generator.ledger().gradientSamples());
      assertThat(Journal.at(moment).unfinished()).isFalse();
    }
  }

  /** The journal is of the night: momentum and count of the day's steps are the program's. */
  private static String withoutTheDaysOptimizer(RichNight night) {
    night.learner.optimizer().reset();
    return night.bits();
  }

  @Test
  void aKillBetweenTwoFilesIsNoticedByNobody() throws IOException {
    var plain = RichNight.evening();
    plain.sleep();
    plain.learner.optimizer().reset();
    Path journal = folder.resolve("journal");
    List<Path> moments = moments(journal);
    for (int i = 0; i + 1 < moments.size(); i++) {
      // The page of the next moment is there, its manifest is not; and what a write by halves left.
      Path torn = folder.resolve("torn-" + i);
      copy(moments.get(i), torn);
      for (Path file : files(moments.get(i + 1))) {
        Path place = torn.resolve(file.getFileName());
        if (!Files.exists(place)) {
          Files.copy(file, place);
        }
      }
      Files.writeString(torn.resolve("manifest.8273.tmp"), "reverie jour");
      Files.writeString(torn.resolve("phase-0004.page.17.tmp"), "REVP");
      Files.copy(journal.resolve("model-0001.safetensors"), torn.resolve("model-0001.safetensors"));
      var resumed = RichNight.anew();
      resumed.sleep(Journal.at(torn));
      assertThat(withoutTheDaysOptimizer(resumed)).as("%s", torn).isEqualTo(plain.bits());
      assertThat(files(torn).stream().map(Path::getFileName).map(Path::toString))
          .containsExactly("manifest", "model-0001.safetensors");
    }
  }

  @Test
  void aNightThatWasInterruptedGoesOnInTheSameProgram() throws IOException {
    var plain = RichNight.evening();
    plain.sleep();
    int[] calls = {0};
    var night =
        RichNight.evening(_ -> {
          if (++calls[0] == 7) {
            Thread.currentThread().interrupt();
          }
        });
    String evening = night.bits();
    try {
      assertThatThrownBy(() -> night.sleep(Journal.at(folder)))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(night.learner.parameters().values())
        .isEqualTo(RichNight.evening().learner.parameters().values());
    assertThat(evening).contains(night.rng.state().toString());
    night.sleep(Journal.at(folder));
    assertThat(night.bits()).isEqualTo(plain.bits());
  }

  @Test
  void everyDamagedByteIsNamedAndNothingIsChanged() throws IOException {
    Path journal = folder.resolve("journal");
    Path moment = moments(journal).get(9);
    Files.copy(journal.resolve("model-0001.safetensors"), moment.resolve("model-0001.safetensors"));
    Rng rng = Rng.of(4);
    int tried = 0;
    for (Path file : files(moment)) {
      String name = file.getFileName().toString();
      if (name.startsWith("model")) {
        continue;
      }
      byte[] whole = Files.readAllBytes(file);
      int every = name.equals("manifest") ? 1 : 97;
      for (int at = 0; at < whole.length; at += every) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << rng.nextInt(8));
        Files.write(file, damaged);
        var anew = RichNight.anew();
        String before = anew.bits();
        assertThatThrownBy(() -> anew.sleep(Journal.at(moment)))
            .as("byte %d of %s", at, name)
            .isInstanceOf(UncheckedIOException.class)
            .hasCauseInstanceOf(MalformedDataException.class)
            .hasMessageContaining(name)
            .hasMessageContaining("damaged");
        assertThat(anew.bits()).isEqualTo(before);
        tried++;
      }
      Files.delete(file);
      if (!name.equals("manifest")) {
        assertThatThrownBy(() -> RichNight.anew().sleep(Journal.at(moment)))
            .hasMessageContaining(name)
            .hasMessageContaining("missing");
      }
      Files.write(file, whole);
    }
    assertThat(tried).isGreaterThan(400);
  }

  @Test
  void whenTheJournalIsDamagedTheLastGoodModelServes() throws IOException {
    Path moment = firstNightThenMoment();
    Files.writeString(moment.resolve("manifest"), "nonsense");
    Layer model = RichNight.model(20);
    var restored = Journal.at(moment).restore(model);
    assertThat(restored.version()).isEqualTo(1);
    assertThat(restored.damaged()).hasSize(1).first().asString().contains("manifest");
    Journal.at(moment).clear();
    assertThat(Journal.at(moment).unfinished()).isFalse();
    assertThat(Journal.at(moment).version()).isEqualTo(1);
    assertThat(Journal.at(moment).restore(model).damaged()).isEmpty();
    var night = RichNight.evening();
    night.sleep(Journal.at(moment));
    assertThat(Journal.at(moment).version()).isEqualTo(2);
  }

  /** A folder with one promoted model and a second night by halves. */
  private Path firstNightThenMoment() throws IOException {
    Path journal = folder.resolve("two nights");
    var night = RichNight.evening();
    night.sleep(Journal.at(journal));
    Path moment = folder.resolve("second night");
    int[] calls = {0};
    var second =
        RichNight.evening(_ -> {
          if (++calls[0] == 5) {
            try {
              copy(journal, moment);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    second.sleeper.sleep(
        second.learner, second.memory, Rng.of(31).split("night 2"), Journal.at(journal));
    return moment;
  }

  @Test
  void aDroppedNightLeavesTheModel() throws IOException {
    Path moment = firstNightThenMoment();
    var journal = Journal.at(moment);
    assertThat(journal.unfinished()).isTrue();
    journal.clear();
    assertThat(journal.unfinished()).isFalse();
    assertThat(journal.slept(Rng.of(31).split("night 1"))).isTrue();
    assertThat(journal.version()).isEqualTo(1);
    assertThat(files(moment)).hasSize(2);
  }

  @Test
  void anotherNightIsRefused() throws IOException {
    Path moment = moments(folder.resolve("journal")).get(4);
    var journal = Journal.at(moment);
    var night = RichNight.anew();
    refused(night.sleeper, night.learner, night.memory, Rng.of(5), journal, "stream");
    var faster = new Sleeper(night.sleeper.night(), 0.25f, 1);
    refused(faster, night.learner, night.memory, night.rng, journal, "rate 0.2;", "rate 0.25");
    List<SleepCycle> longer = new ArrayList<>(night.sleeper.night());
    longer.add(new SleepCycle(List.of(new Phase((n, steps) -> {}, 3))));
    refused(
        new Sleeper(longer, 0.2f, 1), night.learner, night.memory, night.rng, journal, "sleeper");
    Learner other = Toys.learner(Toys.linear(5, 5, 1), 0.1f);
    refused(night.sleeper, other, night.memory, night.rng, journal, "model");
    ReplayBuffer larger = Toys.memory(5, 1, 2, 3);
    refused(night.sleeper, night.learner, larger, night.rng, journal, "memory: there \"7 samples");
    ReplayBuffer later = RichNight.evening().memory;
    later.add(Toys.oneHots(5, 1), 0);
    refused(night.sleeper, night.learner, later, night.rng, journal, "seen 9 samples then, 10 now");
    assertThat(journal.unfinished()).as("nothing is dropped").isTrue();
    night.sleep(journal);
  }

  private static void refused(
      Sleeper sleeper,
      Learner learner,
      ReplayBuffer memory,
      Rng rng,
      Journal journal,
      String... why) {
    float[] before = learner.parameters().snapshot();
    assertThatThrownBy(() -> sleeper.sleep(learner, memory, rng, journal))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(why)
        .hasMessageContaining("Journal.clear()");
    assertThat(learner.parameters().values()).isEqualTo(before);
  }

  @Test
  void aNightIsNotSleptTwice() throws IOException {
    var night = RichNight.evening();
    var journal = Journal.at(folder);
    assertThat(journal.slept(night.rng)).isFalse();
    night.sleep(journal);
    assertThat(journal.slept(RichNight.anew().rng)).isTrue();
    assertThatThrownBy(() -> RichNight.evening().sleep(journal))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("slept to its end already");
    Layer model = RichNight.model(20);
    assertThat(journal.restore(model).version()).isEqualTo(1);
    model
        .state()
        .forEach((name, tensor) ->
            assertThat(tensor.toArray())
                .as(name)
                .isEqualTo(night.learner.model().state().get(name).toArray()));
  }

  @Test
  void aNightThatIsNotPromotedEndsTheJournalToo() throws IOException {
    var night = RichNight.evening();
    Stage harm = (n, steps) -> n.learner().parameters().values()[0] = Float.NaN;
    var phase = new SleepCycle(List.of(new Phase(harm, 0)));
    float[] evening = night.learner.parameters().snapshot();
    var slept =
        new Sleeper(List.of(phase), 0.1f, 0)
            .sleep(night.learner, night.memory, night.rng, Journal.at(folder));
    assertThat(slept.promoted()).isFalse();
    assertThat(night.learner.parameters().values()).isEqualTo(evening);
    assertThat(files(folder)).hasSize(1);
    assertThat(Journal.at(folder).version()).isZero();
    assertThat(Journal.at(folder).slept(RichNight.anew().rng)).isTrue();
  }

  @Test
  void theLastModelsAreKeptAndADamagedOneIsPassedOver() throws IOException {
    var journal = Journal.at(folder, 2);
    var night = RichNight.evening();
    List<float[]> weights = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      night.sleeper.sleep(night.learner, night.memory, Rng.of(i), journal);
      weights.add(night.learner.parameters().snapshot());
    }
    assertThat(files(folder).stream().map(Path::getFileName).map(Path::toString))
        .containsExactly("manifest", "model-0003.safetensors", "model-0004.safetensors");
    assertThat(journal.version()).isEqualTo(4);
    Layer model = RichNight.model(20);
    assertThat(journal.restore(model).version()).isEqualTo(4);
    assertThat(model.parameters().values()).isEqualTo(weights.get(3));
    Path newest = folder.resolve("model-0004.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 5] ^= 4;
    Files.write(newest, bytes);
    var restored = journal.restore(model);
    assertThat(restored.version()).isEqualTo(3);
    assertThat(restored.damaged()).singleElement().asString().contains("model-0004", "tensor");
    assertThat(model.parameters().values()).isEqualTo(weights.get(2));
    Files.delete(folder.resolve("model-0003.safetensors"));
    assertThatThrownBy(() -> journal.restore(model))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("no model is whole");
    assertThat(model.parameters().values()).isEqualTo(weights.get(2));
  }

  @Test
  void aFolderThatCannotBeWrittenLosesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("a file"), "");
    var night = RichNight.evening();
    String evening = night.bits();
    assertThatThrownBy(() -> night.sleep(Journal.at(file)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("a file")
        .hasMessageContaining("as it was in the evening");
    assertThat(night.bits()).isEqualTo(evening);
    // The disk goes away in the middle of the night.
    Path gone = folder.resolve("gone");
    int[] calls = {0};
    var second =
        RichNight.evening(_ -> {
          if (++calls[0] == 6) {
            try {
              for (Path page : Files.list(gone).toList()) {
                Files.delete(page);
              }
              Files.delete(gone);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    assertThatThrownBy(() -> second.sleep(Journal.at(gone)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("writing the night's journal failed in " + gone)
        .hasMessageContaining("as it was in the evening");
    assertThat(second.learner.model().state().get("1.running_mean").toArray())
        .isEqualTo(RichNight.evening().learner.model().state().get("1.running_mean").toArray());
    assertThat(second.learner.parameters().values())
        .isEqualTo(RichNight.evening().learner.parameters().values());
  }

  @Test
  void oneNightAtATime() {
    var journal = Journal.at(folder);
    var night =
        RichNight.evening(_ ->
            assertThatThrownBy(() -> RichNight.evening().sleep(Journal.at(folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one night at a time"));
    night.sleep(journal);
  }

  @Test
  void withoutMemoriesNothingIsWritten() throws IOException {
    var night = RichNight.anew();
    assertThat(night.sleep(Journal.at(folder)).steps()).isZero();
    assertThat(files(folder)).isEmpty();
    assertThat(Journal.at(folder).restore(RichNight.model(1)).version()).isZero();
    assertThatThrownBy(() -> Journal.at(folder, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 models");
  }
}
