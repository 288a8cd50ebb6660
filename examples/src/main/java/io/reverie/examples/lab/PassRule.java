package io.reverie.examples.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When a claim holds: written down before the runs, printed and kept with them, never changed by
 * them.
 *
 * <p>A rule looks at the 95 % interval of a {@link Contrast} over the seeds: on the right side of
 * the bar the claim holds, on the wrong side it fails, astride it is undecided. With fewer than
 * five seeds nothing is decided.
 */
public sealed interface PassRule {
  /** Seeds below which nothing is decided. */
  int FEWEST_SEEDS = 5;

  /** The rule in words. */
  String text();

  /** What it says of these results. */
  Verdict judge(Results results);

  /** The contrasts that are looked at, for tables. */
  List<Contrast> contrasts();

  /** The rules of which it is made; itself, where it is made of none. */
  default List<PassRule> parts() {
    return List.of(this);
  }

  /** Above a bar. */
  record Above(Contrast contrast, double bar) implements PassRule {
    @Override
    public String text() {
      return contrast.text() + " > " + number(bar);
    }

    @Override
    public Verdict judge(Results results) {
      Estimate interval = results.estimate(contrast);
      return interval.seeds() < FEWEST_SEEDS || !interval.isKnown()
          ? Verdict.UNDECIDED
          : interval.low() > bar
              ? Verdict.HOLDS
              : interval.high() < bar ? Verdict.FAILS : Verdict.UNDECIDED;
    }

    @Override
    public List<Contrast> contrasts() {
      return List.of(contrast);
    }
  }

  /** Within a margin to either side of zero: two arms are the same for all practical purposes. */
  record Within(Contrast contrast, double margin) implements PassRule {
    @Override
    public String text() {
      return contrast.text() + " within ± " + number(margin);
    }

    @Override
    public Verdict judge(Results results) {
      Estimate interval = results.estimate(contrast);
      if (interval.seeds() < FEWEST_SEEDS || !interval.isKnown()) {
        return Verdict.UNDECIDED;
      }
      if (interval.low() > -margin && interval.high() < margin) {
        return Verdict.HOLDS;
      }
      return interval.low() > margin || interval.high() < -margin
          ? Verdict.FAILS
          : Verdict.UNDECIDED;
    }

    @Override
    public List<Contrast> contrasts() {
      return List.of(contrast);
    }
  }

  /** All of these: one that fails fails the claim. */
  record All(List<PassRule> rules) implements PassRule {
    /** Copies the list. */
    public All {
      rules = List.copyOf(rules);
    }

    @Override
    public String text() {
      return rules.stream().map(PassRule::text).collect(Collectors.joining("; and "));
    }

    @Override
    public Verdict judge(Results results) {
      List<Verdict> verdicts = rules.stream().map(rule -> rule.judge(results)).toList();
      if (verdicts.contains(Verdict.FAILS)) {
        return Verdict.FAILS;
      }
      return verdicts.contains(Verdict.UNDECIDED) ? Verdict.UNDECIDED : Verdict.HOLDS;
    }

    @Override
    public List<PassRule> parts() {
      return rules.stream().flatMap(rule -> rule.parts().stream()).toList();
    }

    @Override
    public List<Contrast> contrasts() {
      return rules.stream().flatMap(rule -> rule.contrasts().stream()).toList();
    }
  }

  /** All of these rules. */
  static PassRule all(PassRule... rules) {
    return new All(Arrays.asList(rules));
  }

  /** The one arm has more of a measure than the other. */
  static PassRule more(String measure, String arm, String rival) {
    return new Above(Contrast.difference(measure, arm, rival), 0);
  }

  /** The one arm has more of a measure than each of the others. */
  static PassRule moreThanAll(String measure, String arm, List<String> rivals) {
    return new All(rivals.stream().map(rival -> more(measure, arm, rival)).toList());
  }

  /** The one arm has at most such a share of the other's measure. */
  static PassRule atMost(String measure, String arm, double share, String rival) {
    return new Above(Contrast.of(measure, share, rival, -1, arm), 0);
  }

  /** The one arm's measure is above a bar. */
  static PassRule atLeast(String measure, String arm, double bar) {
    return new Above(Contrast.of(measure, arm), bar);
  }

  /** Two arms have the same of a measure, give or take a margin. */
  static PassRule same(String measure, String arm, String rival, double margin) {
    return new Within(Contrast.difference(measure, arm, rival), margin);
  }

  private static String number(double x) {
    return x == Math.rint(x)
        ? String.valueOf((long) x)
        : String.format(Locale.ROOT, "%.4f", x).replaceAll("0+$", "");
  }
}
