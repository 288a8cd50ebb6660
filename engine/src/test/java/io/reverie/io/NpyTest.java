package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files that NumPy 2.4 wrote. */
class NpyTest {
  @TempDir Path folder;

  private static byte[] bytes(String name) throws IOException {
    try (var in = Objects.requireNonNull(NpyTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private Path file(String name) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }

  @Test
  void readsWhatNumpyWrote() throws IOException {
    Tensor rows = Npy.read(file("rows-f4.npy"));
    assertThat(rows.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(rows.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    Tensor columns = Npy.read(file("columns-f8.npy"));
    assertThat(columns.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(columns.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(Npy.read(file("big-endian-i2.npy")).toArray()).containsExactly(0, 1, 2);
    assertThat(Npy.read(file("scalar-bool.npy")).item()).isEqualTo(1);
    Map<String, Tensor> archive = Npy.readArchive(file("archive.npz"));
    assertThat(archive.get("a").toArray()).containsExactly(0, 1, 2, 3);
    assertThat(archive.get("b").item()).isEqualTo(1.5f);
  }

  @Test
  void writesByteForByteAsNumpyDoes() throws IOException {
    Path file = folder.resolve("b.npy");
    Npy.write(file, Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3));
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes("rows-f4.npy"));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Rng rng = Rng.of(1);
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    arrays.put("scalar", Tensor.scalar(-0f));
    arrays.put("row", Tensor.randn(rng, 50_001));
    arrays.put("empty", Tensor.zeros(3, 0));
    arrays.put("cube", Tensor.randn(rng, 2, 3, 4));
    Path archive = folder.resolve("a.npz");
    Npy.writeArchive(archive, arrays);
    Map<String, Tensor> read = Npy.readArchive(archive);
    assertThat(read.keySet()).isEqualTo(arrays.keySet());
    arrays.forEach((name, array) -> {
      assertThat(read.get(name).shape()).isEqualTo(array.shape());
      assertThat(read.get(name).toArray()).isEqualTo(array.toArray());
    });
  }

  @Test
  void cutFilesAreRefused() throws IOException {
    byte[] whole = bytes("rows-f4.npy");
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Npy.read(cut))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageContaining("cut.npy");
    }
    Path longer = Files.write(folder.resolve("long.npy"), Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Npy.read(longer)).hasMessageContaining("the header promises 24");
  }

  @Test
  void damagedFilesGiveAnErrorOrAnArrayButNothingElse() throws IOException {
    Rng rng = Rng.of(2);
    for (String name : List.of("rows-f4.npy", "archive.npz")) {
      byte[] whole = bytes(name);
      for (int trial = 0; trial < 1000; trial++) {
        byte[] copy = whole.clone();
        copy[rng.nextInt(copy.length)] = (byte) rng.nextInt(256);
        Path damaged = Files.write(folder.resolve("damaged"), copy);
        try {
          if (name.endsWith(".npz")) {
            Npy.readArchive(damaged);
          } else {
            Npy.read(damaged);
          }
        } catch (IOException expected) {
          assertThat(expected).hasMessageContaining("damaged");
        }
      }
    }
  }

  @Test
  void promisesAreCheckedBeforeMemoryIsTaken() throws IOException {
    byte[] whole = bytes("rows-f4.npy");
    byte[] lying =
        new String(whole, StandardCharsets.ISO_8859_1)
            .replace("(2, 3), }         ", "(20000, 100000), }")
            .getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("lying.npy"), lying);
    assertThatThrownBy(() -> Npy.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("8000000000 bytes");
    Path bomb = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(lying);
      zip.write(new byte[1 << 20]);
      zip.closeEntry();
    }
    assertThatThrownBy(() -> Npy.readArchive(bomb))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("8000000000 bytes");
  }
}
