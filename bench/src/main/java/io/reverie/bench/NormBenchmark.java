package io.reverie.bench;

import io.reverie.op.CrossEntropy;
import io.reverie.op.Reduction;
import io.reverie.tensor.Tensor;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * What looks at a whole row before it writes: softmax, cross-entropy and the norms, on 4096 rows of
 * 768 numbers; batch norm on as many numbers in 32 images of 96 channels.
 *
 * <p>12 MiB in and 12 MiB out; counted in bytes, as {@link PointwiseBenchmark} does.
 */
public class NormBenchmark extends EngineBenchmark {
  private static final int ROWS = 4096;
  private static final int WIDTH = 768;
  private static final int CHANNELS = 96;

  @Param({"softmax", "crossEntropy", "layerNorm", "rmsNorm", "batchNorm"})
  public String norm;

  private BothWays work;

  @Override
  void prepare() {
    boolean images = norm.equals("batchNorm");
    Tensor x = images ? Inputs.randn(32, CHANNELS, 32, 32) : Inputs.randn(ROWS, WIDTH);
    Tensor weight = Inputs.randn(images ? CHANNELS : WIDTH);
    Tensor bias = Inputs.randn(images ? CHANNELS : WIDTH);
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = Inputs.RNG.nextInt(WIDTH);
    }
    Function<Tensor[], Tensor> engine = engine(labels);
    work =
        switch (norm) {
          case "softmax", "crossEntropy" -> new BothWays(norm, engine, x);
          case "rmsNorm" -> new BothWays(norm, engine, x, weight);
          default -> new BothWays(norm, engine, x, weight, bias);
        };
    if (!images) {
      check(x, weight, bias, labels);
    }
    work.checkSlope();
  }

  private Function<Tensor[], Tensor> engine(int[] labels) {
    Tensor mean = Tensor.zeros(CHANNELS);
    Tensor var = Tensor.ones(CHANNELS);
    CrossEntropy loss = CrossEntropy.of(labels).reduced(Reduction.NONE);
    return switch (norm) {
      case "softmax" -> in -> in[0].softmax();
      case "crossEntropy" -> in -> in[0].crossEntropy(loss);
      case "layerNorm" -> in -> in[0].layerNorm(in[1], in[2], 1e-5f);
      case "rmsNorm" -> in -> in[0].rmsNorm(in[1], 1e-5f);
      case "batchNorm" -> in -> in[0].batchNorm(in[1], in[2], mean, var, 0.1f, 1e-5f);
      default -> throw new IllegalArgumentException(norm + ": not among this benchmark's");
    };
  }

  /** Some rows by their definition. */
  private void check(Tensor x, Tensor weight, Tensor bias, int[] labels) {
    Tensor y = work.value();
    for (int sample = 0; sample < 100; sample++) {
      int r = Inputs.RNG.nextInt(ROWS);
      int j = norm.equals("crossEntropy") ? labels[r] : Inputs.RNG.nextInt(WIDTH);
      double sum = 0;
      double squares = 0;
      double powers = 0;
      for (int i = 0; i < WIDTH; i++) {
        sum += x.at(r, i);
        squares += (double) x.at(r, i) * x.at(r, i);
        powers += Math.exp(x.at(r, i));
      }
      double mean = sum / WIDTH;
      double var = squares / WIDTH - mean * mean;
      double wanted =
          switch (norm) {
            case "softmax" -> Math.exp(x.at(r, j)) / powers;
            case "crossEntropy" -> Math.log(powers) - x.at(r, j);
            case "layerNorm" ->
                (x.at(r, j) - mean) / Math.sqrt(var + 1e-5) * weight.at(j) + bias.at(j);
            default -> x.at(r, j) / Math.sqrt(squares / WIDTH + 1e-5) * weight.at(j);
          };
      Inputs.check(norm, norm.equals("crossEntropy") ? y.at(r) : y.at(r, j), wanted, 1e-5);
    }
  }

  @Benchmark
  public float[] forward(Traffic counter) {
    counter.bytes += 8.0 * ROWS * WIDTH;
    return onThreads(work::forward);
  }

  @Benchmark
  public float[] bothWays(Traffic counter) {
    counter.bytes += 8.0 * ROWS * WIDTH + 16.0 * ROWS * WIDTH;
    return onThreads(work::bothWays);
  }
}
