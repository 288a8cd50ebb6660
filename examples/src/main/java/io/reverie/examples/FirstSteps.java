package io.reverie.examples;

import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.AdamW;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The first network: tells two spirals apart that no straight line can.
 *
 * <p>Everything there is to training stands in {@link #call}: a model, an optimizer, and a loop in
 * which a tape records the step and hands the gradient back.
 */
@Command(name = "FirstSteps", description = "Learns to tell two spirals apart, in a page of code.")
public final class FirstSteps implements Callable<Integer> {
  @Mixin private HelpOption help = new HelpOption();

  private static final int POINTS = 400;

  @Option(
      names = "--steps",
      defaultValue = "800",
      description = "Gradient steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(names = "--seed", defaultValue = "0", description = "The seed (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    Rng rng = Rng.of(seed);
    float[] points = new float[2 * POINTS];
    int[] arms = new int[POINTS];
    spirals(points, arms, rng);
    Tensor x = Tensor.of(points, POINTS, 2);

    var model =
        Sequential.of(
            Linear.of(2, 32, rng),
            Activation.TANH,
            Linear.of(32, 32, rng),
            Activation.TANH,
            Linear.of(32, 2, rng));
    var optimizer = AdamW.of(model, 1e-2f);
    for (int step = 1; step <= steps; step++) {
      try (var tape = Tape.train()) {
        Tensor loss = model.forward(x).crossEntropy(arms);
        tape.backward(loss);
        optimizer.step();
        if (step % 100 == 0 || step == steps) {
          System.out.printf("step %4d  loss %.4f%n", step, loss.item());
        }
      }
    }
    int[] answers = model.forward(x).argmax().values();
    int right = 0;
    for (int i = 0; i < POINTS; i++) {
      right += answers[i] == arms[i] ? 1 : 0;
    }
    System.out.printf("%d of %d points on the right arm%n", right, POINTS);
    return 0;
  }

  /** Points along two arms that wind around each other, slightly out of place. */
  private static void spirals(float[] points, int[] arms, Rng rng) {
    for (int i = 0; i < POINTS; i++) {
      arms[i] = i % 2;
      double turn = 1.5 * i / POINTS;
      double angle = 2 * Math.PI * turn + Math.PI * arms[i];
      points[2 * i] = (float) (turn * Math.cos(angle)) + 0.03f * rng.nextGaussian();
      points[2 * i + 1] = (float) (turn * Math.sin(angle)) + 0.03f * rng.nextGaussian();
    }
  }
}
