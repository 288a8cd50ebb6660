package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.Hypnogram;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Tensor;
import java.util.List;

/** Another strategy with something changed: what is not overridden is the other's. */
interface Around extends Strategy {
  /** The other. */
  Strategy inner();

  @Override
  default Learner learner() {
    return inner().learner();
  }

  @Override
  default void beginTask(int task) {
    inner().beginTask(task);
  }

  @Override
  default void observe(Batch batch) {
    inner().observe(batch);
  }

  @Override
  default void endTask(int task, Dataset data) {
    inner().endTask(task, data);
  }

  @Override
  default Tensor scores(Tensor inputs) {
    return inner().scores(inputs);
  }

  @Override
  default String advice() {
    return inner().advice();
  }

  @Override
  default List<Hypnogram> nights() {
    return inner().nights();
  }
}
