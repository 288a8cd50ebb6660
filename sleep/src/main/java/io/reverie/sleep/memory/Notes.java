package io.reverie.sleep.memory;

import io.reverie.sleep.memory.Scores.Score;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What was noted of each memory when it last came back: how well the network answered.
 *
 * <pre>{@code
 * Recall recall = memory.draw(Draw.prioritised(), 64);
 * Tensor outputs = learner.outputs(recall.batch().inputs());   // or those of the training step
 * memory.notes().write(recall.slots(), outputs);
 * memory.notes().refresh(100, learner::outputs);               // those not looked at for longest
 * }</pre>
 *
 * <p>Who asks the network pays: outputs of a training step cost nothing more, and {@code
 * Learner.outputs} charges forward samples. A new memory starts with no notes. Notes grow stale as
 * the network changes; {@link #refresh} renews them. Kept from the first time they are asked for,
 * in 24 bytes a memory.
 */
public final class Notes {
  private static final int PIECE = 256;

  private final ReplayBuffer memory;

  Notes(ReplayBuffer memory) {
    this.memory = memory;
  }

  private Noted noted() {
    return memory.noted();
  }

  private int check(int slot) {
    return Objects.checkIndex(slot, memory.size());
  }

  /**
   * Notes how the network answered these memories, and ranks them anew; of a slot that is there
   * twice the last answer counts.
   *
   * @param outputs before softmax, {@code [n, classes]}
   */
  public void write(int[] slots, Tensor outputs) {
    int[] labels = new int[slots.length];
    for (int i = 0; i < slots.length; i++) {
      labels[i] = memory.label(slots[i]);
    }
    if (outputs.dim(-1) != memory.classes()) {
      throw new IllegalArgumentException(
          "notes from outputs %s for a memory of %d classes: [%d, %d] is needed"
              .formatted(outputs.shape(), memory.classes(), slots.length, memory.classes()));
    }
    Score[] scores = Scores.of(outputs, labels);
    for (int i = 0; i < slots.length; i++) {
      noted().note(slots[i], scores[i]);
    }
    if (memory.priority != null) {
      rank(slots);
    }
  }

  /**
   * Asks the network about the n memories that were stored or noted longest ago; all of them where
   * there are fewer.
   *
   * @param network answers inputs with outputs before softmax, and pays: {@code learner::outputs}
   * @return how many it was asked about
   */
  public int refresh(int n, UnaryOperator<Tensor> network) {
    int[] stale = stale(n);
    for (int from = 0; from < stale.length; from += PIECE) {
      int[] slots = Arrays.copyOfRange(stale, from, Math.min(stale.length, from + PIECE));
      write(slots, network.apply(memory.recall(slots).batch().inputs()));
    }
    return stale.length;
  }

  /** Up to n slots, those stored or noted longest ago first. */
  public int[] stale(int n) {
    if (n < 0) {
      throw new IllegalArgumentException(n + " stale memories: 0 or more can be asked for");
    }
    int[] slots = new int[Math.min(n, memory.size())];
    Chains order = noted().order;
    for (int i = 0, slot = order.first(0); i < slots.length; i++, slot = order.after(slot)) {
      slots[i] = slot;
    }
    return slots;
  }

  /** The last loss; NaN if none was noted. */
  public float loss(int slot) {
    return noted().loss[check(slot)];
  }

  /** The last margin, p(label) − the largest other p, from −1 to 1; NaN if none was noted. */
  public float margin(int slot) {
    return noted().margin[check(slot)];
  }

  /** The last error, ‖p − one-hot(label)‖₂, from 0 to √2; NaN if none was noted. */
  public float error(int slot) {
    return noted().error[check(slot)];
  }

  /** How often a right answer was followed by a wrong one. */
  public int forgotten(int slot) {
    return noted().forgotten(check(slot));
  }

  /** Whether an answer was ever noted that was right. */
  public boolean everRight(int slot) {
    return noted().everRight(check(slot));
  }

  /** Ranks memories again whose priority has changed for other reasons than notes. */
  public void rank(int... slots) {
    for (int slot : slots) {
      check(slot);
    }
    memory.ranks().rank(memory, slots);
  }

  /**
   * The priority of a memory, as its last ranking left it.
   *
   * @throws IllegalStateException if the memory has no priorities
   */
  public double priority(int slot) {
    return memory.ranks().rank(check(slot));
  }

  /** The sum of all priorities. */
  public double totalPriority() {
    return memory.ranks().total();
  }
}
