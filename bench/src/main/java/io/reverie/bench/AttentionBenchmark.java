package io.reverie.bench;

import io.reverie.op.Scores;
import io.reverie.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Softmax(Q·Kᵀ/√width)·V.
 *
 * <p>A shape reads {@code batch x heads x queries x width}, with as many keys as queries; the last
 * one is the next token of a text of 1024: one query, all keys seen. A causal one does half of the
 * products; backward does five where forward does two.
 */
public class AttentionBenchmark extends EngineBenchmark {
  @Param({"8x8x256x64 causal", "8x8x256x64", "1x8x1x64 of 1024"})
  public String shape;

  private Scores how;
  private Tensor q;
  private Tensor k;
  private Tensor v;
  private BothWays work;
  private double flop;
  private double bytes;

  @Override
  void prepare() {
    String[] sizes = shape.split("[^0-9]+");
    int batch = Integer.parseInt(sizes[0]);
    int heads = Integer.parseInt(sizes[1]);
    int queries = Integer.parseInt(sizes[2]);
    int width = Integer.parseInt(sizes[3]);
    int keys = sizes.length > 4 ? Integer.parseInt(sizes[4]) : queries;
    boolean causal = shape.endsWith("causal");
    how = causal ? Scores.of(width).forCausal() : Scores.of(width);
    q = Inputs.randn(batch, heads, queries, width);
    k = Inputs.randn(batch, heads, keys, width);
    v = Inputs.randn(batch, heads, keys, width);
    work = new BothWays(shape, in -> in[0].attention(in[1], in[2], how), q, k, v);
    check(work.value());
    work.checkSlope();
    bytes = 8.0 * (q.size() + k.size());
    flop = 4.0 * batch * heads * queries * keys * width / (causal ? 2 : 1);
  }

  /** Some rows by their definition. */
  private void check(Tensor y) {
    for (int sample = 0; sample < 20; sample++) {
      int b = Inputs.RNG.nextInt(q.dim(0));
      int h = Inputs.RNG.nextInt(q.dim(1));
      int i = Inputs.RNG.nextInt(q.dim(2));
      int seen = how.causal() ? i + 1 : k.dim(2);
      double[] weights = new double[seen];
      double total = 0;
      for (int j = 0; j < seen; j++) {
        double score = 0;
        for (int d = 0; d < q.dim(3); d++) {
          score += (double) q.at(b, h, i, d) * k.at(b, h, j, d);
        }
        weights[j] = Math.exp(score / Math.sqrt(q.dim(3)));
        total += weights[j];
      }
      for (int d = 0; d < v.dim(3); d++) {
        double sum = 0;
        for (int j = 0; j < seen; j++) {
          sum += weights[j] / total * v.at(b, h, j, d);
        }
        Inputs.check(shape, y.at(b, h, i, d), sum, 1e-5);
      }
    }
  }

  @Benchmark
  public float[] forward(Flop counter, Traffic traffic) {
    counter.flop += flop;
    traffic.bytes += bytes;
    return onThreads(work::forward);
  }

  @Benchmark
  public float[] bothWays(Flop counter, Traffic traffic) {
    counter.flop += 3.5 * flop;
    traffic.bytes += 3 * bytes;
    return onThreads(work::bothWays);
  }
}
