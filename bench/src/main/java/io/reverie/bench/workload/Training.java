package io.reverie.bench.workload;

import io.reverie.optim.Optimizer;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.function.Supplier;

/** A model that learns the same batch again and again: forward, backward, optimizer. */
public final class Training implements Runnable {
  private final Supplier<Tensor> forward;
  private final Optimizer optimizer;
  private float loss = Float.NaN;

  Training(Supplier<Tensor> forward, Optimizer optimizer) {
    this.forward = forward;
    this.optimizer = optimizer;
  }

  /** One step. */
  @Override
  public void run() {
    try (var tape = Tape.train()) {
      Tensor reached = forward.get();
      tape.backward(reached);
      optimizer.step();
      loss = reached.item();
    }
  }

  /** The loss in the last step, before it was learned from. */
  public float loss() {
    return loss;
  }
}
