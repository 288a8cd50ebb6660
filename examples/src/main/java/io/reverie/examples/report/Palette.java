package io.reverie.examples.report;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The colours of named things: Okabe and Ito's, which colour-blind readers tell apart.
 *
 * <p>A method has the same colour in every figure. The values are references to {@link Theme}'s
 * custom properties, so they follow light and dark.
 */
public final class Palette {
  /** The hues in the order in which unknown names take them. */
  private static final List<String> HUES =
      List.of("blue", "vermillion", "green", "purple", "orange", "sky", "olive", "slate", "grey");

  private static final Map<String, String> METHODS =
      Map.ofEntries(
          Map.entry("sleep", "blue"),
          Map.entry("er", "orange"),
          Map.entry("experience replay", "orange"),
          Map.entry("replay", "orange"),
          Map.entry("er-ace", "vermillion"),
          Map.entry("der", "green"),
          Map.entry("der++", "green"),
          Map.entry("dark experience replay", "green"),
          Map.entry("ewc", "purple"),
          Map.entry("online ewc", "purple"),
          Map.entry("si", "olive"),
          Map.entry("mas", "olive"),
          Map.entry("lwf", "sky"),
          Map.entry("finetune", "grey"),
          Map.entry("finetuning", "grey"),
          Map.entry("joint", "slate"),
          Map.entry("cumulative", "slate"));

  private Palette() {}

  /**
   * One colour for each name. A known method has its own, with or without an addition ("ER + night"
   * is an ER); a name that ends in a number has the number's ("Task 3"); the others, and the later
   * of two that want the same, take what is left. Beyond nine names the colours repeat.
   */
  public static Map<String, String> of(List<String> names) {
    var hues = new LinkedHashMap<String, String>();
    var taken = new HashSet<String>();
    var open = new LinkedHashSet<>(names);
    // Exact names choose first: "Sleep" keeps its blue when "Sleep without REM" is drawn before it.
    for (var name : List.copyOf(open)) {
      claim(name, Optional.ofNullable(METHODS.get(name.toLowerCase(Locale.ROOT))), hues, taken);
    }
    for (var name : List.copyOf(open)) {
      if (!hues.containsKey(name)) {
        claim(name, familyHue(name).or(() -> numberedHue(name)), hues, taken);
      }
    }
    var colours = new LinkedHashMap<String, String>();
    for (var name : open) {
      colours.put(name, "var(--" + hues.computeIfAbsent(name, _ -> nextHue(taken)) + ")");
    }
    return colours;
  }

  private static void claim(
      String name, Optional<String> hue, Map<String, String> hues, Set<String> taken) {
    hue.filter(taken::add).ifPresent(free -> hues.put(name, free));
  }

  private static String nextHue(Set<String> taken) {
    if (taken.size() == HUES.size()) {
      taken.clear();
    }
    var next = HUES.stream().filter(hue -> !taken.contains(hue)).findFirst().orElseThrow();
    taken.add(next);
    return next;
  }

  private static Optional<String> familyHue(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return METHODS.keySet().stream()
        .filter(method -> lower.startsWith(method) && endsWord(lower, method.length()))
        .max(Comparator.comparingInt(String::length))
        .map(METHODS::get);
  }

  private static boolean endsWord(String text, int end) {
    return end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
  }

  private static Optional<String> numberedHue(String name) {
    int start = name.length();
    while (start > 0 && name.charAt(start - 1) >= '0' && name.charAt(start - 1) <= '9') {
      start--;
    }
    if (start == name.length() || name.length() - start > 6) {
      return Optional.empty();
    }
    int number = Integer.parseInt(name.substring(start));
    return Optional.of(HUES.get(Math.floorMod(number - 1, HUES.size())));
  }
}
