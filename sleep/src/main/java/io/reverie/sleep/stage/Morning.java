package io.reverie.sleep.stage;

import io.reverie.nn.Layer;
import io.reverie.optim.Sgd;
import io.reverie.sleep.memory.Recall;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.sleep.wake.Snapshot;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The network as it woke this morning: it knows what was learned before today, without today's
 * bias. A teacher by day and in the night that follows.
 *
 * <p>Two stages and a lesson belong together:
 *
 * <ul>
 *   <li>{@link #remember} ends a night: the sleeper's weights are copied, and which classes it has
 *       met;
 *   <li>by day and at night the network is {@linkplain #heldTo held to} what this morning's said of
 *       the same inputs, among the classes it knew (Li &amp; Hoiem 2016, learning without
 *       forgetting). By day that makes use of every sample, not of memories alone: a coat of today
 *       says something about yesterday's pullovers;
 *   <li>{@link #reconsolidate} comes before that: memories of today are stored with what the
 *       network said of them at bedtime, when it knew today best, and older ones with what it said
 *       of today's classes, of which it could know nothing when they were stored (Boschini et al.
 *       2022, X-DER).
 * </ul>
 *
 * <p>Costs: a copy of the model, charged as bytes kept, and a forward sample for each answer.
 */
public final class Morning {
  private static final float NEVER = -1e9f;

  private final Woken woken;
  private final Learner twin;

  /** A model and the classes that it has met, 1 or 0 each: a buffer that travels with it. */
  private record Woken(Layer model, Tensor known) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return model.forward(x);
    }

    boolean knows(int label) {
      return known.at(label) != 0;
    }
  }

  /** A teacher for this learner that knows nothing yet. */
  public Morning(Learner learner, int classes) {
    this.woken = new Woken(learner.model().copy(), Tensor.zeros(classes));
    this.twin = learner.beside(woken, Sgd.of(woken, 0), Rng.of(0));
    learner.ledger().keeps("morning", 4L * (twin.parameters().size() + classes));
  }

  /** Whether there was a night yet. */
  public boolean knows() {
    return woken.known.sum().item() > 0;
  }

  private Tensor unknown() {
    float[] unknown = new float[woken.known.size()];
    for (int c = 0; c < unknown.length; c++) {
      unknown[c] = woken.knows(c) ? 0 : 1;
    }
    return Tensor.of(unknown);
  }

  /**
   * The loss that holds a network's outputs for these inputs to this morning's: {@code
   * T²·cross-entropy(softmax(morning/T), softmax(outputs/T))} among the classes known then; 0
   * before the first night.
   *
   * @param temperature T, above 0; 2 in LwF and BI-R
   */
  public UnaryOperator<Tensor> heldTo(Tensor inputs, float temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "held to the morning at temperature " + temperature + ": one above 0 is needed");
    }
    if (!knows()) {
      return outputs -> Tensor.scalar(0);
    }
    Tensor unknown = unknown();
    Tensor wanted = soft(twin.outputs(inputs), unknown, temperature).softmax(-1);
    return outputs ->
        soft(outputs, unknown, temperature).crossEntropy(wanted).mul(temperature * temperature);
  }

  private static Tensor soft(Tensor logits, Tensor unknown, float temperature) {
    return logits.mul(1 / temperature).maskedFill(unknown, NEVER);
  }

  /** The same as a lesson of the night. */
  public Lesson lesson(float temperature) {
    return (night, seen, recalled) -> heldTo(seen.inputs(), temperature);
  }

  /** A stage for the end of a night, without gradient steps: the network as it is now. */
  public Stage remember() {
    return new Remembering();
  }

  /** Names the twin, so that a failed night leaves yesterday's morning. */
  private final class Remembering implements Stage {
    @Override
    public void sleep(Night night, int steps) {
      Snapshot.of(night.learner().model()).restore(woken.model);
      for (int c = 0; c < woken.known.size(); c++) {
        woken.known.array()[woken.known.offset() + c] = night.memory().count(c) > 0 ? 1 : 0;
      }
    }

    @Override
    public Map<String, Learner> others() {
      return Map.of("morning", twin);
    }

    @Override
    public String name() {
      return "morning";
    }
  }

  /**
   * A stage for the end of a night, before {@link #remember}, without gradient steps: restates the
   * logits of memories, for a memory that keeps them.
   */
  public Stage reconsolidate() {
    return Stage.named("reconsolidation", (night, steps) -> reconsolidate(night));
  }

  private void reconsolidate(Night night) {
    ReplayBuffer memory = night.memory();
    Recall all = memory.all();
    Tensor then = all.logits();
    if (then == null) {
      throw new IllegalStateException(
          "logits are to be restated in %s: make it with ReplayBuffer.withLogits"
              .formatted(memory));
    }
    Tensor evening = night.outputs(night.bedtime(), all.batch().inputs());
    float[] restated = then.toArray();
    int classes = memory.classes();
    for (int i = 0; i < all.size(); i++) {
      boolean today = !woken.knows(all.batch().labels()[i]);
      for (int c = 0; c < classes; c++) {
        if (today || !woken.knows(c)) {
          restated[i * classes + c] = evening.at(i, c);
        }
      }
    }
    memory.restate(all.slots(), Tensor.of(restated, all.size(), classes));
  }
}
