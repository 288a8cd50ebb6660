package io.reverie.kernel;

/**
 * One step of a recurrent neuron, its definition: what happens after the matrix products.
 *
 * <p>Everything is done for the neurons {@code from} to {@code n − 1} of one sample. The gates of a
 * sample lie one block of {@code n} after the other. Forward turns what arrives at the gates into
 * their values, in place, and the old state into the new one; backward turns the gates' values into
 * their slopes, in place, so that nothing but the gates needs to be kept.
 */
public class Cells {
  /** h′ = tanh(a), or max(a, 0); {@code a} holds what arrives and then h′. */
  public void rnn(int from, int n, boolean rectify, float[] a, int ao, float[] h, int ho) {
    for (int i = from; i < n; i++) {
      float arriving = a[ao + i];
      float value = rectify ? Math.max(arriving, 0f) : (float) Math.tanh(arriving);
      a[ao + i] = value;
      h[ho + i] = value;
    }
  }

  /**
   * Backward of {@link #rnn}: {@code a} holds h′ and then the slope at what arrived; {@code dh}
   * holds the slope at h′ and then what of it reaches h directly, which is nothing.
   */
  public void rnnGradient(
      int from, int n, boolean rectify, float[] a, int ao, float[] dh, int dho) {
    for (int i = from; i < n; i++) {
      float y = a[ao + i];
      float slope = rectify ? (y > 0 ? 1 : 0) : 1 - y * y;
      a[ao + i] = dh[dho + i] * slope;
      dh[dho + i] = 0;
    }
  }

  /**
   * c′ = σ(f)·c + σ(i)·tanh(g), h′ = σ(o)·tanh(c′), with the gates i, f, g, o in this order.
   *
   * @param squashed where tanh(c′) goes, for the way back
   */
  public void lstm(
      int from,
      int n,
      float[] gates,
      int go,
      float[] c,
      int co,
      float[] squashed,
      int so,
      float[] h,
      int ho) {
    for (int i = from; i < n; i++) {
      float in = sigmoid(gates[go + i]);
      float keep = sigmoid(gates[go + n + i]);
      float fresh = (float) Math.tanh(gates[go + 2 * n + i]);
      float out = sigmoid(gates[go + 3 * n + i]);
      float cell = keep * c[co + i] + in * fresh;
      float squash = (float) Math.tanh(cell);
      gates[go + i] = in;
      gates[go + n + i] = keep;
      gates[go + 2 * n + i] = fresh;
      gates[go + 3 * n + i] = out;
      c[co + i] = cell;
      squashed[so + i] = squash;
      h[ho + i] = out * squash;
    }
  }

  /**
   * Backward of {@link #lstm}: gates hold their values and then their slopes, {@code dh} the slope
   * at h′ and then 0, {@code dc} the slope at c′ and then that at c.
   *
   * @param c the cells before the step
   */
  public void lstmGradient(
      int from,
      int n,
      float[] gates,
      int go,
      float[] c,
      int co,
      float[] squashed,
      int so,
      float[] dh,
      int dho,
      float[] dc,
      int dco) {
    for (int i = from; i < n; i++) {
      float in = gates[go + i];
      float keep = gates[go + n + i];
      float fresh = gates[go + 2 * n + i];
      float out = gates[go + 3 * n + i];
      float squash = squashed[so + i];
      float slope = dh[dho + i];
      float cell = dc[dco + i] + slope * out * (1 - squash * squash);
      gates[go + i] = cell * fresh * in * (1 - in);
      gates[go + n + i] = cell * c[co + i] * keep * (1 - keep);
      gates[go + 2 * n + i] = cell * in * (1 - fresh * fresh);
      gates[go + 3 * n + i] = slope * squash * out * (1 - out);
      dc[dco + i] = cell * keep;
      dh[dho + i] = 0;
    }
  }

  /**
   * r = σ(gate 0), z = σ(gate 1), n = tanh(gate 2 + r·m), h′ = (1 − z)·n + z·h.
   *
   * @param m what the state sends to the third gate, with its bias
   */
  public void gru(int from, int n, float[] gates, int go, float[] m, int mo, float[] h, int ho) {
    for (int i = from; i < n; i++) {
      float reset = sigmoid(gates[go + i]);
      float keep = sigmoid(gates[go + n + i]);
      float fresh = (float) Math.tanh(gates[go + 2 * n + i] + reset * m[mo + i]);
      gates[go + i] = reset;
      gates[go + n + i] = keep;
      gates[go + 2 * n + i] = fresh;
      h[ho + i] = (1 - keep) * fresh + keep * h[ho + i];
    }
  }

  /**
   * Backward of {@link #gru}: gates hold their values and then their slopes, {@code m} what the
   * state sent and then the slope there, {@code dh} the slope at h′ and then what of it reaches h
   * directly.
   *
   * @param h the state before the step
   */
  public void gruGradient(
      int from,
      int n,
      float[] gates,
      int go,
      float[] m,
      int mo,
      float[] h,
      int ho,
      float[] dh,
      int dho) {
    for (int i = from; i < n; i++) {
      float reset = gates[go + i];
      float keep = gates[go + n + i];
      float fresh = gates[go + 2 * n + i];
      float slope = dh[dho + i];
      float atFresh = slope * (1 - keep) * (1 - fresh * fresh);
      gates[go + i] = atFresh * m[mo + i] * reset * (1 - reset);
      gates[go + n + i] = slope * (h[ho + i] - fresh) * keep * (1 - keep);
      gates[go + 2 * n + i] = atFresh;
      m[mo + i] = atFresh * reset;
      dh[dho + i] = slope * keep;
    }
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }
}
