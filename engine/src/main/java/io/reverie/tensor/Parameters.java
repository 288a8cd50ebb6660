package io.reverie.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * All parameters of a model as one flat array, and all their gradients as another.
 *
 * <p>Why: averaging, snapshots, clipping, checkpoints, weight importances, downscaling and every
 * optimizer become one loop over an array. Gathering moves values and gradients: each {@link
 * Parameter} is a window on the flat arrays from then on. Gathering the same parameters again gives
 * the same arrays.
 *
 * <p>Order and names are those of the map, a tied parameter counts once.
 */
public final class Parameters {
  private final SequencedMap<String, Parameter> named;
  private final Parameter[] ordered;
  private final float[] values;
  private final float[] gradients;
  private boolean moved;

  private Parameters(SequencedMap<String, Parameter> named, int size) {
    this.named = named;
    this.ordered = named.values().toArray(Parameter[]::new);
    this.values = new float[size];
    this.gradients = new float[size];
  }

  /**
   * The parameters of this map in flat arrays.
   *
   * <p>Parameters that were gathered before, in a smaller set, move into the new arrays; the old
   * set says so when it is used again.
   */
  public static Parameters of(SequencedMap<String, Parameter> named) {
    SequencedMap<String, Parameter> distinct = new LinkedHashMap<>();
    List<Parameter> seen = new ArrayList<>();
    Set<Parameter> known = Collections.newSetFromMap(new IdentityHashMap<>());
    long size = 0;
    for (Map.Entry<String, Parameter> entry : named.entrySet()) {
      Parameter parameter = entry.getValue();
      if (known.add(parameter)) {
        seen.add(parameter);
        distinct.put(entry.getKey(), parameter);
        size += parameter.size();
      }
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          size + " parameters do not fit one array of 2147483639; train the model in parts");
    }
    Parameters owner = seen.isEmpty() ? null : seen.getFirst().owner;
    if (owner != null && !owner.moved && List.copyOf(owner.named.values()).equals(seen)) {
      return owner;
    }
    Parameters flat = new Parameters(distinct, (int) size);
    int place = 0;
    for (Parameter parameter : seen) {
      if (parameter.owner != null) {
        parameter.owner.moved = true;
      }
      System.arraycopy(parameter.array(), parameter.offset(), flat.values, place, parameter.size());
      parameter.bind(flat, flat.values, flat.gradients, place);
      place += parameter.size();
    }
    return flat;
  }

  /** How many numbers are learned. */
  public int size() {
    return values.length;
  }

  /** The values, one parameter after the other. Not a copy: writing changes the model. */
  public float[] values() {
    requireInPlace();
    return values;
  }

  /**
   * The gradients, in the same order as the values. Not a copy; ask again after each step, since
   * gradients that were {@linkplain #clearGradients cleared} become zeros when they are asked for.
   */
  public float[] gradients() {
    requireInPlace();
    for (Parameter parameter : ordered) {
      parameter.gradient();
    }
    return gradients;
  }

  /** The parameters by name, in order. */
  public SequencedMap<String, Parameter> named() {
    return Collections.unmodifiableSequencedMap(named);
  }

  /**
   * Sets all gradients to zero. Optimizers do so themselves once they have used them.
   *
   * <p>The zeros are not written here, but when {@link #gradients} or {@link Parameter#gradient} is
   * asked for, or something is added: most often a backward pass sets the new ones before that.
   */
  public void clearGradients() {
    requireInPlace();
    for (Parameter parameter : ordered) {
      Gradients.clear(parameter);
    }
  }

  /** A copy of the values, for {@link #restore}. */
  public float[] snapshot() {
    return values().clone();
  }

  /**
   * Sets the values to those of a snapshot.
   *
   * @throws IllegalArgumentException if the snapshot is of another model
   */
  public void restore(float[] snapshot) {
    if (snapshot.length != values.length) {
      throw new IllegalArgumentException(
          "a snapshot of %d numbers for a model of %d: it is of another model"
              .formatted(snapshot.length, values.length));
    }
    System.arraycopy(snapshot, 0, values(), 0, values.length);
  }

  private void requireInPlace() {
    if (moved) {
      throw new IllegalStateException(
          "these %d parameters moved into a larger set that was gathered later; gather the whole"
                  .formatted(named.size())
              + " model first, then use that set");
    }
  }

  @Override
  public String toString() {
    return named.size() + " parameters, " + size() + " numbers";
  }
}
