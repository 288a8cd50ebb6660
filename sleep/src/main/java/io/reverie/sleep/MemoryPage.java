package io.reverie.sleep;

import io.reverie.sleep.memory.MemoryState;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.tensor.Rng;

/** What a page of the journal says of a memory. */
final class MemoryPage {
  private MemoryPage() {}

  static Page of(ReplayBuffer memory) {
    MemoryState state = memory.state();
    return new Page()
        .put("inputs", state.inputs())
        .put("labels", state.labels())
        .put("tasks", state.tasks())
        .put("steps", state.steps())
        .put("logits", state.logits())
        .put("members", state.members())
        .put(
            "streams",
            new long[] {
              state.seen(),
              state.keeping().key(),
              state.keeping().counter(),
              state.recalling().key(),
              state.recalling().counter()
            });
  }

  static void restore(Page page, ReplayBuffer memory) {
    long[] streams = page.longs("streams");
    memory.restore(
        new MemoryState(
            page.floats("inputs"),
            page.ints("labels"),
            page.ints("tasks"),
            page.longs("steps"),
            page.floats("logits"),
            page.ints("members"),
            streams[0],
            new Rng.State(streams[1], streams[2]),
            new Rng.State(streams[3], streams[4])));
  }

  /** What must be the same of two memories so that one can go on with the other's content. */
  static String settings(ReplayBuffer memory) {
    return "%d samples of %s, %d classes, %s"
        .formatted(
            memory.capacity(),
            memory.sample(),
            memory.classes(),
            memory.keepsLogits() ? "logits" : "no logits");
  }
}
