package io.reverie.examples.lab.catalog;

import io.reverie.examples.lab.Probe;
import io.reverie.examples.lab.World;
import io.reverie.sleep.scenario.TextDomains;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Five kinds of text, learned one after the other, character by character: verses, sums, records,
 * programs and lists. All but the verses are made by rule, so that nothing has to be fetched.
 */
final class Texts {
  static final int WINDOW = 12;

  private static final int LENGTH = 6000;
  private static final int SAMPLE = 400;
  private static final String[] NAMES = {"ada", "max", "eva", "tim", "zoe", "ben"};
  private static final String[] THINGS = {"pear", "lamp", "boat", "coat", "shoe", "fish"};

  private Texts() {}

  static World world() {
    return World.of(
        "five texts of %d characters, windows of %d".formatted(LENGTH, WINDOW),
        1,
        10,
        (data, seed) -> domains().scenario());
  }

  static TextDomains domains() {
    Rng rng = Rng.of(5);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("verses", verses());
    texts.put("sums", made(rng, Texts::sum));
    texts.put("records", made(rng, Texts::entry));
    texts.put("programs", made(rng, Texts::line));
    texts.put("lists", made(rng, Texts::list));
    return TextDomains.of(texts, WINDOW, 3);
  }

  private static String verses() {
    try (var in = World.class.getResourceAsStream("/io/reverie/examples/text/verses.txt")) {
      if (in == null) {
        throw new IOException("verses.txt is not in this build of the examples");
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return all.substring(0, Math.min(LENGTH, all.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Line {
    String line(Rng rng);
  }

  private static String made(Rng rng, Line line) {
    StringBuilder text = new StringBuilder();
    while (text.length() < LENGTH) {
      text.append(line.line(rng)).append('\n');
    }
    return text.substring(0, LENGTH);
  }

  private static String sum(Rng rng) {
    int a = rng.nextInt(50);
    int b = rng.nextInt(50);
    return a + " + " + b + " = " + (a + b) + ";";
  }

  private static String entry(Rng rng) {
    return "{\"name\": \"%s\", \"age\": %d, \"has\": \"%s\"}"
        .formatted(one(rng, NAMES), rng.nextInt(90), one(rng, THINGS));
  }

  private static String line(Rng rng) {
    return "for (int %s = 0; %<s < %d; %<s++) { %s(%<s); }"
        .formatted(one(rng, NAMES).charAt(0), rng.nextInt(20), one(rng, THINGS));
  }

  private static String list(Rng rng) {
    return "- %s TO %s\n- %s"
        .formatted(one(rng, THINGS).toUpperCase(Locale.ROOT), one(rng, NAMES), one(rng, THINGS));
  }

  private static String one(Rng rng, String... words) {
    return words[rng.nextInt(words.length)];
  }

  /**
   * Text that the network makes up at the end, from the beginning of each kind: how many different
   * runs of three characters it has, and how much of it stands word for word in what was learned.
   * What people would say of it is not measured, and not claimed.
   */
  static Supplier<Probe> madeUp() {
    return Probe.atTheEnd((subject, notes) -> {
      TextDomains domains = domains();
      Set<String> known = new HashSet<>();
      StringBuilder made = new StringBuilder();
      Rng rng = subject.stream("text");
      for (var task : domains.scenario().stream()) {
        float[] window = task.train().batch(0).inputs().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < task.train().size(); i++) {
          text.append(domains.characters().charAt(task.train().label(i)));
        }
        for (int i = 0; i + 8 <= text.length(); i++) {
          known.add(text.substring(i, i + 8));
        }
        for (int i = 0; i < SAMPLE; i++) {
          Tensor p = subject.strategy().scores(Tensor.of(window.clone(), 1, WINDOW)).softmax();
          int next = draw(p, rng);
          made.append(domains.characters().charAt(next));
          System.arraycopy(window, 1, window, 0, WINDOW - 1);
          window[WINDOW - 1] = next;
        }
      }
      Set<String> threes = new HashSet<>();
      int copied = 0;
      for (int i = 0; i + 8 <= made.length(); i++) {
        threes.add(made.substring(i, i + 3));
        copied += known.contains(made.substring(i, i + 8)) ? 1 : 0;
      }
      notes.measure("distinct_3_share", (double) threes.size() / made.length());
      notes.measure("copied_8_share", (double) copied / (made.length() - 7));
    });
  }

  private static int draw(Tensor p, Rng rng) {
    double left = rng.nextDouble();
    for (int c = 0; c < p.dim(1) - 1; c++) {
      left -= p.at(0, c);
      if (left < 0) {
        return c;
      }
    }
    return p.dim(1) - 1;
  }
}
