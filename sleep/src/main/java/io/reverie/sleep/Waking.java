package io.reverie.sleep;

import io.reverie.data.Batch;
import io.reverie.sleep.memory.ReplayBuffer;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Nullable;
import java.time.Duration;

/**
 * What is known by day when it is asked whether to sleep.
 *
 * @param learner who is awake; {@link Learner#loss} is the last step's loss
 * @param memory what a night would recall
 * @param batch what was just learned; {@code null} where nothing was, as at the end of a task
 * @param steps gradient steps since the last night
 * @param taskEnded whether a task has just ended
 * @param idle how long there has been nothing to do; zero while there is
 */
public record Waking(
    Learner learner,
    ReplayBuffer memory,
    @Nullable Batch batch,
    long steps,
    boolean taskEnded,
    Duration idle) {}
