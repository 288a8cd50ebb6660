package io.reverie.sleep;

import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.optim.Sgd;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A layer that notes from which inputs it learns. */
public final class Spy implements Layer {
  private final Linear inner;
  private final List<Tensor> learned = new ArrayList<>();

  /** Watches this layer. */
  public Spy(Linear inner) {
    this.inner = inner;
  }

  @Override
  public Tensor forward(Tensor x) {
    if (Tape.training()) {
      learned.add(x.copy());
    }
    return inner.forward(x);
  }

  /** The inputs that were given for learning, in order. */
  public List<Tensor> learned() {
    return learned;
  }

  /** A learner of the watched layer by plain gradient descent. */
  public Learner learner(float rate) {
    return Learner.of(this, Sgd.of(inner, rate), Rng.of(0));
  }
}
