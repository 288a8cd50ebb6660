package io.reverie.examples.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Small grey images in labelled rows whose columns line up, such as dreams beneath the two memories
 * that each was made of. Pixels stay crisp at any size.
 */
public record ImageStrip(String title, List<Row> rows) implements Figure {

  /**
   * An image and the words beneath it.
   *
   * @param pixels row by row, 0 black to 1 white
   * @param caption may be empty
   */
  public record Tile(float[] pixels, int height, int width, String caption) {
    public Tile {
      if (height < 1 || width < 1 || pixels.length != (long) height * width) {
        throw new IllegalArgumentException(
            "image '%s' of %d x %d needs %d pixels, not %d"
                .formatted(caption, height, width, (long) height * width, pixels.length));
      }
      pixels = pixels.clone();
    }

    String dataUri() {
      byte[] png = Png.grey(pixels, height, width);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
  }

  /** Images side by side, and what they are. */
  public record Row(String label, List<Tile> tiles) {
    public Row {
      tiles = List.copyOf(tiles);
    }
  }

  public ImageStrip {
    rows = List.copyOf(rows);
  }

  public static ImageStrip of(String title) {
    return new ImageStrip(title, List.of());
  }

  public ImageStrip row(String label, List<Tile> tiles) {
    var more = new ArrayList<>(rows);
    more.add(new Row(label, tiles));
    return new ImageStrip(title, more);
  }

  public ImageStrip row(String label, Tile... tiles) {
    return row(label, List.of(tiles));
  }

  @Override
  public String html() {
    int columns = rows.stream().mapToInt(row -> row.tiles().size()).max().orElse(0);
    // Focusable, so that a wide strip scrolls by keyboard too.
    var strip =
        Element.of("div")
            .styled("strip sliding")
            .with("role", "group")
            .with("aria-label", title)
            .with("tabindex", "0")
            .with("style", "--columns:" + columns);
    for (var row : rows) {
      strip.add(Element.of("div").styled("strip-label").text(row.label()));
      for (int i = 0; i < columns; i++) {
        // Rows may be of unequal length; an empty cell keeps the columns below in line.
        strip.add(
            i < row.tiles().size()
                ? tile(row.tiles().get(i), row.label())
                : Element.of("div").styled("tile"));
      }
    }
    return strip.toString();
  }

  private static Element tile(Tile tile, String rowLabel) {
    var image =
        Element.of("img")
            .with("src", tile.dataUri())
            .with("width", tile.width())
            .with("height", tile.height())
            .with("alt", rowLabel + (tile.caption().isEmpty() ? "" : ": " + tile.caption()));
    var cell = Element.of("div").styled("tile").add(image);
    return tile.caption().isEmpty() ? cell : cell.add(Element.of("span").text(tile.caption()));
  }
}
