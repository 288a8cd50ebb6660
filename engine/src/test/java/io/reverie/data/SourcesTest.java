package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets from every kind of source. */
class SourcesTest {
  @TempDir Path folder;

  /** Sample i is {@code from + i, −(from + i)} with label i % 3. */
  static Dataset numbers(int from, int n) {
    float[] x = new float[2 * n];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      x[2 * i] = from + i;
      x[2 * i + 1] = -(from + i);
      labels[i] = i % 3;
    }
    return Dataset.of(Tensor.of(x, n, 2), labels);
  }

  static float[] inputs(Dataset set) {
    return set.all().inputs().toArray();
  }

  @Test
  void aSourceOfOnesOwnCanDoWhatArraysCan() {
    AtomicInteger reads = new AtomicInteger();
    Dataset squares =
        Dataset.of(
            new Samples() {
              @Override
              public int size() {
                return 10;
              }

              @Override
              public Shape sample() {
                return Shape.of(1, 1);
              }

              @Override
              public int label(int number) {
                return number % 2;
              }

              @Override
              public void read(int number, float[] into, int at) {
                reads.incrementAndGet();
                into[at] = number * number;
              }
            });
    Dataset odd = squares.filter(label -> label == 1).reshape(1);
    assertThat(reads).hasValue(0);
    assertThat(odd.sample()).isEqualTo(Shape.of(1));
    assertThat(odd.select(4, 0, 4).all().inputs().toArray()).containsExactly(81, 1, 81);
    assertThat(reads).hasValue(3);
    assertThat(odd.classes()).isEqualTo(2);
  }

  @Test
  void aMappedSetRunsItsFunctionOnEachSampleWhenItIsRead() {
    AtomicInteger runs = new AtomicInteger();
    Dataset plain = numbers(0, 9).select(8, 3, 5);
    Dataset mapped =
        plain.map(sample -> {
          runs.incrementAndGet();
          return Tensor.of(new float[] {9, 9, 3 * sample.at(0)}, 2, Shape.of(1, 1));
        });
    assertThat(mapped.sample()).isEqualTo(Shape.of(1, 1));
    assertThat(runs).as("once, for the shape").hasValue(1);
    assertThat(inputs(mapped)).containsExactly(24, 9, 15);
    assertThat(mapped.all().labels()).containsExactly(plain.all().labels());
    assertThat(inputs(mapped.select(1))).containsExactly(9);
    assertThat(inputs(plain)).as("the set itself stays").startsWith(8, -8, 3);
    assertThat(numbers(0, 0).map(Tensor::copy).size()).isZero();
  }

  @Test
  void aMappedSetNeedsOneShape() {
    Dataset mapped = numbers(0, 3).map(x -> x.at(0) < 2 ? x : x.reshape(1, 2));
    assertThatIllegalStateException()
        .isThrownBy(mapped::all)
        .withMessageContainingAll("[1, 2] of sample 2", "[2] of sample 0");
  }

  @Test
  void concatGivesOneAfterTheOther() {
    Dataset none = numbers(0, 0);
    Dataset joined =
        Dataset.concat(none, numbers(0, 3), none, none, numbers(10, 1), numbers(20, 4), none);
    assertThat(joined.size()).isEqualTo(8);
    assertThat(inputs(joined))
        .containsExactly(0, 0, 1, -1, 2, -2, 10, -10, 20, -20, 21, -21, 22, -22, 23, -23);
    assertThat(joined.all().labels()).containsExactly(0, 1, 2, 0, 0, 1, 2, 0);
    assertThat(inputs(joined.select(7, 3))).containsExactly(23, -23, 10, -10);
    assertThat(Dataset.concat(none).size()).isZero();
    assertThatIllegalArgumentException().isThrownBy(Dataset::concat);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.concat(numbers(0, 1), numbers(0, 1).reshape(1, 2)))
        .withMessageContainingAll("[2]", "[1, 2]");
  }

  @Test
  void batchesByNumbersCheckThem() {
    Dataset set = numbers(0, 4);
    var sizes = new StringBuilder();
    set.batches(2, new int[] {3, 3, 0}).forEach(b -> sizes.append(b.inputs().at(0, 0)).append(' '));
    assertThat(sizes).hasToString("3.0 0.0 ");
    for (int bad : new int[] {-1, 4}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> set.batches(2, new int[] {0, bad}));
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> set.batch(bad));
    }
  }

  @Test
  void rowsOnDiskAreTheSetThatWasWritten() throws IOException {
    Path file = folder.resolve("set.rows");
    for (int n : new int[] {0, 1, 7}) {
      Dataset set = numbers(5, n).reshape(2, 1);
      RowFile.write(file, RowFile.Kind.FLOAT32, set);
      Dataset read = RowFile.open(file);
      assertThat(read.sample()).isEqualTo(Shape.of(2, 1));
      assertThat(inputs(read)).containsExactly(inputs(set));
      assertThat(read.all().labels()).containsExactly(set.all().labels());
    }
    float[] odd = {Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE};
    RowFile.write(file, RowFile.Kind.FLOAT32, Dataset.of(Tensor.of(odd, 2, 2), new int[] {-1, 9}));
    assertThat(inputs(RowFile.open(file))).containsExactly(odd);
    assertThat(RowFile.open(file).label(0)).isEqualTo(-1);
    assertThat(folder.toFile().list()).as("no temporary file stays").containsExactly("set.rows");
  }

  @Test
  void bytesOnDiskAreReadAsZeroToOne() throws IOException {
    Path file = folder.resolve("bytes.rows");
    float[] x = new float[256];
    for (int i = 0; i < 256; i++) {
      x[i] = i / 255f;
    }
    RowFile.write(file, RowFile.Kind.UINT8, Dataset.of(Tensor.of(x, 4, 64), new int[4]));
    assertThat(Files.size(file)).isEqualTo(20 + 4 + 16 + 256);
    assertThat(inputs(RowFile.open(file))).containsExactly(x);
    for (float bad : new float[] {-0.1f, 1.1f, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              RowFile.write(
                  file, RowFile.Kind.UINT8, Dataset.of(Tensor.of(bad).reshape(1, 1), new int[1])))
          .withMessageContainingAll(bad + " in sample 0", "FLOAT32");
    }
    assertThat(inputs(RowFile.open(file))).as("the old file stays").containsExactly(x);
  }

  @Test
  void rowsOfAnotherFormatAreReadFromWhereTheyStart() throws IOException {
    Path file = folder.resolve("raw");
    var raw = ByteBuffer.allocate(3 + 24).order(ByteOrder.LITTLE_ENDIAN);
    raw.position(3);
    for (float value : new float[] {1, 2, 3, 4, 5, 6}) {
      raw.putFloat(value);
    }
    Files.write(file, raw.array());
    Dataset rows = RowFile.open(file, RowFile.Kind.FLOAT32, 3, Shape.of(2), 7, 8, 0x01020304);
    assertThat(inputs(rows)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(rows.all().labels()).containsExactly(7, 8, 0x01020304);
    for (int count : new int[] {0, 2, 4}) {
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(
              () -> RowFile.open(file, RowFile.Kind.FLOAT32, 3, Shape.of(2), new int[count]));
    }
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> RowFile.open(file, RowFile.Kind.UINT8, 100, Shape.of(2), 1));
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> RowFile.open(folder.resolve("absent")));
  }

  @Test
  void damagedRowFilesAreRefusedOrWellFormed() throws IOException {
    Path file = folder.resolve("damaged.rows");
    RowFile.write(file, RowFile.Kind.FLOAT32, numbers(0, 3));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatExceptionOfType(MalformedDataException.class)
          .as("cut to %d", length)
          .isThrownBy(() -> RowFile.open(cut))
          .withMessageStartingWith(cut.toString());
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatExceptionOfType(MalformedDataException.class).isThrownBy(() -> RowFile.open(file));
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(28)] ^= (byte) (1 << random.nextInt(8));
      }
      Path flipped = Files.write(folder.resolve("flipped"), damaged);
      try {
        Dataset set = RowFile.open(flipped);
        assertThat(set.all().inputs().size()).isEqualTo(set.size() * set.sample().size());
      } catch (MalformedDataException e) {
        assertThat(e).hasMessageStartingWith(flipped.toString());
      }
    }
  }

  @Test
  void hugeRowHeadersDieAtOnce() throws IOException {
    Path file = folder.resolve("huge");
    int most = Integer.MAX_VALUE;
    for (int[] header :
        new int[][] {{0, 1, most, most}, {1, 2, most, 65536, 65536}, {0, 0, most}}) {
      var bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).put("REVROWS1".getBytes());
      Arrays.stream(header).forEach(bytes::putInt);
      Files.write(file, bytes.array());
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(1),
          () ->
              assertThatExceptionOfType(MalformedDataException.class)
                  .isThrownBy(() -> RowFile.open(file)));
    }
  }

  @Test
  void cifarIsRecordsOfLabelsAndPlanes() throws IOException {
    byte[] ten = new byte[2 * 3073];
    byte[] hundred = new byte[3074];
    ten[0] = 9;
    ten[1 + 1024 + 33] = (byte) 255; // green, line 1, column 1
    ten[3073] = 4;
    ten[ten.length - 1] = 51;
    hundred[0] = 19;
    hundred[1] = 99;
    hundred[2] = 102;
    Path file10 = Files.write(folder.resolve("10.bin"), ten);
    Path file100 = Files.write(folder.resolve("100.bin"), hundred);
    Dataset set = Cifar.read10(file10, file10);
    assertThat(set.sample()).isEqualTo(Shape.of(3, 32, 32));
    assertThat(set.all().labels()).containsExactly(9, 4, 9, 4);
    Tensor x = set.all().inputs();
    assertThat(x.at(2, 1, 1, 1)).isEqualTo(1);
    assertThat(x.at(1, 2, 31, 31)).isEqualTo(0.2f);
    assertThat(x.sum().item()).isEqualTo(2 * 1.2f);
    assertThat(Cifar.read100(file100).label(0)).isEqualTo(99);
    assertThat(Cifar.read100Coarse(file100).label(0)).isEqualTo(19);
    assertThat(Cifar.read100(file100).all().inputs().at(0, 0, 0, 0)).isEqualTo(0.4f);
    hundred[1] = 100;
    Files.write(file100, hundred);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> Cifar.read100(file100))
        .withMessageContainingAll("record 0 is 100", "0 to 99");
    for (int length : new int[] {0, 1, 3072, 3074, 6145}) {
      Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(ten, length));
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(() -> Cifar.read10(cut))
          .withMessageContaining("whole records of 3,073 bytes");
    }
  }

  @Test
  void syntheticSetsStandWhereTheirFormulasSay() {
    Dataset moons = Synthetic.moons(101, 0, Rng.of(1));
    for (int i = 0; i < 101; i++) {
      Tensor x = moons.batch(i).inputs();
      int c = moons.label(i);
      double dx = x.at(0, 0) - c;
      double dy = x.at(0, 1) - 0.5 * c;
      assertThat(Math.hypot(dx, dy)).isBetween(1 - 1e-6, 1 + 1e-6);
      assertThat(c == 0 ? dy : -dy).isGreaterThan(-1e-6);
    }
    assertThat(inputs(moons.select(0, 100))).containsExactly(1, 0, -1, inputs(moons)[201]);
    Dataset spirals = Synthetic.spirals(90, 3, 0, Rng.of(1));
    assertThat(spirals.classes()).isEqualTo(3);
    assertThat(inputs(spirals.select(87))).as("arm 0 ends at (1, 0)").startsWith(1f);
    Dataset blobs = Synthetic.blobs(3000, 3, 2, 0.5f, Rng.of(1));
    float[] first = inputs(blobs.filter(c -> c == 0));
    double mean = 0;
    double square = 0;
    for (int i = 0; i < first.length; i += 2) {
      mean += first[i] / 1000;
      square += first[i] * first[i] / 1000.0;
    }
    assertThat(Math.sqrt(square - mean * mean)).isBetween(0.46, 0.54);
    assertThat(inputs(blobs)).containsExactly(inputs(Synthetic.blobs(3000, 3, 2, 0.5f, Rng.of(1))));
    assertThatIllegalArgumentException().isThrownBy(() -> Synthetic.blobs(1, 0, 2, 1, Rng.of(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Synthetic.moons(2, Float.NaN, Rng.of(1)))
        .withMessageContaining("noise NaN");
  }

  @Test
  void labelsMayBeOthers() {
    Dataset even = numbers(0, 6).relabel(label -> label % 2);
    assertThat(even.all().labels()).containsExactly(0, 1, 0, 0, 1, 0);
    assertThat(inputs(even)).isEqualTo(inputs(numbers(0, 6)));
    assertThat(even.classes()).isEqualTo(2);
    assertThat(inputs(even.filter(label -> label == 1))).containsExactly(1, -1, 4, -4);
  }
}
