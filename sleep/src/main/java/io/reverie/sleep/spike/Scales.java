package io.reverie.sleep.spike;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.nn.Linear;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;

/**
 * How strongly spikes must drive each layer so that spiking neurons stay in range: the data-based
 * normalisation of Diehl et al. 2015, as the code of Tadros et al. 2022 has it.
 *
 * <p>With m_l the larger of the largest weight and the largest activity of layer l on the data (and
 * 0), the divisor of layer l is f_l = m_l / f_{l−1} with f_0 = 1, and its scale 1 / f_l. Diehl et
 * al. divide by m_{l−1}; this form divides by the last divisor, which differs from the third layer
 * on.
 */
public final class Scales {
  private static final int PIECE = 500;

  private Scales() {}

  /**
   * The scale of each layer.
   *
   * @throws IllegalArgumentException if there is no data, or a layer has neither a weight nor an
   *     activity above 0
   */
  public static double[] of(RateNetwork network, List<Dataset> data) {
    float[] largest = largestActivities(network, data);
    double[] scales = new double[largest.length];
    double before = 1;
    for (int l = 0; l < scales.length; l++) {
      double most = Math.max(largest[l], max(network.layers().get(l).weight()));
      if (!(most > 0)) {
        throw new IllegalArgumentException(
            "layer %d has no weight and no activity above 0: it cannot spike".formatted(l));
      }
      before = most / before;
      scales[l] = 1 / before;
    }
    return scales;
  }

  private static float[] largestActivities(RateNetwork network, List<Dataset> data) {
    List<Linear> layers = network.layers();
    float[] largest = new float[layers.size()];
    boolean some = false;
    for (Dataset set : data) {
      for (Batch batch : set.batches(PIECE)) {
        some = true;
        try (var _ = Tape.infer()) {
          Tensor a = batch.inputs();
          for (int l = 0; l < layers.size() - 1; l++) {
            a = network.activity(layers.get(l), a);
            largest[l] = Math.max(largest[l], max(a));
          }
          int last = layers.size() - 1;
          largest[last] = Math.max(largest[last], max(layers.get(last).forward(a)));
        }
      }
    }
    if (!some) {
      throw new IllegalArgumentException("scales from no data: at least one sample is needed");
    }
    return largest;
  }

  /** The largest number, or 0 if all are below. */
  private static float max(Tensor tensor) {
    float[] values = tensor.array();
    int from = tensor.offset();
    float most = 0;
    for (int i = 0; i < tensor.size(); i++) {
      most = Math.max(most, values[from + i]);
    }
    return most;
  }
}
