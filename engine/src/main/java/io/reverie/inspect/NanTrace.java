package io.reverie.inspect;

import io.reverie.nn.Layer;
import io.reverie.tensor.Node;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tensor;
import java.util.Arrays;

/**
 * Ends a step at the operation that makes the first NaN or infinity, forward or backward: an {@link
 * ArithmeticException} says where that is, what came in, and what helps.
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
public final class NanTrace extends Onlooker {
  private boolean infinities;

  private NanTrace(@Nullable Layer model) {
    super(model);
  }

  /** Names operations only. */
  public static NanTrace of() {
    return new NanTrace(null);
  }

  /** Names the layers of this model, too. */
  public static NanTrace of(Layer model) {
    return new NanTrace(model);
  }

  /** From now on looks for NaN only; returns this. */
  public NanTrace allowingInfinities() {
    infinities = true;
    return this;
  }

  @Override
  public void forward(Node node, long nanos) {
    boolean infinite = infinities;
    for (int i = 0; i < node.inputs(); i++) {
      infinite |= first(node.input(i), false) >= 0;
    }
    require(node, "wrote", node.output(), infinite, cure(node));
  }

  @Override
  public void gradient(Node node) {
    for (int i = 0; i < node.inputs(); i++) {
      Tensor input = node.input(i);
      if (input.base() instanceof Parameter && input.hasGradient()) {
        String did = "found, left in the gradient of input " + i + " by an earlier step,";
        require(node, did, input.gradient(), infinities, "clear gradients that are not used");
      }
    }
  }

  @Override
  public void backward(Node node, long nanos) {
    Tensor arriving = node.outputGradient();
    boolean infinite = infinities || first(arriving, false) >= 0;
    for (int i = 0; i < node.inputs(); i++) {
      if (node.wants(i) && node.input(i).hasGradient()) {
        String did = "on the way back, gave input " + i + " the gradient";
        String help = "the arriving gradient is " + range(arriving) + "\n  " + cure(node);
        require(node, did, node.inputGradient(i), infinite, help);
      }
    }
  }

  /** The first NaN, or also infinity; −1 if there is none. */
  private static int first(Tensor tensor, boolean nanOnly) {
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

  private void require(Node node, String did, Tensor out, boolean infinite, String help) {
    Place stands = place(node);
    int place = first(out, false);
    place = infinite && place >= 0 ? first(out, true) : place;
    if (place < 0) {
      return;
    }
    int[] index = out.shape().dims();
    for (int i = index.length - 1, left = place; i >= 0; i--) {
      int length = index[i];
      index[i] = left % length;
      left /= length;
    }
    String text = stands + ", " + node + ", " + did + ' ' + out.array()[out.offset() + place];
    text += " at " + Arrays.toString(index);
    String advice = help;
    for (int i = 0; i < node.inputs(); i++) {
      Tensor input = node.input(i);
      Place from = origin(input);
      text += "\n  input " + i + " is " + range(input) + (from == null ? "" : ", from " + from);
      if (input.base() instanceof Parameter) {
        text += ", a parameter";
      }
      if (input.shape().equals(out.shape())) {
        text += ", " + input.array()[input.offset() + place] + " at that place";
      }
      if (first(input, true) >= 0) {
        advice = "NaN came in by input " + i + ": look at the data, or at what made it";
      }
    }
    throw new ArithmeticException(text + "\n  " + advice);
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
    String text = tensor.shape() + (min > max ? "" : " from " + min + " to " + max);
    return text + (odd == 0 ? "" : ", " + odd + " not finite");
  }

  private static String cure(Node node) {
    String name = node.op().name();
    return switch (name.startsWith("Log") ? "Log" : name.startsWith("Exp") ? "Exp" : name) {
      case "Log" ->
          "a logarithm is −∞ at 0 and NaN below: clamp what goes in, or take logSoftmax instead of"
              + " the logarithm of probabilities";
      case "Div", "Reciprocal", "Rsqrt" ->
          "a divisor is 0 or near it: add a small number, or clamp";
      case "Sqrt", "Norm", "PNorm", "Std" ->
          "a root is NaN below 0 and infinitely steep at 0: add a small number before it";
      case "Exp" -> "an exponential overflows above 88.7: subtract the maximum, or take softmax";
      case "Softmax" -> "a row of −∞ alone has no softmax: leave one place unmasked";
      default ->
          "numbers this large overflow or cancel: lower the learning rate, clip gradients, normalise";
    };
  }
}
