package io.reverie.sleep.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A memory on disk: the same to the bit, or an error that says what is wrong. */
class MemoryFileTest {
  private static final int CLASSES = 3;

  @TempDir private Path folder;

  /** Memories that keep different things. */
  private enum Kind {
    PLAIN,
    NOTED,
    FULL,
    BYTES;

    ReplayBuffer empty(long seed) {
      Shape sample = Shape.of(2, 2);
      KeepRule rule = KeepRule.balancedReservoir();
      Rng rng = Rng.of(seed);
      return switch (this) {
        case PLAIN, NOTED -> ReplayBuffer.of(9, sample, CLASSES, rule, rng);
        case FULL ->
            ReplayBuffer.withLogits(9, sample, CLASSES, rule, rng)
                .prioritise(Priority.loss().power(0.5));
        case BYTES -> ReplayBuffer.coded(9, sample, CLASSES, false, Codec.uint8(), rule, rng);
      };
    }

    ReplayBuffer lived(long seed, int days) {
      ReplayBuffer memory = empty(seed);
      live(memory, seed, days);
      return memory;
    }

    /** What happens on some days: the same to equal memories. */
    void live(ReplayBuffer memory, long seed, int days) {
      Rng rng = Rng.of(seed).split("days");
      for (int day = 0; day < days; day++) {
        Tensor inputs = Tensor.randn(rng, 5, 2, 2);
        int[] labels = {rng.nextInt(3), rng.nextInt(3), rng.nextInt(3), 0, rng.nextInt(2)};
        memory.tagging(day % 4);
        if (memory.keepsLogits()) {
          memory.add(new Batch(inputs, labels), Tensor.randn(rng, 5, CLASSES).toArray(), day);
        } else {
          memory.add(new Batch(inputs, labels), day);
        }
        Recall recall = memory.draw(this == FULL ? Draw.prioritised() : Draw.balanced(), 4);
        if (this == NOTED || this == FULL) {
          memory.notes().write(recall.slots(), Tensor.randn(rng, 4, CLASSES));
        }
        if (day % 7 == 6) {
          memory.remove(rng.nextInt(memory.size()));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheSameBits(Kind kind) throws IOException {
    for (int days : new int[] {0, 1, 13}) {
      Path file = folder.resolve("memory");
      var one = kind.lived(1, days);
      one.save(file);
      var other = kind.lived(2, 5);
      other.load(file);
      assertThat(other.state()).isEqualTo(one.state());
      assertSame(other, one);
      kind.live(one, 3, 20);
      kind.live(other, 3, 20);
      assertThat(other.state()).isEqualTo(one.state());
      assertSame(other, one);
      assertThat(other.draw(5).slots()).isEqualTo(one.draw(5).slots());
    }
  }

  /** Not by what is saved, but by what can be asked. */
  private static void assertSame(ReplayBuffer a, ReplayBuffer b) {
    assertThat(a.size()).isEqualTo(b.size());
    assertThat(a.seen()).isEqualTo(b.seen());
    Recall all = a.all();
    assertThat(all.batch().inputs().toArray()).isEqualTo(b.all().batch().inputs().toArray());
    assertThat(all.batch().labels()).isEqualTo(b.all().batch().labels());
    if (all.logits() != null) {
      assertThat(all.logits().toArray()).isEqualTo(b.all().logits().toArray());
    }
    for (int slot = 0; slot < a.size(); slot++) {
      assertThat(a.task(slot)).isEqualTo(b.task(slot));
      assertThat(a.tag(slot)).isEqualTo(b.tag(slot));
      assertThat(a.step(slot)).isEqualTo(b.step(slot));
      assertThat(a.younger(slot)).isEqualTo(b.younger(slot));
    }
    for (int c = 0; c < CLASSES; c++) {
      assertThat(a.oldest(c)).isEqualTo(b.oldest(c));
      for (int i = 0; i < a.count(c); i++) {
        assertThat(a.slotOf(c, i)).isEqualTo(b.slotOf(c, i));
      }
    }
  }

  @Test
  void bringsNotesAndPrioritiesBack() throws IOException {
    Path file = folder.resolve("memory");
    var one = Kind.FULL.lived(1, 13);
    one.save(file);
    var other = Kind.FULL.empty(2);
    other.load(file);
    for (int slot = 0; slot < one.size(); slot++) {
      assertThat(other.notes().loss(slot)).isEqualTo(one.notes().loss(slot));
      assertThat(other.notes().margin(slot)).isEqualTo(one.notes().margin(slot));
      assertThat(other.notes().error(slot)).isEqualTo(one.notes().error(slot));
      assertThat(other.notes().forgotten(slot)).isEqualTo(one.notes().forgotten(slot));
      assertThat(other.notes().priority(slot)).isEqualTo(one.notes().priority(slot));
    }
    assertThat(other.notes().totalPriority()).isEqualTo(one.notes().totalPriority()).isPositive();
    assertThat(other.notes().stale(9)).isEqualTo(one.notes().stale(9));
  }

  @Test
  void aStateIsWhatTheFileHolds() throws IOException {
    Path file = folder.resolve("memory");
    var memory = Kind.FULL.lived(1, 13);
    memory.save(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(memory.state());
    var other = Kind.FULL.empty(2);
    other.restore(memory.state());
    assertThat(other.state()).isEqualTo(memory.state());
  }

  @ParameterizedTest
  @EnumSource
  void aCopyGoesItsOwnWay(Kind kind) {
    var memory = kind.lived(1, 13);
    byte[] before = memory.state();
    var copy = memory.copy();
    assertThat(copy.state()).isEqualTo(before);
    kind.live(copy, 3, 5);
    assertThat(memory.state()).isEqualTo(before);
    kind.live(memory, 3, 5);
    assertThat(memory.state()).isEqualTo(copy.state());
  }

  @Test
  void anInterruptedThreadSavesAllTheSame() throws IOException {
    Path file = folder.resolve("memory");
    var memory = Kind.FULL.lived(1, 13);
    byte[] before = memory.state();
    Thread.currentThread().interrupt();
    try {
      assertThat(memory.state()).isEqualTo(before);
      memory.save(file);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void noFlippedByteGoesUnnoticed(Kind kind) {
    byte[] state = kind.lived(1, 13).state();
    var other = kind.lived(2, 5);
    byte[] before = other.state();
    for (int i = 0; i < state.length; i++) {
      byte[] flipped = state.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertThatThrownBy(() -> other.restore(flipped))
          .as("byte %d", i)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(i < 8 ? "REVMEM01" : "checksum");
    }
    assertThat(other.state()).isEqualTo(before);
  }

  @Test
  void noCutFileIsRead() throws IOException {
    Path file = folder.resolve("memory");
    byte[] state = Kind.FULL.lived(1, 3).state();
    var other = Kind.FULL.lived(2, 5);
    byte[] before = other.state();
    for (int length = 0; length < state.length; length += length < 60 ? 1 : 37) {
      Files.write(file, Arrays.copyOf(state, length));
      assertThatThrownBy(() -> other.load(file))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageContaining(file.toString());
    }
    Files.write(file, Arrays.copyOf(state, state.length + 1));
    assertThatThrownBy(() -> other.load(file)).isInstanceOf(MalformedDataException.class);
    assertThat(other.state()).isEqualTo(before);
  }

  /** Content that no memory wrote, with the right checksum: no slot may lead outside. */
  @Test
  void forgedContentIsRefusedOrHarmless() throws Exception {
    byte[] state = Kind.FULL.lived(1, 13).state();
    for (int i = 8; i < state.length - 32; i++) {
      byte[] forged = state.clone();
      forged[i] ^= (byte) 0x80;
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(forged, forged.length - 32));
      System.arraycopy(sum, 0, forged, forged.length - 32, 32);
      var other = Kind.FULL.lived(2, 5);
      byte[] before = other.state();
      try {
        other.restore(forged);
        Kind.FULL.live(other, 4, 3); // whatever it is, it is a memory
      } catch (IllegalArgumentException e) {
        assertThat(other.state()).isEqualTo(before);
      }
    }
  }

  @Test
  void anotherKindOfMemoryIsRefused() throws IOException {
    Path file = folder.resolve("memory");
    Kind.PLAIN.lived(1, 5).save(file);
    KeepRule rule = KeepRule.reservoir();
    Rng rng = Rng.of(1);
    var others =
        Stream.of(
            ReplayBuffer.of(10, Shape.of(2, 2), 3, rule, rng),
            ReplayBuffer.of(9, Shape.of(4), 3, rule, rng),
            ReplayBuffer.of(9, Shape.of(2, 2), 4, rule, rng),
            Kind.FULL.empty(1),
            Kind.BYTES.empty(1),
            Kind.PLAIN.empty(1).prioritise(Priority.loss()));
    others.forEach(other -> {
      byte[] before = other.state();
      assertThatThrownBy(() -> other.load(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds a memory of 9 samples of [2, 2] as float32, 3 classes")
          .hasMessageContaining("this one is of");
      assertThat(other.state()).isEqualTo(before);
    });
  }

  @Test
  void replacesTheFileAtOnce() throws IOException {
    Path file = folder.resolve("memory");
    Kind.PLAIN.lived(1, 5).save(file);
    var later = Kind.PLAIN.lived(1, 9);
    later.save(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(later.state());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    Path nowhere = folder.resolve("no").resolve("such");
    assertThatThrownBy(() -> later.save(nowhere)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> later.load(nowhere)).isInstanceOf(NoSuchFileException.class);
  }
}
