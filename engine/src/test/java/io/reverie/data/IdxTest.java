package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {

  private static final Idx SMALL = new Idx(new int[] {5, 2, 3}, numbers(30));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("small-idx3-ubyte");
  }

  @ParameterizedTest
  @ValueSource(strings = {"images", "images.gz", "gz.misnamed"})
  void whatIsWrittenIsReadAgain(String name) throws IOException {
    var target = folder.resolve(name);
    Files.writeString(target, "an older file in its place");
    Idx.write(target, SMALL);
    assertThat(Idx.read(target)).isEqualTo(SMALL).hasToString("Idx[5, 2, 3]");
    try (var in = Files.newInputStream(target)) {
      assertThat(Idx.read("stream", in)).isEqualTo(SMALL);
    }
    assertThat(folder.toFile().list()).as("no temporary file stays").containsExactly(name);
  }

  @Test
  void plainOrGzipIsToldByContentNotByName() throws IOException {
    var odd = folder.resolve("plain.gz");
    Files.write(odd, plain(SMALL));
    assertThat(Idx.read(odd)).isEqualTo(SMALL);
    Files.write(file, gzip(plain(SMALL)));
    assertThat(Idx.read(file)).isEqualTo(SMALL);
  }

  @Test
  void layoutIsBigEndianSizesThenBytes() {
    assertThat(plain(new Idx(new int[] {2, 258}, new byte[516])))
        .startsWith(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 1, 2)
        .hasSize(12 + 516);
  }

  @Test
  void countAndItemSizeComeFromTheDimensions() throws IOException {
    assertThat(SMALL.count()).isEqualTo(5);
    assertThat(SMALL.itemSize()).isEqualTo(6);
    var labels = new Idx(new int[] {7}, new byte[7]);
    assertThat(labels.itemSize()).isEqualTo(1);
    var none = new Idx(new int[] {0, 28, 28}, new byte[0]);
    assertThat(none.itemSize()).isEqualTo(784);
    Idx.write(file, none);
    assertThat(Idx.read(file)).isEqualTo(none);
  }

  @Test
  void aPlainFileCutAnywhereIsRefusedByName() throws IOException {
    refusedWhereverCut(plain(SMALL));
  }

  @Test
  void aGzipFileCutAnywhereIsRefusedByName() throws IOException {
    refusedWhereverCut(gzip(plain(SMALL)));
  }

  private void refusedWhereverCut(byte[] whole) throws IOException {
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(MalformedDataException.class)
          .as("cut to %d of %d bytes", length, whole.length)
          .isThrownBy(() -> Idx.read(file))
          .withMessageStartingWith(file.toString());
    }
  }

  @Test
  void bytesBehindTheEndAreRefused() throws IOException {
    for (int extra : new int[] {1, 2, 8, 9, 100, 100_000}) {
      Files.write(file, concat(plain(SMALL), new byte[extra]));
      refused("declares [5, 2, 3] = 30 bytes and ");
      Files.write(file, gzip(concat(plain(SMALL), new byte[extra])));
      refused("declares [5, 2, 3] = 30 bytes and more follow them");
      Files.write(file, concat(gzip(plain(SMALL)), new byte[extra]));
      refused("follow the gzip data");
    }
  }

  @Test
  void gzipInSeveralMembersIsOneFile() throws IOException {
    var plain = plain(SMALL);
    var first = gzip(Arrays.copyOf(plain, 20));
    var second = gzip(Arrays.copyOfRange(plain, 20, plain.length));
    Files.write(file, concat(first, second));
    assertThat(Idx.read(file)).isEqualTo(SMALL);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300, 4000, 50_000})
  void damagedBytesGiveAnIoExceptionOrAWellFormedValue(long seed) throws IOException {
    var random = new Random(seed);
    for (var whole : new byte[][] {plain(SMALL), gzip(plain(SMALL))}) {
      for (int round = 0; round < 2000; round++) {
        var damaged = whole.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        try {
          var idx = Idx.read("damaged", new ByteArrayInputStream(damaged));
          assertThat(idx.bytes()).hasSize(idx.count() * idx.itemSize());
        } catch (MalformedDataException e) {
          assertThat(e).hasMessageStartingWith("damaged: ");
        } catch (IOException | RuntimeException | Error e) {
          throw new AssertionError(
              "seed " + seed + ", round " + round + ": " + HexFormat.of().formatHex(damaged), e);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000803 7fffffff 7fffffff 7fffffff | more bytes than an array can hold",
        "00000803 80000000 0000001c 0000001c | more bytes than an array can hold",
        "00000803 ffffffff ffffffff 00000001 | more bytes than an array can hold",
        "00000801 7fffffff                   | more bytes than an array can hold",
        "00000801 7ffffff7                   | 2,147,483,639",
        "00000803 00000000 7fffffff 7fffffff | more bytes than an array can hold",
        "000008ff 00000002                   | the header of 255 dimensions needs 1024",
        "00000802 0000ffff 00007fff          | 2,147,385,345",
      })
  void aHugeHeaderDiesAtOnce(String header, String found) throws IOException {
    var bytes = HexFormat.of().parseHex(header.replace(" ", ""));
    Idx.read(Files.write(file, plain(SMALL))); // classes are loaded before the clock starts
    for (var content : new byte[][] {bytes, gzip(bytes)}) {
      Files.write(file, content);
      Assertions.assertTimeoutPreemptively(Duration.ofSeconds(1), () -> refused(found));
    }
  }

  @Test
  void aZipBombDiesAtTheDeclaredLength() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain(SMALL));
      var zeros = new byte[1 << 20];
      for (int megabyte = 0; megabyte < 64; megabyte++) {
        out.write(zeros);
      }
    }
    Files.write(file, packed.toByteArray());
    refused("declares [5, 2, 3] = 30 bytes and more follow them");
  }

  @Test
  void anHonestBombDiesAtTheLimit() throws IOException {
    Idx.write(folder.resolve("zeros.gz"), new Idx(new int[] {1 << 20}, new byte[1 << 20]));
    assertThatIOException()
        .isThrownBy(() -> Idx.read(folder.resolve("zeros.gz"), 1000))
        .withMessageContaining(
            "declares [1048576], which needs 1,048,576 bytes; at most 1,000 are read here");
    Files.write(file, concat(new byte[] {0x1f, (byte) 0x8b}, new byte[6000]));
    assertThatIOException()
        .isThrownBy(() -> Idx.read(file, 1000))
        .withMessageContaining("6,002 bytes of gzip; at most 1,000");
  }

  @ParameterizedTest
  @CsvSource({
    "00000901, signed bytes (type 0x09)",
    "00000b01, shorts (type 0x0b)",
    "00000c01, ints (type 0x0c)",
    "00000d01, floats (type 0x0d)",
    "00000e01, doubles (type 0x0e)",
    "00000a01, elements of an unknown type (type 0x0a)",
    "00000800, starts with 00 00 08 00; expected 00 00 08",
    "89504e47, starts with 89 50 4e 47; expected 00 00 08",
    "01000801, starts with 01 00 08 01; expected 00 00 08",
  })
  void anotherFormatIsNamed(String magic, String found) throws IOException {
    Files.write(file, concat(HexFormat.of().parseHex(magic), new byte[] {0, 0, 0, 1, 9}));
    refused(found);
  }

  @Test
  void emptyMissingAndFolderAreTold() throws IOException {
    Files.write(file, new byte[0]);
    refused("is empty");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Idx.read(folder.resolve("absent")))
        .withMessageContaining("absent: no such file");
    assertThatIOException()
        .isThrownBy(() -> Idx.read(folder))
        .withMessage(folder + ": a folder; expected an IDX file");
  }

  @Test
  void sizesAndBytesMustAgree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Idx(new int[] {2, 3}, new byte[5]))
        .withMessage("IDX of [2, 3] and 5 bytes: the sizes need 6 bytes");
    assertThatIllegalArgumentException().isThrownBy(() -> new Idx(new int[] {}, new byte[1]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Idx(new int[] {-1}, new byte[1]));
  }

  @Test
  void aFailedWriteLeavesNothing() {
    assertThatIOException().isThrownBy(() -> Idx.write(folder.resolve("no/where.gz"), SMALL));
    assertThat(folder).isEmptyDirectory();
  }

  private void refused(String found) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> Idx.read(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(found);
  }

  private static byte[] numbers(int count) {
    var bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 37);
    }
    return bytes;
  }

  private static byte[] plain(Idx idx) {
    return concat(Idx.header(idx.dims()), idx.bytes());
  }

  private static byte[] gzip(byte[] plain) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
