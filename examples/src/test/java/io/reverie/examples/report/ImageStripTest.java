package io.reverie.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.examples.report.ImageStrip.Tile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageStripTest {
  private static final Tile TILE =
      new Tile(new float[] {0, 0.5f, 1, -3, Float.NaN, 7}, 2, 3, "a <dream> & \"more\"");

  @Test
  void pixelsArriveInThePng() throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(Png.grey(TILE.pixels(), 2, 3)));
    assertThat(image.getWidth()).isEqualTo(3);
    assertThat(image.getHeight()).isEqualTo(2);
    int[] grey = new int[6];
    image.getRaster().getPixels(0, 0, 3, 2, grey);
    assertThat(grey).containsExactly(0, 128, 255, 0, 0, 255);
  }

  @Test
  void largeImagesToo() throws IOException {
    float[] noise = new float[300 * 200];
    var random = new Random(5);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    var image = ImageIO.read(new ByteArrayInputStream(Png.grey(noise, 200, 300)));
    assertThat(image.getRaster().getSample(299, 199, 0))
        .isEqualTo(Math.round(noise[noise.length - 1] * 255));
  }

  @Test
  void rowsLineUpAndAreEscaped() {
    var strip = ImageStrip.of("Dreams").row("Memory", TILE, TILE, TILE).row("Dream & co", TILE);
    var drawing = Drawing.of(strip.html());
    assertThat(drawing.all("img")).hasSize(4);
    assertThat(drawing.all("div", "tile")).hasSize(6);
    var image = drawing.all("img").getLast();
    assertThat(image.getAttribute("alt")).isEqualTo("Dream & co: a <dream> & \"more\"");
    assertThat(image.getAttribute("src")).startsWith("data:image/png;base64,");
    var png = Base64.getDecoder().decode(image.getAttribute("src").split(",")[1]);
    assertThat(png).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void emptyStrips() {
    Drawing.of(ImageStrip.of("none").html());
    Drawing.of(ImageStrip.of("none").row("empty").html());
  }

  @Test
  void sizesMustAgree() {
    assertThatThrownBy(() -> new Tile(new float[5], 2, 3, "dream"))
        .hasMessage("image 'dream' of 2 x 3 needs 6 pixels, not 5");
    assertThatThrownBy(() -> new Tile(new float[0], 0, 3, "dream"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
