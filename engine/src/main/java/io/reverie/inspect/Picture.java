package io.reverie.inspect;

import io.reverie.tensor.Nullable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A {@link Graph} drawn in rows, each box below all that flow into it (Sugiyama et al. 1981): a way
 * past a row has a place there, and rows move towards the middle of their neighbours.
 */
final class Picture {
  private static final int HEIGHT = 54;
  private static final int PITCH = 88;
  private static final int GAP = 24;
  private static final int MARGIN = 16;
  private static final int SWEEPS = 48;

  /** What has a place in a row: a box or, where that is null, a way past the row. */
  private static final class Item {
    final Graph.@Nullable Box box;
    final int row;
    double x;
    final List<Item> above = new ArrayList<>();
    final List<Item> below = new ArrayList<>();

    Item(Graph.@Nullable Box box, int row) {
      this.box = box;
      this.row = row;
    }

    double width() {
      int letters = box == null ? 0 : box.lines().stream().mapToInt(String::length).max().orElse(0);
      return box == null ? 2 : 7 * letters + 18;
    }

    double top() {
      return MARGIN + row * PITCH;
    }

    /** The middle of those above, or below; where there is none, this stays. */
    double middle(boolean up) {
      return (up ? above : below).stream().mapToDouble(item -> item.x).average().orElse(x);
    }
  }

  private final List<List<Item>> rows = new ArrayList<>();

  Picture(List<Graph.Box> boxes) {
    int[] row = rowsOf(boxes);
    List<List<Item>> ways = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Item item = place(boxes.get(i), row[i]);
      // The way down from a box is one for all that it flows to.
      ways.add(new ArrayList<>(List.of(item)));
      for (int from : boxes.get(i).from()) {
        List<Item> way = ways.get(from);
        while (way.getLast().row < row[i] - 1) {
          Item next = place(null, way.getLast().row + 1);
          join(way.getLast(), next);
          way.add(next);
        }
        join(way.get(row[i] - 1 - row[from]), item);
      }
    }
    arrange();
  }

  /** Each box below all that flow into it; what nothing flows into, just above where it goes. */
  private static int[] rowsOf(List<Graph.Box> boxes) {
    int[] row = new int[boxes.size()];
    int[] below = new int[row.length];
    for (int i = 0; i < row.length; i++) {
      below[i] = row.length;
      for (int from : boxes.get(i).from()) {
        row[i] = Math.max(row[i], row[from] + 1);
      }
    }
    for (int i = row.length - 1; i >= 0; i--) {
      if (boxes.get(i).from().isEmpty() && below[i] < row.length) {
        row[i] = below[i] - 1;
      }
      for (int from : boxes.get(i).from()) {
        below[from] = Math.min(below[from], row[i]);
      }
    }
    return row;
  }

  private Item place(Graph.@Nullable Box box, int row) {
    while (rows.size() <= row) {
      rows.add(new ArrayList<>());
    }
    Item item = new Item(box, row);
    rows.get(row).add(item);
    return item;
  }

  private static void join(Item above, Item below) {
    above.below.add(below);
    below.above.add(above);
  }

  private void arrange() {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Item> row : down ? rows : rows.reversed()) {
        if (sweep < SWEEPS / 2) {
          row.sort(Comparator.comparingDouble(item -> item.middle(down)));
        }
        spread(row, down);
      }
    }
  }

  /** Puts items as near to where they want to be as their widths allow, by least squares. */
  private static void spread(List<Item> row, boolean down) {
    int n = row.size();
    double[] start = new double[n];
    double[] sum = new double[n];
    int[] first = new int[n + 1];
    int groups = 0;
    for (int i = 0; i < n; i++) {
      Item item = row.get(i);
      start[i] = i == 0 ? 0 : start[i - 1] + (row.get(i - 1).width() + item.width()) / 2 + GAP;
      first[groups] = i;
      sum[groups] = item.middle(down) - start[i];
      groups++;
      first[groups] = i + 1;
      // Groups that would overlap move as one (pool adjacent violators).
      while (groups > 1
          && sum[groups - 2] * (first[groups] - first[groups - 1])
              > sum[groups - 1] * (first[groups - 1] - first[groups - 2])) {
        sum[groups - 2] += sum[groups - 1];
        first[groups - 1] = first[groups];
        groups--;
      }
    }
    for (int g = 0; g < groups; g++) {
      for (int i = first[g]; i < first[g + 1]; i++) {
        row.get(i).x = start[i] + sum[g] / (first[g + 1] - first[g]);
      }
    }
  }

  String svg() {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (List<Item> row : rows) {
      left = Math.min(left, row.getFirst().x - row.getFirst().width() / 2);
      right = Math.max(right, row.getLast().x + row.getLast().width() / 2);
    }
    long width = rows.isEmpty() ? 0 : Math.round(right - left);
    StringBuilder text = new StringBuilder();
    String head =
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" \
        font-size="12" text-anchor="middle">
        <rect width="100%%" height="100%%" fill="#fff"/>
        <defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">\
        <path d="M0 0L8 4L0 8z" fill="#567"/></marker></defs>
        """;
    int height = Math.max(0, (rows.size() - 1) * PITCH + HEIGHT);
    text.append(String.format(Locale.ROOT, head, width + 2 * MARGIN, height + 2 * MARGIN));
    for (List<Item> row : rows) {
      for (Item item : row) {
        item.x += MARGIN - left;
      }
    }
    for (List<Item> row : rows) {
      for (Item item : row) {
        lines(text, item);
        box(text, item);
      }
    }
    return text.append("</svg>\n").toString();
  }

  private static void lines(StringBuilder text, Item item) {
    long x = Math.round(item.x);
    long y = Math.round(item.top());
    long end = y + HEIGHT;
    for (Item next : item.below) {
      long to = Math.round(next.x);
      long under = Math.round(next.top());
      text.append("<path d=\"M").append(x).append(' ').append(item.box == null ? y : end);
      text.append('V').append(end).append('C').append(x).append(' ').append((end + under) / 2);
      text.append(' ').append(to).append(' ').append((end + under) / 2).append(' ').append(to);
      text.append(' ').append(under).append("\" fill=\"none\" stroke=\"#567\"");
      text.append(next.box == null ? "/>\n" : " marker-end=\"url(#tip)\"/>\n");
    }
  }

  private static void box(StringBuilder text, Item item) {
    if (item.box == null) {
      return;
    }
    List<String> lines = item.box.lines();
    text.append("<rect x=\"").append(Math.round(item.x - item.width() / 2)).append("\" y=\"");
    text.append(Math.round(item.top())).append("\" width=\"").append(Math.round(item.width()));
    text.append("\" height=\"").append(HEIGHT).append("\" rx=\"6\" stroke=\"#567\" fill=\"#");
    text.append(item.box.outside() ? "fff\" stroke-dasharray=\"4 3" : color(item.box));
    text.append("\"/>\n");
    for (int i = 0; i < lines.size(); i++) {
      double y = item.top() + HEIGHT / 2.0 + 4 + 16 * (i - (lines.size() - 1) / 2.0);
      text.append("<text x=\"").append(Math.round(item.x)).append("\" y=\"");
      text.append(Math.round(y)).append("\">");
      text.append(escaped(lines.get(i))).append("</text>\n");
    }
  }

  private static String color(Graph.Box box) {
    return box.layer().isEmpty() ? "f3f3ee" : "dcebfa";
  }

  /** Text within XML, which has no letters for most control codes. */
  private static String escaped(String text) {
    return text.replaceAll("\\p{Cntrl}", "�")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
