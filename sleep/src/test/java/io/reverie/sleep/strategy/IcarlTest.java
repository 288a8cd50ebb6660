package io.reverie.sleep.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.Batch;
import io.reverie.nn.Activation;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.sleep.ByHand;
import io.reverie.sleep.Toys;
import io.reverie.sleep.wake.Learner;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Outputs of their own, exemplars, and the nearest mean answers. */
class IcarlTest {
  private static final Batch OLD = Points.batch(1, 0, 2);
  private static final Batch TODAY = Points.batch(2, 1, 1);

  private final Learner learner = Points.learner();

  private static double bce(double logit, double target) {
    double p = 1 / (1 + Math.exp(-logit));
    return -target * Math.log(p) - (1 - target) * Math.log(1 - p);
  }

  /** The mean over all outputs; targets of classes 0 and 2 are the teacher's, if there is one. */
  private static double loss(double[] at, Batch batch, double[] teacher) {
    double loss = 0;
    for (int i = 0; i < batch.size(); i++) {
      for (int c = 0; c < 3; c++) {
        double target = c == batch.labels()[i] ? 1 : 0;
        if (teacher != null && c != 1) {
          target = 1 / (1 + Math.exp(-Points.logits(teacher, batch, i)[c]));
        }
        loss += bce(Points.logits(at, batch, i)[c], target) / (3 * batch.size());
      }
    }
    return loss;
  }

  @Test
  void isItsFormula() {
    var icarl = new Icarl(learner, 4, 3, 0, Rng.of(1));
    double[] start = Points.theta(learner);
    icarl.observe(OLD);
    Points.assertNear(
        learner, Points.stepped(start, ByHand.gradient(at -> loss(at, OLD, null), start)));
    icarl.endTask(0, Points.dataset(1, 0, 2));
    double[] teacher = Points.theta(learner);
    Points.move(learner);
    double[] theta = Points.theta(learner);
    icarl.observe(TODAY);
    Points.assertNear(
        learner, Points.stepped(theta, ByHand.gradient(at -> loss(at, TODAY, teacher), theta)));
    // Two samples were herded, two were asked of the teacher.
    assertThat(learner.ledger().forwardSamples()).isEqualTo(1 + 1 + 2);
    assertThat(learner.ledger().kept()).containsEntry("memory", 4L * (4 * 2 + 4 * 3 + 4 * 2));
  }

  /** One-hot inputs are their own features: the nearest mean is that of the same place. */
  @Test
  void theNearestMeanAnswersWhateverTheOutputsSay() {
    Linear model = Toys.linear(3, 3, 1);
    var icarl = new Icarl(Toys.learner(model, 0.1f), 3, 3, 2, Rng.of(1));
    Batch all = Toys.oneHots(3, 0, 1, 2);
    assertThat(icarl.scores(all.inputs()).toArray())
        .isEqualTo(icarl.learner().answers(all.inputs()).toArray());
    icarl.endTask(0, dataset(all, 0, 1));
    Tensor scores = icarl.scores(all.inputs());
    // Squared distances of one-hot vectors, and a class without exemplars.
    assertThat(scores.toArray()).containsExactly(0, -2, -1f / 0, -2, 0, -1f / 0, -2, -2, -1f / 0);
    icarl.endTask(1, dataset(all, 2));
    assertThat(icarl.scores(all.inputs()).argmax().values()).containsExactly(0, 1, 2);
  }

  private static io.reverie.data.Dataset dataset(Batch batch, int... numbers) {
    return io.reverie.data.Dataset.of(batch.inputs(), batch.labels()).select(numbers);
  }

  @Test
  void exemplarsShareTheMemoryAndJoinTheBatch() {
    var seen = new int[1];
    var model =
        Sequential.of(
            x -> {
              seen[0] = x.dim(0);
              return x;
            },
            Linear.of(2, 4, Rng.of(1)),
            Activation.RELU,
            Linear.of(4, 3, Rng.of(2)));
    var deep = Learner.of(model, Sgd.of(model, 0.1f), Rng.of(0));
    var icarl = new Icarl(deep, 7, 3, 5, Rng.of(1));
    icarl.observe(TODAY);
    assertThat(seen[0]).isEqualTo(2);
    icarl.endTask(0, Points.dataset(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1));
    icarl.observe(TODAY);
    assertThat(deep.ledger().gradientSamples()).isEqualTo(2 + 2 + 5);
    // Herded: 9 and 2. The teacher was asked about 7.
    assertThat(deep.ledger().forwardSamples()).isEqualTo(11 + 7);
    Tensor before = icarl.scores(OLD.inputs());
    assertThat(icarl.scores(OLD.inputs()).toArray()).isEqualTo(before.toArray());
    icarl.observe(TODAY);
    assertThat((double) icarl.scores(OLD.inputs()).at(0, 0))
        .isNotCloseTo(before.at(0, 0), Offset.offset(1e-9));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Icarl(learner, 2, 3, 5, Rng.of(1)))
        .hasMessageContaining("2 exemplars of 3 classes");
  }
}
