package io.reverie.sleep.stage;

import io.reverie.nn.AttentionMask;
import io.reverie.nn.Layer;
import io.reverie.nn.TransformerEncoder;
import io.reverie.sleep.stage.Noise.Place;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * A place in a network where the night's noise enters: the identity by day.
 *
 * <pre>{@code
 * Sequential.of(Linear.of(784, 100, rng), Activation.RELU, Spindle.hidden(), Linear.of(100, 10, rng))
 * }</pre>
 *
 * <p>It has no numbers and no state. Noise is there only within a gradient step of a night whose
 * {@link Replay} has noise for this place, and only on the thread that sleeps: whoever uses the
 * network meanwhile, or asks it by night (canaries, teachers), meets the identity. Noise is drawn
 * from the step's own stream, as dropout is, which is part of the night's.
 *
 * @param place which noise enters here: {@link Place#HIDDEN} or {@link Place#EMBEDDING}
 */
public record Spindle(Place place) implements Layer {
  /** The noises of the gradient step that this thread makes. */
  private static final ScopedValue<Unrest> TONIGHT = ScopedValue.newInstance();

  private record Unrest(List<Noise> noises, float hour) {}

  /** Checks the place. */
  public Spindle {
    if (place != Place.HIDDEN && place != Place.EMBEDDING) {
      throw new IllegalArgumentException(
          "a spindle for noise on %s: hidden or embedding is needed; %s"
              .formatted(
                  place.name().toLowerCase(java.util.Locale.ROOT),
                  "for attention, give Spindle.scores(...) as the mask"));
    }
  }

  /** Where noise on what the network makes of its input enters. */
  public static Spindle hidden() {
    return new Spindle(Place.HIDDEN);
  }

  /** Where noise on embeddings enters: semantic noise. */
  public static Spindle embedding() {
    return new Spindle(Place.EMBEDDING);
  }

  @Override
  public Tensor forward(Tensor x) {
    return disturbed(x, place);
  }

  @Override
  public SequencedMap<String, Object> parts() {
    return new LinkedHashMap<>();
  }

  @Override
  public Layer copy() {
    return this;
  }

  /**
   * The mask for an attention whose scores are noisy by night: relational noise. By day it is the
   * mask itself; in a step under noise each sample has its own, the same for all heads.
   *
   * @param mask what the queries may see
   * @param batch how many sequences
   * @param queries how many queries each has
   * @param keys how many keys
   */
  public static AttentionMask scores(AttentionMask mask, int batch, int queries, int keys) {
    if (!noisy(Place.ATTENTION)) {
      return mask;
    }
    Tensor nothing = Tensor.zeros(batch, 1, queries, keys);
    Tensor noise = disturbed(nothing, Place.ATTENTION);
    if (noise == nothing) {
      return mask;
    }
    Tensor bias = mask.bias();
    return mask.withBias(bias == null ? noise : bias.add(noise));
  }

  /** An encoder whose attention scores are noisy by night, with the encoder's names. */
  public static Layer scores(TransformerEncoder encoder, AttentionMask mask) {
    return new Restless(encoder, mask);
  }

  private record Restless(TransformerEncoder encoder, AttentionMask mask) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return encoder.forward(x, scores(mask, x.dim(0), x.dim(1), x.dim(1)));
    }

    @Override
    public SequencedMap<String, Object> parts() {
      return encoder.parts();
    }

    @Override
    public Layer copy() {
      return new Restless((TransformerEncoder) encoder.copy(), mask);
    }
  }

  /** Does this under the noises of the hour. */
  static <T> T under(List<Noise> noises, float hour, Supplier<T> step) {
    return noises.isEmpty()
        ? step.get()
        : ScopedValue.where(TONIGHT, new Unrest(noises, hour)).call(step::get);
  }

  private static boolean noisy(Place place) {
    @Nullable Unrest tonight = tonight();
    return tonight != null && tonight.noises.stream().anyMatch(noise -> noise.place() == place);
  }

  private static @Nullable Unrest tonight() {
    return Tape.training() && TONIGHT.isBound() ? TONIGHT.get() : null;
  }

  private static Tensor disturbed(Tensor x, Place place) {
    Unrest tonight = tonight();
    if (tonight == null) {
      return x;
    }
    Tensor y = x;
    for (Noise noise : tonight.noises) {
      if (noise.place() == place && noise.at(tonight.hour) != 0) {
        y = noise.disturb(y, tonight.hour, Tape.randomness());
      }
    }
    return y;
  }
}
