package io.reverie.optim;

import static io.reverie.optim.Bounds.requireSize;

import io.reverie.kernel.Parallel;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;

/**
 * Changes parameters by their gradients.
 *
 * <p>{@link #step} uses the gradients up: it applies them and clears them. Several backward passes
 * before one step add up, which is gradient accumulation; nothing needs to be zeroed by hand.
 *
 * <p>Settings may be changed at any time and hold from the next step on. Parameters may be treated
 * differently by {@link #group}; the rate may {@link #follow} a schedule.
 *
 * <p><b>Your own</b> extends this class and writes {@link #update}, one loop over flat arrays:
 *
 * <pre>{@code
 * final class SignDescent extends Optimizer {
 *   SignDescent(Parameters parameters, float rate) {
 *     super(parameters, rate, 0);
 *   }
 *
 *   @Override
 *   protected void update(int from, int to, float rate, float decay, float[] w, float[] g) {
 *     for (int i = from; i < to; i++) {
 *       w[i] -= rate * Math.signum(g[i]);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What it remembers between steps it names in the constructor and asks for by {@link #memory}:
 * such arrays are part of the {@link #state}, so that training goes on with the same bits after a
 * checkpoint.
 */
public abstract class Optimizer {
  private final Parameters parameters;
  private final List<String> remembered;
  private final Map<String, float[]> memory = new HashMap<>();
  private final Groups groups;
  private final Cuts cuts;
  private @Nullable Schedule schedule;
  private float rate;
  private float weightDecay;
  private int steps;

  /**
   * An optimizer of these parameters.
   *
   * @param remembered the names of the arrays that it keeps between steps, as many numbers each as
   *     there are parameters; PyTorch's names where it has them
   * @throws IllegalArgumentException if rate or decay is negative, infinite or NaN
   */
  protected Optimizer(Parameters parameters, float rate, float weightDecay, String... remembered) {
    this.parameters = parameters;
    this.rate = requireSize("learning rate", rate);
    this.weightDecay = requireSize("weight decay", weightDecay);
    this.remembered = List.of(remembered);
    this.groups = new Groups(parameters);
    this.cuts = Cuts.of(parameters);
  }

  /** One step: parameters change, gradients become zero. */
  public final void step() {
    if (schedule != null) {
      rate = requireSize("scheduled learning rate", (float) schedule.rate(steps));
    }
    float[] values = parameters.values();
    float[] gradients = parameters.gradients();
    steps++;
    begin();
    pass(values, gradients);
    parameters.clearGradients();
  }

  /**
   * Called once at the start of a step, by the thread that called {@link #step}: the place for
   * numbers that all parameters share, such as corrections by the number of {@link #steps}, which
   * counts this step already. Nothing by default.
   */
  protected void begin() {}

  /**
   * Changes the values at {@code from} to {@code to − 1}. The gradients may be written over: they
   * are cleared afterwards.
   *
   * <p>Called from several threads for different stretches at once. A number's new value must
   * depend on its own place only: how the stretches are cut says nothing.
   *
   * @param rate the learning rate of these parameters
   * @param decay the weight decay of these parameters
   */
  protected abstract void update(
      int from, int to, float rate, float decay, float[] values, float[] gradients);

  /**
   * Changes all values: calls {@link #update} for stretches of equal settings, on many threads. To
   * be overridden where a parameter must be seen whole; {@link #pieces} then tells them apart.
   */
  protected void pass(float[] values, float[] gradients) {
    Parallel.chunks(
        cuts.count(),
        1,
        (piece, _) -> {
          List<int[]> stretches = cuts.piece(piece);
          for (int s = 0; s < stretches.size(); s++) { // an iterator a piece would be garbage
            int[] stretch = stretches.get(s);
            for (Groups.Run run : groups.runs()) {
              int start = Math.max(stretch[0], run.from());
              int end = Math.min(stretch[1], run.to());
              if (start < end && !run.group().frozen()) {
                float ownRate = rate * run.group().rateFactor();
                float ownDecay = weightDecay * run.group().decayFactor();
                update(start, end, ownRate, ownDecay, values, gradients);
              }
            }
          }
        });
  }

  /**
   * One parameter with its settings.
   *
   * @param from where its numbers start in the flat arrays
   * @param rate its learning rate
   * @param decay its weight decay
   */
  protected record Piece(
      String name, Parameter parameter, int from, float rate, float decay, boolean frozen) {
    /** Where its numbers end in the flat arrays. */
    public int to() {
      return from + parameter.size();
    }
  }

  /** The parameters one by one, for optimizers that look at them whole. */
  protected final List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    parameters
        .named()
        .forEach((name, parameter) -> {
          Group group = groups.of(pieces.size());
          float ownRate = rate * group.rateFactor();
          float ownDecay = weightDecay * group.decayFactor();
          int from = parameter.offset();
          pieces.add(new Piece(name, parameter, from, ownRate, ownDecay, group.frozen()));
        });
    return pieces;
  }

  /**
   * The array of this name that is kept between steps: zeros at first.
   *
   * @throws IllegalArgumentException if the constructor did not name it
   */
  protected final float[] memory(String name) {
    if (!remembered.contains(name)) {
      throw new IllegalArgumentException(
          "%s does not remember \"%s\" but %s: name it in the constructor"
              .formatted(getClass().getSimpleName(), name, remembered));
    }
    return memory.computeIfAbsent(name, _ -> new float[parameters.size()]);
  }

  /** Forgets momentum and statistics, as if no step had been made. */
  public void reset() {
    steps = 0;
    memory.clear();
  }

  /**
   * Treats the parameters whose names pass the test as a group of their own, from the next step on.
   * A later group takes parameters over from an earlier one.
   *
   * @throws IllegalArgumentException if no name passes
   */
  public final Optimizer group(Predicate<String> names, Group group) {
    groups.put(names, group);
    return this;
  }

  /** Leaves the parameters whose names pass the test as they are, from the next step on. */
  public final Optimizer freeze(Predicate<String> names) {
    return group(names, Group.FROZEN);
  }

  /**
   * Exempts biases and the weights of norms, which are those of fewer than two axes, from weight
   * decay: pulling them to zero has no use.
   */
  public final Optimizer decayMatricesOnly() {
    groups.decayMatricesOnly();
    return this;
  }

  /** What is optimized. */
  public final Parameters parameters() {
    return parameters;
  }

  /** The learning rate: that of the last step, where a schedule is followed. */
  public final float rate() {
    return rate;
  }

  /**
   * Sets the learning rate from the next step on, and ends the following of a schedule.
   *
   * @throws IllegalArgumentException if it is negative, infinite or NaN
   */
  public final void rate(float newRate) {
    rate = requireSize("learning rate", newRate);
    schedule = null;
  }

  /**
   * Takes the rate of each step from a schedule: {@code rate(0)} for the first one, {@code rate(n)}
   * after n steps.
   */
  public final Optimizer follow(Schedule newSchedule) {
    schedule = newSchedule;
    rate = requireSize("scheduled learning rate", (float) newSchedule.rate(steps));
    return this;
  }

  /** The weight decay. */
  public final float weightDecay() {
    return weightDecay;
  }

  /** Sets the weight decay; subclasses offer it under a name that returns their own type. */
  protected final void decay(float decay) {
    weightDecay = requireSize("weight decay", decay);
  }

  /** How many steps were made. */
  public final int steps() {
    return steps;
  }

  /**
   * What is remembered between steps, by name: with {@link #steps} and {@link #rate} all that a
   * checkpoint needs. The arrays are not copies; what no step has used yet is not there.
   */
  public final SequencedMap<String, float[]> state() {
    SequencedMap<String, float[]> state = new LinkedHashMap<>();
    for (String name : remembered) {
      float[] values = memory.get(name);
      if (values != null) {
        state.put(name, values);
      }
    }
    return Collections.unmodifiableSequencedMap(state);
  }

  /**
   * Goes on where an optimizer with the same settings stood, with the same bits; the arrays are
   * copied. A schedule that is followed stays.
   *
   * @throws IllegalArgumentException if the state is of another kind of optimizer or model
   */
  public void restore(int savedSteps, float savedRate, Map<String, float[]> saved) {
    if (savedSteps < 0) {
      throw new IllegalArgumentException(savedSteps + " steps: 0 or more is needed");
    }
    saved.forEach((name, values) -> {
      if (!remembered.contains(name)) {
        throw new IllegalArgumentException(
            "a state of %s for %s, which remembers %s: it is of another kind of optimizer"
                .formatted(saved.keySet(), getClass().getSimpleName(), remembered));
      }
      if (values.length != parameters.size()) {
        throw new IllegalArgumentException(
            "\"%s\" has %d numbers for a model of %d: it is of another model"
                .formatted(name, values.length, parameters.size()));
      }
    });
    rate = requireSize("learning rate", savedRate);
    steps = savedSteps;
    memory.clear();
    saved.forEach((name, values) -> memory.put(name, values.clone()));
  }
}
