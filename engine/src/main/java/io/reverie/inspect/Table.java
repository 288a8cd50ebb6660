package io.reverie.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text in columns: those whose head starts with a blank stand to the right. */
final class Table {
  private final List<String[]> lines = new ArrayList<>();

  Table(String... heads) {
    lines.add(heads);
  }

  void add(String... cells) {
    lines.add(cells);
  }

  /** A whole number with its thousands apart, nothing for 0. */
  static String count(long n) {
    return n == 0 ? "" : String.format(Locale.ROOT, "%,d", n);
  }

  /** A share of 1 in percent, nothing for 0. */
  static String percent(double share) {
    return share == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Bytes in the unit that suits. */
  static String bytes(long n) {
    int step = 0;
    double amount = n;
    while (amount >= 999.5 && step < 4) {
      amount /= 1000;
      step++;
    }
    String unit = List.of("B", "kB", "MB", "GB", "TB").get(step);
    return String.format(Locale.ROOT, step == 0 ? "%.0f %s" : "%.2f %s", amount, unit);
  }

  @Override
  public String toString() {
    String[] heads = lines.getFirst();
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < heads.length; i++) {
        int column = i;
        int width = lines.stream().mapToInt(l -> l[column].strip().length()).max().orElse(0);
        String cell = line[i].strip();
        String space = " ".repeat(width - cell.length());
        out.append(heads[i].startsWith(" ") ? space + cell : cell + space).append("  ");
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
