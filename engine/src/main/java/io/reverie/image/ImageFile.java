package io.reverie.image;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reader and writer of pictures as tensors {@code [channels, height, width]} of 0…1.
 *
 * <pre>{@code
 * Tensor cat = ImageFile.read(Path.of("cat.jpg"), ImageFile.Channels.RGB);  // [3, h, w]
 * ImageFile.write(Path.of("cat.png"), cat);
 * }</pre>
 *
 * <p>Files are not trusted: the size in the header is checked before anything is decoded, as a few
 * kilobytes may claim gigapixels. What is not a well-formed picture is an {@link IOException}.
 *
 * <p>Needs the module {@code java.desktop}. Where it is missing, methods throw an {@link
 * IllegalStateException} that says how to get it; loading this class needs nothing.
 */
public final class ImageFile {
  /** The colours that are read. */
  public enum Channels {
    /** One channel of light; of colours {@code 0.299 r + 0.587 g + 0.114 b} (ITU-R BT.601). */
    GREY(1),
    /** Red, green and blue; of grey pictures three times the same. */
    RGB(3);

    final int count;

    Channels(int count) {
      this.count = count;
    }
  }

  private static final int MOST_PIXELS = 1 << 26;
  private static final int MOST_BYTES = 1 << 28;

  private ImageFile() {}

  /**
   * Reads a PNG or JPEG file of up to 2²⁶ (67 million) pixels and 256 MiB. What is transparent is
   * read as if it were not.
   */
  public static Tensor read(Path file, Channels channels) throws IOException {
    return read(file, channels, MOST_PIXELS);
  }

  /**
   * Reads a PNG or JPEG file of up to {@code limit} pixels.
   *
   * @throws MalformedDataException if it has more, or is no such picture
   * @throws IllegalStateException if {@code java.desktop} is missing
   */
  public static Tensor read(Path file, Channels channels, int limit) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new MalformedDataException(
          file.toString(),
          String.format(Locale.ROOT, "%,d bytes; at most %,d are read here", size, MOST_BYTES));
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    return read(file.toString(), bytes, channels, limit);
  }

  /** Reads a picture from memory; {@code name} stands for it in errors. */
  public static Tensor read(String name, byte[] bytes, Channels channels, int limit)
      throws IOException {
    if (!isPicture(bytes)) {
      throw new MalformedDataException(name, "is neither PNG nor JPEG by its first bytes");
    }
    return withDesktop(() -> Desktop.read(name, bytes, channels, limit));
  }

  private static boolean isPicture(byte... bytes) {
    boolean png = bytes.length >= 8 && bytes[0] == (byte) 0x89 && bytes[1] == 'P';
    boolean jpeg = bytes.length >= 4 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xD8;
    return png || jpeg;
  }

  /**
   * Writes a picture as PNG, 8 bits a channel: {@code [1, h, w]} or {@code [h, w]} as grey, {@code
   * [3, h, w]} as colours. Numbers below 0 count as 0, those above 1 as 1, NaN as 0.
   *
   * @throws IllegalArgumentException if the tensor has another shape, or no pixel
   * @throws IllegalStateException if {@code java.desktop} is missing
   */
  public static void write(Path file, Tensor picture) throws IOException {
    Shape shape = picture.shape();
    int rank = shape.rank();
    int channels = rank == 3 ? shape.dim(0) : 1;
    if (rank < 2 || rank > 3 || channels != 1 && channels != 3 || shape.size() == 0) {
      throw new IllegalArgumentException(
          "a picture of shape %s: [1, h, w], [3, h, w] or [h, w] is needed".formatted(shape));
    }
    int height = shape.dim(-2);
    int width = shape.dim(-1);
    byte[] png = withDesktop(() -> Desktop.png(picture, channels, height, width));
    Files.write(file, png);
  }

  /** Work that loads classes of {@code java.desktop}. */
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T withDesktop(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "reading and writing pictures needs the JDK's module java.desktop, which this JVM runs"
              + " without: add --add-modules java.desktop, or require it in your module-info; an"
              + " image of jlink has to include it",
          e);
    }
  }
}
