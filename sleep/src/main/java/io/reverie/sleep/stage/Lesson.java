package io.reverie.sleep.stage;

import io.reverie.data.Batch;
import io.reverie.op.Reduction;
import io.reverie.sleep.memory.Recall;
import io.reverie.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * What is learned from memories that come back.
 *
 * <p>A lesson is asked before each gradient step, so that it may ask a {@link Teacher}; it answers
 * the loss as a function of the network's outputs. Lessons add up: {@code Lesson.labels().plus(1,
 * Lesson.distillation(Teacher.bedtime(), 2))}.
 */
@FunctionalInterface
public interface Lesson {
  /**
   * The loss of the network's outputs, {@code [n, classes]}, as a mean over the samples.
   *
   * @param night tonight
   * @param seen the memories as the network sees them, changed and noisy, with their labels
   * @param recalled the memories as they are kept
   */
  UnaryOperator<Tensor> about(Night night, Batch seen, Recall recalled);

  /** The labels, by cross-entropy; each memory by its weight, where the draw gave them some. */
  static Lesson labels() {
    return (night, seen, recalled) -> recalled::crossEntropy;
  }

  /**
   * What a teacher says of the same inputs: {@code T²·KL(softmax(t/T) ‖ softmax(s/T))} (Hinton,
   * Vinyals &amp; Dean 2015), where T² keeps the gradient's size.
   *
   * @param teacher who is asked, each step; that is paid in forward samples
   * @param temperature T, above 0; 2 is what BI-R and LwF use
   */
  static Lesson distillation(Teacher teacher, float temperature) {
    if (!(temperature > 0)) {
      throw new IllegalArgumentException(
          "distillation at temperature " + temperature + ": one above 0 is needed");
    }
    return (night, seen, recalled) -> {
      Tensor said = teacher.outputs(night, seen.inputs());
      Tensor soft = said.mul(1 / temperature).softmax(-1);
      return outputs ->
          outputs
              .mul(1 / temperature)
              .logSoftmax(-1)
              .klDivergence(soft, Reduction.BATCH_MEAN)
              .mul(temperature * temperature);
    };
  }

  /**
   * The logits that were stored with the memories, by their mean squared error (dark experience
   * replay, Buzzega et al. 2020). There the weight is 0.5 to 1 beside the labels.
   */
  static Lesson storedLogits() {
    return (night, seen, recalled) -> {
      Tensor then = recalled.logits();
      if (then == null) {
        throw new IllegalStateException(
            "stored logits are to be learned from %s: make it with ReplayBuffer.withLogits"
                .formatted(night.memory()));
      }
      return outputs -> outputs.mse(then);
    };
  }

  /** This and another lesson, whose loss counts so many times; with weight 0 this alone. */
  default Lesson plus(float weight, Lesson other) {
    if (!(weight >= 0)) {
      throw new IllegalArgumentException("a lesson of weight " + weight + ": 0 or more is needed");
    }
    if (weight == 0) {
      return this;
    }
    return (night, seen, recalled) -> {
      UnaryOperator<Tensor> first = about(night, seen, recalled);
      UnaryOperator<Tensor> second = other.about(night, seen, recalled);
      return outputs -> first.apply(outputs).add(second.apply(outputs).mul(weight));
    };
  }
}
