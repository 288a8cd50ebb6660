package io.reverie.examples.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The PNG format, as far as grey images need it. Written here because the JDK's own encoder pulls
 * in java.desktop and its native libraries, which small server images leave out.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Png() {}

  /** An 8-bit grey image of pixels in 0..1, row by row; others are clamped, NaN is black. */
  static byte[] grey(float[] pixels, int height, int width) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0}) // bits; grey; deflate; filters; not interlaced
            .array();
    var out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", deflated(scanlines(pixels, height, width)));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** The rows, each after a byte that says it is stored unfiltered. */
  private static byte[] scanlines(float[] pixels, int height, int width) {
    byte[] lines = new byte[height * (width + 1)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float grey = Math.clamp(pixels[y * width + x], 0f, 1f);
        lines[y * (width + 1) + 1 + x] = (byte) Math.round(grey * 255);
      }
    }
    return lines;
  }

  private static byte[] deflated(byte[] data) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(data);
      deflater.finish();
      var out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    var sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
