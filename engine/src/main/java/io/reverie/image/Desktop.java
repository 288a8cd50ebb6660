package io.reverie.image;

import io.reverie.data.MalformedDataException;
import io.reverie.image.ImageFile.Channels;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** All that touches {@code java.desktop}: loaded when the first picture is read or written. */
final class Desktop {
  private Desktop() {}

  static Tensor read(String name, byte[] bytes, Channels channels, int limit) throws IOException {
    String format = bytes[0] == (byte) 0x89 ? "png" : "jpeg";
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true); // without metadata, in which more bombs may hide
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width < 1 || height < 1 || (long) width * height > limit) {
        throw new MalformedDataException(
            name,
            String.format(
                Locale.ROOT, "%d × %d pixels; 1 to %,d are read here", width, height, limit));
      }
      if ((long) width * height * channels.count > Integer.MAX_VALUE - 8) {
        throw new MalformedDataException(
            name, width + " × " + height + " pixels are more than an array can hold");
      }
      return tensor(reader.read(0), channels);
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders meet damage with exceptions of many kinds.
      throw new MalformedDataException(name, "damaged " + format + ": " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  private static Tensor tensor(BufferedImage image, Channels channels) {
    int height = image.getHeight();
    int width = image.getWidth();
    float[] pixels = new float[channels.count * height * width];
    float[] rgb = new float[3 * width];
    for (int y = 0; y < height; y++) {
      line(image, y, rgb);
      for (int x = 0; x < width; x++) {
        float red = rgb[3 * x];
        float green = rgb[3 * x + 1];
        float blue = rgb[3 * x + 2];
        int at = y * width + x;
        if (channels == Channels.GREY) {
          boolean grey = red == green && green == blue; // as it is, without rounding
          pixels[at] = grey ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
          pixels[at] = red;
          pixels[height * width + at] = green;
          pixels[2 * height * width + at] = blue;
        }
      }
    }
    return Tensor.of(pixels, 0, Shape.of(channels.count, height, width));
  }

  /** One line as red, green, blue, … of 0…1. */
  private static void line(BufferedImage image, int y, float[] rgb) {
    int width = image.getWidth();
    if (image.getColorModel() instanceof ComponentColorModel model) {
      // The stored numbers: getRGB would bend those of grey pictures, whose space it takes as
      // linear.
      Raster raster = image.getRaster();
      boolean grey = model.getNumColorComponents() == 1;
      float most = (1 << model.getComponentSize(0)) - 1;
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * x + c] = raster.getSample(x, y, grey ? 0 : c) / most;
        }
      }
      return;
    }
    for (int x = 0; x < width; x++) {
      int pixel = image.getRGB(x, y);
      rgb[3 * x] = (pixel >> 16 & 0xFF) / 255f;
      rgb[3 * x + 1] = (pixel >> 8 & 0xFF) / 255f;
      rgb[3 * x + 2] = (pixel & 0xFF) / 255f;
    }
  }

  static byte[] png(Tensor picture, int channels, int height, int width) throws IOException {
    var image =
        new BufferedImage(
            width,
            height,
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    var raster = image.getRaster();
    float[] pixels = picture.array();
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < height * width; i++) {
        float value = pixels[picture.offset() + c * height * width + i];
        int sample = Math.clamp(Math.round(255.0 * value), 0, 255); // of NaN round makes 0
        raster.setSample(i % width, i / width, c, sample);
      }
    }
    var bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    }
    return bytes.toByteArray();
  }
}
