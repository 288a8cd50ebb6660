package io.reverie.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.data.MalformedDataException;
import io.reverie.image.ImageFile.Channels;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
  private static final int LIMIT = 10_000;

  @TempDir Path folder;

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static Tensor read(byte[] bytes, Channels channels) throws IOException {
    return ImageFile.read("t", bytes, channels, LIMIT);
  }

  private static float[] steps(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i * 37 % 256) / 255f;
    }
    return values;
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = folder.resolve("t.png");
    for (int[] dims : new int[][] {{3, 8, 11}, {1, 8, 32}, {3, 1, 1}}) {
      Tensor picture = Tensor.of(steps(Shape.of(dims).size()), dims);
      ImageFile.write(file, picture);
      Tensor same = ImageFile.read(file, dims[0] == 1 ? Channels.GREY : Channels.RGB);
      assertThat(same.shape()).isEqualTo(picture.shape());
      assertThat(same.toArray()).containsExactly(picture.toArray());
    }
    Tensor flat = Tensor.of(new float[] {-1, 0.5f, 2, Float.NaN}, 2, 2);
    ImageFile.write(file, flat);
    Tensor colours = ImageFile.read(file, Channels.RGB);
    assertThat(colours.shape()).isEqualTo(Shape.of(3, 2, 2));
    float half = 128 / 255f;
    assertThat(colours.toArray()).containsExactly(0, half, 1, 0, 0, half, 1, 0, 0, half, 1, 0);
  }

  @Test
  void aWindowIsWrittenFromItsPlace() throws IOException {
    Path file = folder.resolve("t.png");
    ImageFile.write(file, Tensor.of(new float[] {9, 9, 0, 1}, 2, Shape.of(1, 1, 2)));
    assertThat(ImageFile.read(file, Channels.GREY).toArray()).containsExactly(0, 1);
  }

  @Test
  void coloursBecomeGreyByTheirLight() throws IOException {
    var image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xFF_FF0000);
    image.setRGB(1, 0, 0x80_00FF00); // half transparent: read as if it were not
    image.setRGB(2, 0, 0xFF_0000FF);
    byte[] png = encoded(image, "png");
    assertThat(read(png, Channels.GREY).toArray()).containsExactly(0.299f, 0.587f, 0.114f);
    assertThat(read(png, Channels.RGB).toArray()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void palettesBitsAndSixteenBitsAreRead() throws IOException {
    var bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, -1);
    assertThat(read(encoded(bits, "png"), Channels.GREY).toArray()).containsExactly(0, 1);
    var palette = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(0, 0, 0xFF_FF0000);
    assertThat(read(encoded(palette, "png"), Channels.RGB).toArray()).containsExactly(1, 0, 0);
    var deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x1234);
    deep.getRaster().setSample(1, 0, 0, 0xFFFF);
    assertThat(read(encoded(deep, "png"), Channels.GREY).toArray())
        .containsExactly(0x1234 / 65535f, 1);
  }

  @Test
  void jpegIsNearWhatWasWritten() throws IOException {
    var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x3060C0);
    }
    Tensor read = read(encoded(image, "jpg"), Channels.RGB);
    assertThat(read.at(0, 7, 7)).isCloseTo(0x30 / 255f, within(0.02f));
    assertThat(read.at(1, 7, 7)).isCloseTo(0x60 / 255f, within(0.02f));
    assertThat(read.at(2, 7, 7)).isCloseTo(0xC0 / 255f, within(0.02f));
    var grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      grey.getRaster().setSample(i % 16, i / 16, 0, 77);
    }
    assertThat(read(encoded(grey, "jpg"), Channels.GREY).at(0, 7, 7))
        .isCloseTo(77 / 255f, within(0.01f));
  }

  @Test
  void cutPicturesAreRefusedOrRead() throws IOException {
    for (String format : new String[] {"png", "jpg"}) {
      byte[] whole = sample(format);
      for (int length = 0; length < whole.length; length++) {
        survives(Arrays.copyOf(whole, length), format + " cut to " + length);
      }
    }
  }

  @Test
  void damagedPicturesAreRefusedOrRead() throws IOException {
    for (String format : new String[] {"png", "jpg"}) {
      byte[] whole = sample(format);
      Random random = new Random(6);
      for (int round = 0; round < 1500; round++) {
        byte[] damaged = whole.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        survives(damaged, format + " round " + round);
      }
    }
  }

  private static byte[] sample(String format) throws IOException {
    var image = new BufferedImage(12, 9, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 108; i++) {
      image.setRGB(i % 12, i / 12, i * 0x030507);
    }
    return encoded(image, format);
  }

  private static void survives(byte[] bytes, String what) {
    try {
      Tensor read = read(bytes, Channels.RGB);
      assertThat(read.size()).isBetween(3, 3 * LIMIT);
    } catch (MalformedDataException e) {
      assertThat(e).hasMessageStartingWith("t");
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  /** A PNG of nothing but a header that claims a size. */
  private static byte[] claiming(int width, int height) {
    var chunk = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    chunk.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    var crc = new CRC32();
    crc.update(chunk.array());
    var png = ByteBuffer.allocate(33).putLong(0x89504E470D0A1A0AL).putInt(13).put(chunk.array());
    return png.putInt((int) crc.getValue()).array();
  }

  @Test
  void bombsDieByTheirHeader() {
    for (int[] size : new int[][] {{100_000, 100_000}, {Integer.MAX_VALUE, 1}, {101, 100}}) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThatExceptionOfType(MalformedDataException.class)
                  .isThrownBy(() -> read(claiming(size[0], size[1]), Channels.GREY))
                  .withMessage(
                      "t: %d × %d pixels; 1 to 10,000 are read here".formatted(size[0], size[1])));
    }
  }

  @Test
  void saysWhatDoesNotFit() {
    Path file = folder.resolve("t.png");
    for (int[] dims : new int[][] {{4}, {2, 3, 3}, {1, 1, 3, 3}, {1, 0, 3}, {}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ImageFile.write(file, Tensor.zeros(dims)))
          .withMessageContaining(Arrays.toString(dims));
    }
    assertThat(file).doesNotExist();
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> ImageFile.read(file, Channels.RGB));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read("GIF89a".getBytes(StandardCharsets.US_ASCII), Channels.RGB))
        .withMessageContaining("neither PNG nor JPEG");
  }

  @Test
  void withoutJavaDesktopTheErrorSaysSo() throws Exception {
    Path file = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base,java.logging",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutDesktop.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start();
    int status = process.waitFor();
    assertThat(Files.readString(file))
        .contains("add --add-modules java.desktop")
        .contains("[1, 2]");
    assertThat(status).isZero();
  }

  /** A program on a JVM without java.desktop: tensors work, pictures say what they need. */
  static final class WithoutDesktop {
    public static void main(String[] args) throws IOException {
      System.out.println(Tensor.zeros(1, 2).shape());
      try {
        ImageFile.write(Path.of("never.png"), Tensor.zeros(2, 2));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
