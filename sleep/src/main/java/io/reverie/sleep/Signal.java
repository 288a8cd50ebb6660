package io.reverie.sleep;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.Draw;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.stage.Canaries;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import java.util.Arrays;

/**
 * One sign that sleep is needed: about 0 in the morning, about 1 when it is high time.
 *
 * <p>Signals have a memory of their own: make new ones for each run. What they ask of the network
 * is charged to the learner.
 */
@FunctionalInterface
public interface Signal {
  /** How strong the sign is now. Asked once after each batch, and at the end of tasks. */
  double at(Waking waking);

  /** A night has passed: begins anew. */
  default void slept(Waking waking) {}

  /**
   * The share of the day's batches whose loss was above the 90 % quantile of the hundred before: a
   * tenth by definition where nothing changes, more where the world is new.
   */
  static Signal novelty() {
    return new Signal() {
      private final float[] window = new float[100];
      private long seen;
      private long batches;
      private long novel;

      @Override
      public double at(Waking waking) {
        if (waking.batch() != null) {
          int known = (int) Math.min(seen, window.length);
          float loss = waking.learner().loss();
          if (known >= 10) {
            float[] sorted = Arrays.copyOf(window, known);
            Arrays.sort(sorted);
            batches++;
            novel += loss > sorted[(int) Math.ceil(0.9 * known) - 1] ? 1 : 0;
          }
          window[(int) (seen++ % window.length)] = loss;
        }
        return batches == 0 ? 0 : (double) novel / batches;
      }

      @Override
      public void slept(Waking waking) {
        batches = 0;
        novel = 0;
      }
    };
  }

  /** The share of the memory that was stored since the last night. */
  static Signal turnover() {
    return new Signal() {
      private long seenAtDawn;

      @Override
      public double at(Waking waking) {
        ReplayBuffer memory = waking.memory();
        int fresh = 0;
        for (int slot = 0; slot < memory.size(); slot++) {
          fresh += memory.step(slot) > seenAtDawn ? 1 : 0;
        }
        return memory.size() == 0 ? 0 : (double) fresh / memory.size();
      }

      @Override
      public void slept(Waking waking) {
        seenAtDawn = waking.memory().seen();
      }
    };
  }

  /** By how much the canaries' share lies below its best since dawn. Costs a forward pass. */
  static Signal canaryDrop(Canaries canaries) {
    return new Signal() {
      private double best = Double.NaN;

      @Override
      public double at(Waking waking) {
        double now = canaries.share(waking.learner(), waking.memory());
        best = Double.isNaN(best) || now > best ? now : best;
        return Double.isNaN(now) ? 0 : best - now;
      }

      @Override
      public void slept(Waking waking) {
        best = canaries.share(waking.learner(), waking.memory());
      }
    };
  }

  /**
   * How often the gradient of what was just learned and that of so many memories pointed apart
   * (cosine below 0), as a share of the times asked since dawn. Costs gradient samples.
   *
   * @param memories how many memories, at least 1
   * @param rng the stream they are drawn from
   */
  static Signal conflict(int memories, Rng rng) {
    return new Signal() {
      private long asked;
      private long apart;

      @Override
      public double at(Waking waking) {
        Batch batch = waking.batch();
        if (batch != null && waking.memory().size() > 0) {
          Batch known = waking.memory().draw(Draw.balanced(), memories, rng).batch();
          float[] now = gradient(waking.learner(), batch);
          float[] then = gradient(waking.learner(), known);
          double product = 0;
          for (int i = 0; i < now.length; i++) {
            product += (double) now[i] * then[i];
          }
          asked++;
          apart += product < 0 ? 1 : 0;
        }
        return asked == 0 ? 0 : (double) apart / asked;
      }

      @Override
      public void slept(Waking waking) {
        asked = 0;
        apart = 0;
      }
    };
  }

  private static float[] gradient(Learner learner, Batch batch) {
    learner.parameters().clearGradients();
    learner.probe(batch.size(), net -> net.forward(batch.inputs()).crossEntropy(batch.labels()));
    float[] gradient = learner.parameters().gradients().clone();
    learner.parameters().clearGradients();
    return gradient;
  }

  /** By how much the norm of all parameters has grown since dawn, as a share; 0 if it fell. */
  static Signal normGrowth() {
    return new Signal() {
      private double atDawn = Double.NaN;

      @Override
      public double at(Waking waking) {
        double now = waking.learner().norm();
        atDawn = Double.isNaN(atDawn) ? now : atDawn;
        return atDawn > 0 ? Math.max(0, now / atDawn - 1) : 0;
      }

      @Override
      public void slept(Waking waking) {
        atDawn = waking.learner().norm();
      }
    };
  }

  /** The same, asked after every so many batches only; in between it stays as it was. */
  default Signal every(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "a signal every " + batches + " batches: at least 1 is needed");
    }
    Signal always = this;
    return new Signal() {
      private long moments;
      private double last;

      @Override
      public double at(Waking waking) {
        if (waking.batch() != null && moments++ % batches == 0) {
          last = always.at(waking);
        }
        return last;
      }

      @Override
      public void slept(Waking waking) {
        always.slept(waking);
        moments = 0;
        last = 0;
      }
    };
  }
}
