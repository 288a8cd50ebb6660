package io.reverie.op;

import io.reverie.op.Einsum.Term;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * An equation of {@link Einsum}, read against its operands.
 *
 * <p>Labels are numbers: 0 to 51 the letters A–Z and a–z, and from 52 on the axes of the three
 * dots, counted from the last.
 *
 * @param text the equation
 * @param operands what is multiplied
 * @param labels of each operand's axes
 * @param output the labels of the output's axes
 * @param lengths the length of each label
 */
record Equation(String text, Tensor[] operands, int[][] labels, int[] output, int[] lengths) {
  private static final int LETTERS = 52;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  static Equation of(String equation, Tensor... operands) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (terms.length != operands.length || operands.length == 0) {
      throw wrong(
          equation, operands, "it has %d terms for %d operands", terms.length, operands.length);
    }
    int most = 0;
    int[][] labels = new int[terms.length][];
    for (int i = 0; i < terms.length; i++) {
      int letters = terms[i].replace("...", "").length();
      int rank = operands[i].shape().rank();
      boolean dots = terms[i].contains("...");
      if (dots ? letters > rank : letters != rank) {
        throw wrong(
            equation,
            operands,
            "%s names %d axes, but operand %d has %d",
            terms[i],
            letters,
            i,
            rank);
      }
      most = Math.max(most, dots ? rank - letters : 0);
      labels[i] = labels(equation, operands, terms[i], rank - letters);
    }
    int[] lengths = lengths(equation, operands, labels, LETTERS + most);
    int[] output =
        arrow < 0
            ? implicit(labels, most)
            : labels(equation, operands, text.substring(arrow + 2), most);
    Equation parsed = new Equation(equation, operands, labels, output, lengths);
    parsed.checkOutput();
    return parsed;
  }

  /** The labels of a term whose dots stand for this many axes. */
  private static int[] labels(String equation, Tensor[] operands, String term, int dots) {
    int at = term.indexOf("...");
    String before = at < 0 ? term : term.substring(0, at);
    String after = at < 0 ? "" : term.substring(at + 3);
    int[] labels = new int[before.length() + (at < 0 ? 0 : dots) + after.length()];
    int n = 0;
    for (int i = 0; i < before.length(); i++) {
      labels[n++] = letter(equation, operands, before.charAt(i));
    }
    for (int i = dots - 1; at >= 0 && i >= 0; i--) {
      labels[n++] = LETTERS + i;
    }
    for (int i = 0; i < after.length(); i++) {
      labels[n++] = letter(equation, operands, after.charAt(i));
    }
    return labels;
  }

  private static int letter(String equation, Tensor[] operands, char letter) {
    int label = ALPHABET.indexOf(letter);
    if (label < 0) {
      throw wrong(equation, operands, "'%s' is not a letter, nor three dots", letter);
    }
    return label;
  }

  /** The length of each label: all uses are equal, or 1. */
  private static int[] lengths(String equation, Tensor[] operands, int[][] labels, int count) {
    int[] lengths = new int[count];
    Arrays.fill(lengths, -1);
    for (int i = 0; i < labels.length; i++) {
      for (int axis = 0; axis < labels[i].length; axis++) {
        int label = labels[i][axis];
        int length = operands[i].dim(axis);
        if (lengths[label] > 1 && length != 1 && length != lengths[label]
            || lengths[label] == 0 && length > 1
            || lengths[label] > 1 && length == 0) {
          throw wrong(
              equation,
              operands,
              "%s has lengths %d and %d, which must be equal or 1",
              label < LETTERS ? "'" + ALPHABET.charAt(label) + "'" : "an axis of the dots",
              lengths[label],
              length);
        }
        lengths[label] = lengths[label] < 0 || lengths[label] == 1 ? length : lengths[label];
      }
    }
    return lengths;
  }

  /** The dots' axes, then the letters that occur once. */
  private static int[] implicit(int[][] labels, int dots) {
    int[] uses = new int[LETTERS + dots];
    for (int[] term : labels) {
      for (int label : term) {
        uses[label]++;
      }
    }
    int[] output = new int[uses.length];
    int n = 0;
    for (int i = dots - 1; i >= 0; i--) {
      output[n++] = LETTERS + i;
    }
    for (int label = 0; label < LETTERS; label++) {
      if (uses[label] == 1) {
        output[n++] = label;
      }
    }
    return Arrays.copyOf(output, n);
  }

  private void checkOutput() {
    boolean[] seen = new boolean[lengths.length];
    for (int label : output) {
      if (lengths[label] < 0 || seen[label]) {
        throw wrong(
            text,
            operands,
            "the output names '%s' %s",
            ALPHABET.charAt(label),
            seen[label] ? "twice" : "which no operand has");
      }
      seen[label] = true;
    }
  }

  private static IllegalArgumentException wrong(
      String equation, Tensor[] operands, String what, Object... parts) {
    Shape[] shapes = Arrays.stream(operands).map(Tensor::shape).toArray(Shape[]::new);
    return new IllegalArgumentException(
        "einsum \"%s\" of %s: %s"
            .formatted(equation, Arrays.toString(shapes), what.formatted(parts)));
  }

  /** Operand i with each of its labels once. */
  Term term(int i) {
    for (int a = 0; a < labels[i].length; a++) {
      for (int b = 0; b < a; b++) {
        if (labels[i][a] == labels[i][b] && operands[i].dim(a) != operands[i].dim(b)) {
          throw wrong(text, operands, "the diagonal of operand %d needs equal lengths", i);
        }
      }
    }
    return Term.diagonal(operands[i], labels[i]).withoutRepeated(lengths);
  }

  /** The labels that the output or an operand behind operand i has. */
  boolean[] neededAfter(int i) {
    boolean[] needed = new boolean[lengths.length];
    for (int label : output) {
      needed[label] = true;
    }
    for (int j = i + 1; j < labels.length; j++) {
      for (int label : labels[j]) {
        needed[label] = true;
      }
    }
    return needed;
  }
}
