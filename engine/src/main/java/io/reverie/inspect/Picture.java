package io.reverie.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * A graph drawn in rows, each box below all that flow into it (Sugiyama et al. 1981): a way past a
 * row has a place there, and all move towards the middle of what they are connected to.
 */
final class Picture {
  private static final int HEIGHT = 54;
  private static final int PITCH = 88;
  private static final int GAP = 24;
  private static final int SWEEPS = 48;

  /** What has a place in a row: a box or, without a text, a way past the row. */
  private static final class Item {
    String[] lines = {};
    String look = "";
    int row;
    int width = 2;
    double x;
    final List<Item> above = new ArrayList<>();
    final List<Item> below = new ArrayList<>();
  }

  private final List<List<Item>> rows = new ArrayList<>();

  Picture(List<Summary.Row> steps) {
    int n = steps.size();
    int[] row = new int[n];
    int[] next = new int[n];
    for (int i = 0; i < n; i++) {
      next[i] = n;
      for (int from : steps.get(i).from()) {
        row[i] = Math.max(row[i], row[from] + 1);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      List<Integer> froms = steps.get(i).from();
      // What nothing flows into stands just above where it goes.
      row[i] = froms.isEmpty() && next[i] < n ? next[i] - 1 : row[i];
      for (int from : froms) {
        next[from] = Math.min(next[from], row[i]);
      }
    }
    List<List<Item>> ways = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      // The way down from a box is one for all that it flows to.
      List<Item> way = new ArrayList<>();
      ways.add(way);
      if (!steps.get(i).nested()) {
        Item item = place(way, row[i]);
        write(item, steps.get(i));
        for (int from : steps.get(i).from()) {
          List<Item> down = ways.get(from);
          while (down.getLast().row < row[i] - 1) {
            Item last = down.getLast();
            join(last, place(down, last.row + 1));
          }
          join(down.get(row[i] - 1 - row[from]), item);
        }
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (List<Item> items : down ? rows : rows.reversed()) {
        spread(items, down);
      }
    }
  }

  private Item place(List<Item> way, int row) {
    Item item = new Item();
    item.row = row;
    way.add(item);
    while (rows.size() <= row) {
      rows.add(new ArrayList<>());
    }
    rows.get(row).add(item);
    return item;
  }

  private static void write(Item item, Summary.Row step) {
    item.lines = Summary.label(step).split("\n");
    for (String line : item.lines) {
      item.width = Math.max(item.width, 7 * line.length() + 18);
    }
    boolean outside = step.operation().equals("input");
    item.look = outside ? "fff" : step.layer().isEmpty() ? "f3f3ee" : "dcebfa";
  }

  private static void join(Item above, Item below) {
    above.below.add(below);
    below.above.add(above);
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
      start[i] = i == 0 ? 0 : start[i - 1] + (row.get(i - 1).width + item.width) / 2.0 + GAP;
      double middle = 0;
      List<Item> others = down ? item.above : item.below;
      for (Item other : others) {
        middle += other.x / others.size();
      }
      sum[groups] = (others.isEmpty() ? item.x : middle) - start[i];
      first[++groups] = i + 1;
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
    double left = 0;
    double right = 0;
    for (List<Item> row : rows) {
      left = Math.min(left, row.getFirst().x - row.getFirst().width / 2.0 - 16);
      right = Math.max(right, row.getLast().x + row.getLast().width / 2.0 + 16);
    }
    StringBuilder text = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"");
    long width = Math.round(right - left);
    int height = rows.size() * PITCH;
    text.append(Math.round(left) + " -16 " + width + " " + height + "\" width=\"" + width);
    text.append("\" height=\"" + height);
    text.append(
        """
        " font-family="sans-serif" font-size="12" text-anchor="middle" stroke-width="1.2">
        <defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">\
        <path d="M0 0L8 4L0 8z" fill="#567"/></marker></defs>
        """);
    for (List<Item> row : rows) {
      for (Item item : row) {
        draw(text, item);
      }
    }
    return text + "</svg>\n";
  }

  private static void draw(StringBuilder text, Item item) {
    long x = Math.round(item.x);
    int y = item.row * PITCH;
    int end = y + HEIGHT;
    int turn = end + (PITCH - HEIGHT) / 2;
    for (Item next : item.below) {
      long to = Math.round(next.x);
      text.append("<path fill=\"none\" stroke=\"#567\" d=\"M" + x + " " + y + "V" + end);
      text.append("C" + x + " " + turn + " " + to + " " + turn + " " + to + " " + (y + PITCH));
      text.append(next.lines.length > 0 ? "\" marker-end=\"url(#tip)\"/>\n" : "\"/>\n");
    }
    if (item.lines.length > 0) {
      text.append("<rect x=\"" + (x - item.width / 2) + "\" y=\"" + y + "\" width=\"" + item.width);
      text.append("\" height=\"" + HEIGHT + "\" rx=\"6\" stroke=\"#567\" fill=\"#");
      text.append(item.look + "\"/>\n");
    }
    int line = y + HEIGHT / 2 + 12 - 8 * item.lines.length;
    for (String words : item.lines) {
      // XML has no letters for most control codes.
      String clean = words.replaceAll("\\p{Cntrl}", "�").replace("&", "&amp;");
      text.append(
          "<text x=\""
              + x
              + "\" y=\""
              + line
              + "\">"
              + clean.replace("<", "&lt;").replace(">", "&gt;"));
      text.append("</text>\n");
      line += 16;
    }
  }
}
