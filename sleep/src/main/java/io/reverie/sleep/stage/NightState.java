package io.reverie.sleep.stage;

import io.reverie.tensor.Nullable;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Night} has gathered up to one moment: with the networks, the memory and the streams
 * all that it takes to go on from there with the same bits.
 *
 * @param kept the numbers that stages keep, by name
 * @param losses the loss of each step so far
 * @param dreams the dreams remembered so far
 * @param bedtime the weights at bedtime; null if the night has not settled yet
 * @param canariesAtBedtime the canaries' accuracy at bedtime; NaN likewise
 */
public record NightState(
    Map<String, float[]> kept,
    float[] losses,
    List<Dream> dreams,
    float @Nullable [] bedtime,
    double canariesAtBedtime) {
  /** Copies the list. */
  public NightState {
    dreams = List.copyOf(dreams);
  }
}
