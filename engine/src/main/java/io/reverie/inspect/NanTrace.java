package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Ends a step at the operation that makes the first NaN or infinity, forward or backward, and says
 * where that is, what came in, and what helps.
 *
 * <pre>{@code
 * try (var tape = Tape.train()) {
 *   NanTrace.of(model).on(tape);
 *   ...
 * }
 * }</pre>
 *
 * <p>A NaN that comes out of an operation ends the step, also where it came in with the data or the
 * parameters; one that comes in and does not come out (isNan, where) does not. An infinity ends it
 * only where none came in: a mask of −∞ may be added. Where operations make infinities on purpose,
 * {@link #allowingInfinities} lets them. Every number is looked at: for searching, not for always.
 */
public final class NanTrace {
  private final Map<Tensor, Set<String>> layers;
  private final boolean infinities;

  private NanTrace(Map<Tensor, Set<String>> layers, boolean infinities) {
    this.layers = layers;
    this.infinities = infinities;
  }

  /** Names operations only. */
  public static NanTrace of() {
    return new NanTrace(Map.of(), false);
  }

  /** Names the layers of this model, too. */
  public static NanTrace of(Layer model) {
    return new NanTrace(Names.layers(model), false);
  }

  /** The same, for NaN only. */
  public NanTrace allowingInfinities() {
    return new NanTrace(layers, true);
  }

  /**
   * Looks on at this tape, and the blocks within it, from here on.
   *
   * <p>From then on an operation, or the tape's backward, throws an {@link ArithmeticException}
   * when the first NaN or infinity comes out.
   */
  public void on(Tape tape) {
    Names names = new Names(layers);
    tape.listen(
        new Tape.Listener() {
          @Override
          public void forward(Node node, long nanos) {
            names.of(node);
            Tensor[] inputs = new Tensor[node.inputs()];
            Arrays.setAll(inputs, node::input);
            Tensor output = node.output();
            stop(names, node, "wrote", output, culprit(output, inputs), cure(node));
          }

          @Override
          public void gradient(Node node) {
            for (int i = 0; i < node.inputs(); i++) {
              Tensor input = node.input(i);
              if (input.base() instanceof Parameter && input.hasGradient()) {
                String did = "found, left in the gradient of input " + i + " by an earlier step,";
                Tensor left = input.gradient();
                stop(names, node, did, left, culprit(left), "clear gradients that are not used");
              }
            }
          }

          @Override
          public void backward(Node node, long nanos) {
            for (int i = 0; i < node.inputs(); i++) {
              if (node.wants(i) && node.input(i).hasGradient()) {
                Tensor gradient = node.inputGradient(i);
                Tensor arriving = node.outputGradient();
                String help = "the arriving gradient is " + range(arriving) + "\n  " + cure(node);
                String did = "on the way back, gave input " + i + " the gradient";
                stop(names, node, did, gradient, culprit(gradient, arriving), help);
              }
            }
          }

          @Override
          public Tape.Listener nested() {
            return this;
          }
        });
  }

  /** Where a NaN stands in what came out, or an infinity when none came in; −1 if nowhere. */
  private int culprit(Tensor out, Tensor... in) {
    int place = bad(out, false);
    int nan = place < 0 ? -1 : bad(out, true);
    if (place < 0 || nan >= 0 || infinities) {
      return nan;
    }
    for (Tensor tensor : in) {
      if (bad(tensor, false) >= 0) {
        return -1;
      }
    }
    return place;
  }

  /** The first NaN, or also infinity; −1 if there is none. */
  private static int bad(Tensor tensor, boolean nanOnly) {
    float[] x = tensor.array();
    int from = tensor.offset();
    for (int i = 0; i < tensor.size(); i++) {
      float v = x[from + i];
      if (nanOnly ? Float.isNaN(v) : !Float.isFinite(v)) {
        return i;
      }
    }
    return -1;
  }

  private static void stop(Names names, Node node, String did, Tensor out, int place, String help) {
    if (place < 0) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(names.of(node)).append(", ").append(node).append(", ").append(did).append(' ');
    text.append(out.array()[out.offset() + place]).append(" at ").append(index(out, place));
    String advice = help;
    for (int i = 0; i < node.inputs(); i++) {
      Tensor input = node.input(i);
      Names.Name from = names.of(input);
      text.append("\n  input ").append(i).append(" is ").append(range(input));
      text.append(from == null ? "" : ", from " + from);
      text.append(input.base() instanceof Parameter ? ", a parameter" : "");
      if (input.shape().equals(out.shape())) {
        text.append(", ").append(input.array()[input.offset() + place]).append(" at that place");
      }
      if (bad(input, true) >= 0) {
        advice = "NaN came in by input " + i + ": look at the data, or at what made it";
      }
    }
    throw new ArithmeticException(text.append("\n  ").append(advice).toString());
  }

  /** The shape, and from where to where the numbers reach. */
  private static String range(Tensor tensor) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int odd = 0;
    for (float v : tensor.toArray()) {
      if (Float.isFinite(v)) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      } else {
        odd++;
      }
    }
    String text = min > max ? "" : String.format(Locale.ROOT, " from %s to %s", min, max);
    return tensor.shape() + text + (odd == 0 ? "" : ", %d not finite".formatted(odd));
  }

  private static String index(Tensor tensor, int place) {
    int[] index = tensor.shape().dims();
    int left = place;
    for (int i = index.length - 1; i >= 0; i--) {
      int length = index[i];
      index[i] = left % length;
      left /= length;
    }
    return Arrays.toString(index);
  }

  private static String cure(Node node) {
    return switch (node.op().name()) {
      case "Log", "Log2", "Log10", "Log1p" ->
          "the logarithm is −∞ at 0 and NaN below: clamp what goes in, or take logSoftmax or"
              + " logSigmoid instead of a logarithm of probabilities";
      case "Div", "Reciprocal", "Rsqrt" ->
          "a divisor is 0 or near it: add a small number to it, or clamp it";
      case "Sqrt", "Norm", "PNorm", "Std" ->
          "the root is NaN below 0 and infinitely steep at 0: add a small number before it";
      case "Exp", "Exp2", "Expm1" ->
          "the exponential overflows above 88.7: subtract the maximum before, or take softmax,"
              + " logSumExp or sigmoid";
      case "Pow", "Power", "Square", "Prod", "Cumprod" ->
          "the power overflows, or has a negative base: clamp what goes in";
      case "Softmax", "LogSoftmax", "LogSumExp" ->
          "a row of −∞ alone has no softmax: leave one place unmasked";
      default ->
          "numbers this large overflow or cancel: is the learning rate too high? Clip gradients,"
              + " normalise, or start smaller";
    };
  }
}
