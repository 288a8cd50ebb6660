package io.reverie.examples.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A weighted sum of figures of arms, taken within each seed: what a claim is about.
 *
 * @param terms the parts
 */
public record Contrast(List<Term> terms) {
  /**
   * One part.
   *
   * @param weight how often the figure counts
   * @param arm whose
   * @param measure which
   */
  public record Term(double weight, String arm, String measure) {}

  /** Copies the list. */
  public Contrast {
    terms = List.copyOf(terms);
  }

  /** A figure itself. */
  public static Contrast of(String measure, String arm) {
    return new Contrast(List.of(new Term(1, arm, measure)));
  }

  /** The one arm's figure minus the other's. */
  public static Contrast difference(String measure, String arm, String rival) {
    return of(measure, 1, arm, -1, rival);
  }

  /** Two arms' figures, weighted. */
  public static Contrast of(
      String measure, double weight, String arm, double otherWeight, String other) {
    return new Contrast(
        List.of(new Term(weight, arm, measure), new Term(otherWeight, other, measure)));
  }

  /** The sum of this and that. */
  public Contrast plus(Contrast other) {
    List<Term> both = new ArrayList<>(terms);
    both.addAll(other.terms);
    return new Contrast(both);
  }

  /** This taken the other way round. */
  public Contrast reversed() {
    return new Contrast(terms.stream().map(t -> new Term(-t.weight, t.arm, t.measure)).toList());
  }

  /** As it is said. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Term term : terms) {
      double size = Math.abs(term.weight);
      String sign = term.weight < 0 ? "− " : text.isEmpty() ? "" : "+ ";
      text.append(text.isEmpty() ? "" : " ").append(sign);
      if (size != 1) {
        String factor = String.format(Locale.ROOT, "%.3f", size).replaceAll("\\.?0+$", "");
        text.append(factor).append(" × ");
      }
      text.append(Measure.words(term.measure)).append(" of ").append(term.arm);
    }
    return text.toString();
  }
}
