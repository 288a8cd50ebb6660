package io.reverie.bench;

import io.reverie.nn.Gru;
import io.reverie.nn.Layer;
import io.reverie.nn.Lstm;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** 32 sequences of 64 steps through recurrent neurons, from 128 features to 256. */
public class RecurrentBenchmark extends EngineBenchmark {
  private static final int BATCH = 32;
  private static final int TIME = 64;
  private static final int IN = 128;
  private static final int HIDDEN = 256;

  @Param({"lstm", "gru"})
  public String cell;

  private Layer layer;
  private Tensor x;
  private Tensor above;
  private double flop;
  private double bytes;

  @Override
  void prepare() {
    boolean lstm = cell.equals("lstm");
    layer = lstm ? Lstm.of(IN, HIDDEN, Inputs.RNG) : Gru.of(IN, HIDDEN, Inputs.RNG);
    x = Inputs.randn(BATCH, TIME, IN);
    above = Inputs.randn(BATCH, TIME, HIDDEN);
    int gates = lstm ? 4 : 3;
    flop = 2.0 * BATCH * TIME * gates * HIDDEN * (IN + HIDDEN);
    bytes = 4.0 * (x.size() + above.size() + gates * HIDDEN * (IN + HIDDEN));
    check(gates);
    new BothWays(cell, in -> layer.forward(in[0]), x).checkSlope();
    layer.parameters().clearGradients();
  }

  /** One sequence's first steps by the definition: PyTorch's order of gates, i f g o and r z n. */
  private void check(int gates) {
    Parameters all = layer.parameters();
    Parameter wih = all.named().get("weight_ih_l0");
    Parameter whh = all.named().get("weight_hh_l0");
    Parameter bih = all.named().get("bias_ih_l0");
    Parameter bhh = all.named().get("bias_hh_l0");
    double[] h = new double[HIDDEN];
    double[] c = new double[HIDDEN];
    Tensor y = layer.forward(x);
    for (int t = 0; t < 8; t++) {
      double[] seen = new double[gates * HIDDEN];
      double[] felt = new double[gates * HIDDEN];
      for (int g = 0; g < seen.length; g++) {
        seen[g] = bih.at(g);
        felt[g] = bhh.at(g);
        for (int i = 0; i < IN; i++) {
          seen[g] += (double) wih.at(g, i) * x.at(0, t, i);
        }
        for (int i = 0; i < HIDDEN; i++) {
          felt[g] += (double) whh.at(g, i) * h[i];
        }
      }
      for (int j = 0; j < HIDDEN; j++) {
        h[j] = gates == 4 ? lstm(j, seen, felt, c) : gru(j, seen, felt, h[j]);
        Inputs.check(cell, y.at(0, t, j), h[j], 1e-5);
      }
    }
  }

  private static double lstm(int j, double[] seen, double[] felt, double[] c) {
    double in = sigmoid(seen[j] + felt[j]);
    double forget = sigmoid(seen[j + HIDDEN] + felt[j + HIDDEN]);
    double news = Math.tanh(seen[j + 2 * HIDDEN] + felt[j + 2 * HIDDEN]);
    c[j] = forget * c[j] + in * news;
    return sigmoid(seen[j + 3 * HIDDEN] + felt[j + 3 * HIDDEN]) * Math.tanh(c[j]);
  }

  private static double gru(int j, double[] seen, double[] felt, double h) {
    double reset = sigmoid(seen[j] + felt[j]);
    double keep = sigmoid(seen[j + HIDDEN] + felt[j + HIDDEN]);
    double news = Math.tanh(seen[j + 2 * HIDDEN] + reset * felt[j + 2 * HIDDEN]);
    return (1 - keep) * news + keep * h;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Benchmark
  public float[] forward(Flop counter, Traffic traffic) {
    counter.flop += flop;
    traffic.bytes += bytes;
    return onThreads(() -> {
      try (var _ = Tape.infer()) {
        return layer.forward(x).array();
      }
    });
  }

  /** Back to the sequences and to the weights. */
  @Benchmark
  public float[] bothWays(Flop counter, Traffic traffic) {
    counter.flop += 3 * flop;
    traffic.bytes += 3 * bytes;
    return onThreads(() -> {
      try (var tape = Tape.train()) {
        Tensor y = layer.forward(tape.watch(x));
        tape.backward(y, above);
        return y.array();
      }
    });
  }
}
