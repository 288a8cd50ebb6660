package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private final Tensor x = Tensor.ones(100, 1000);

  @Test
  void silencesTheShareItPromisesAndKeepsTheMean() {
    for (float p : new float[] {0.1f, 0.5f, 0.9f}) {
      try (var _ = Tape.train(Rng.of(1))) {
        float[] y = new Dropout(p).forward(x).toArray();
        long silent = IntStream.range(0, y.length).filter(i -> y[i] == 0).count();
        double error = 4 * Math.sqrt(p * (1 - p) / y.length);
        assertThat((double) silent / y.length).isCloseTo(p, within(error));
        assertThat(IntStream.range(0, y.length).mapToDouble(i -> y[i]).average().orElseThrow())
            .isCloseTo(1, within(error / (1 - p)));
        for (float value : y) {
          assertThat(value == 0 || value == 1 / (1 - p)).isTrue();
        }
      }
    }
  }

  @Test
  void silenceIsNotPassedOnFromStepToStep() {
    Rng rng = Rng.of(2);
    try (var _ = Tape.train(rng)) {
      Tensor first = new Dropout(0.5f).forward(x);
      Tensor second = new Dropout(0.5f).forward(x);
      // Of independent masks of one half, a quarter is silent in neither.
      assertThat(first.mul(second).mean().item()).isCloseTo(1, within(0.03f));
    }
  }

  @Test
  void theSameStreamGivesTheSameSilence() {
    float[][] y = new float[2][];
    for (int i = 0; i < 2; i++) {
      try (var _ = Tape.train(Rng.of(3))) {
        y[i] = new Dropout(0.5f).forward(x).toArray();
      }
    }
    assertThat(y[0]).isEqualTo(y[1]);
  }

  @Test
  void gradientsAreSilentWhereTheOutputWas() {
    try (var tape = Tape.train(Rng.of(4))) {
      Tensor leaf = tape.watch(x);
      Tensor y = new Dropout(0.3f).forward(leaf);
      tape.backward(y.sum());
      assertThat(leaf.gradient().toArray()).isEqualTo(y.toArray());
    }
  }

  @Test
  void doesNothingOutsideOfTraining() {
    assertThat(new Dropout(0.5f).forward(x)).isSameAs(x);
    try (var _ = Tape.infer()) {
      assertThat(new Dropout(0.5f).forward(x)).isSameAs(x);
    }
    try (var _ = Tape.probe()) {
      assertThat(new Dropout(0.5f).forward(x)).isSameAs(x);
    }
    try (var _ = Tape.train()) {
      assertThat(new Dropout(0).forward(x)).as("p = 0 draws nothing").isSameAs(x);
    }
  }

  @Test
  void saysThatItNeedsAStream() {
    try (var _ = Tape.train()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> new Dropout(0.5f).forward(x))
          .withMessageContaining("Tape.train(rng)");
    }
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (float p : new float[] {-0.1f, 1, 2, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Dropout(p))
          .withMessageContaining("p = " + p);
    }
  }
}
