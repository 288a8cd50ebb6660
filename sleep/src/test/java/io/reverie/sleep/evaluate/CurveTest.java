package io.reverie.sleep.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What was known along the way, by hand. */
class CurveTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  private static Curve gap() {
    var curve = new Curve(3);
    curve.accept(new Event.TaskBegan(0, 0));
    curve.accept(new Event.Tested(1, new double[] {0.1, 0, 0}));
    curve.accept(new Event.TaskEnded(0, 2, new double[] {0.9, 0, 0}));
    curve.accept(new Event.TaskBegan(1, 2));
    curve.accept(new Event.BatchLearned(1, 3));
    curve.accept(new Event.Tested(3, new double[] {0.2, 0.5, 0}));
    curve.accept(new Event.TaskEnded(1, 4, new double[] {0.8, 0.7, 0}));
    curve.accept(new Event.TaskBegan(2, 4));
    curve.accept(new Event.Tested(5, new double[] {0.6, 0.3, 0.2}));
    curve.accept(new Event.TaskEnded(2, 8, new double[] {0.8, 0.6, 0.9}));
    return curve;
  }

  @Test
  void theLeastIsAfterATaskWasLearned() {
    // Task 0 falls to 0.2 within task 1, task 1 to 0.3 within task 2; 0.1 was before it was
    // learned.
    assertThat(gap().least()).isCloseTo((0.2 + 0.3) / 2, EXACT);
    assertThat(gap().worstCase()).isCloseTo(0.9 / 3 + 2 / 3.0 * 0.25, EXACT);
  }

  @Test
  void theAreaIsOverTasksMet() {
    double area = 1 * 0.1 + 1 * 0.9 + 1 * 0.35 + 1 * 0.75 + 1 * (1.1 / 3) + 3 * (2.3 / 3);
    assertThat(gap().area()).isCloseTo(area / 8, EXACT);
  }

  @Test
  void pointsAreInOrderAndCopies() {
    double[] accuracies = {0.5};
    var curve = new Curve(1);
    curve.accept(new Event.TaskBegan(0, 0));
    curve.accept(new Event.TaskEnded(0, 5, accuracies));
    accuracies[0] = 9;
    assertThat(curve.points()).hasSize(1);
    assertThat(curve.points().getFirst().accuracies()).containsExactly(0.5);
    assertThat(curve.points().getFirst().ended()).isTrue();
    assertThat(curve.worstCase()).isEqualTo(0.5);
    assertThat(curve.least()).isNaN();
    assertThat(new Curve(1).area()).isNaN();
    assertThat(new Curve(1).worstCase()).isNaN();
  }

  @Test
  void whatWasNotAskedDoesNotCount() {
    var curve = new Curve(2);
    curve.accept(new Event.TaskBegan(0, 0));
    curve.accept(new Event.TaskEnded(0, 2, new double[] {0.8, Double.NaN}));
    curve.accept(new Event.TaskBegan(1, 2));
    curve.accept(new Event.Tested(3, new double[] {Double.NaN, 0.4}));
    curve.accept(new Event.TaskEnded(1, 4, new double[] {0.6, 0.5}));
    assertThat(curve.least()).isEqualTo(0.6);
    assertThat(curve.area()).isCloseTo((2 * 0.8 + 0.4 + 0.55) / 4, EXACT);
  }
}
