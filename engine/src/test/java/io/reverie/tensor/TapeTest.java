package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is recorded, when and for whom, and what comes back. */
class TapeTest {
  private final Tensor x = Tensor.of(1, 2, 3);
  private final Parameter weight = Parameter.of(new float[] {4, 5, 6}, 3);

  @AfterEach
  void noTapeIsLeftOpen() {
    assertThat(Tape.current()).isNull();
  }

  @Test
  void modes() {
    assertMode(() -> Tape.train(), true, true);
    assertMode(() -> Tape.train(Rng.of(1)), true, true);
    assertMode(() -> Tape.probe(), true, false);
    assertMode(() -> Tape.infer(), false, false);
    assertThat(Tape.training()).isFalse();
    assertThat(x.mul(weight).tracked()).isFalse();
  }

  private void assertMode(Supplier<Tape> open, boolean records, boolean trains) {
    try (var _ = open.get()) {
      assertThat(x.mul(weight).tracked()).isEqualTo(records);
      assertThat(x.square().tracked()).isFalse();
      assertThat(Tape.training()).isEqualTo(trains);
    }
  }

  @Test
  void onlyATrainingTapeWithAStreamHasRandomness() {
    Rng rng = Rng.of(1);
    try (var _ = Tape.train(rng)) {
      assertThat(Tape.randomness()).isSameAs(rng);
    }
    for (Supplier<Tape> open : List.<Supplier<Tape>>of(Tape::train, Tape::probe, Tape::infer)) {
      try (var _ = open.get()) {
        assertSays(Tape::randomness, "Tape.train(rng)");
      }
    }
    assertSays(Tape::randomness, "Tape.train(rng)");
  }

  @Test
  void operationsGoToTheInnermostTape() {
    try (var outer = Tape.train()) {
      Tensor y = x.mul(weight);
      try (var inner = Tape.infer()) {
        assertThat(Tape.training()).isFalse();
        assertThat(Tape.current()).isSameAs(inner);
        assertThat(y.mul(weight).tracked()).isFalse();
      }
      assertThat(Tape.training()).isTrue();
      outer.backward(y.sum());
      assertThat(weight.gradient().toArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void tensorsOfAnInnerTapeDieWithIt() {
    try (var outer = Tape.train()) {
      Tensor old = x.mul(2);
      Tensor young;
      try (var _ = Tape.infer()) {
        young = old.mul(2);
      }
      assertThat(old.toArray()).containsExactly(2, 4, 6);
      assertSays(young::array, "closed tape");
      assertThat(Tape.current()).isSameAs(outer);
    }
  }

  @Test
  void gradientsOfParametersStay() {
    for (int step = 1; step <= 2; step++) {
      try (var tape = Tape.train()) {
        tape.backward(x.mul(weight).sum());
      }
    }
    assertThat(weight.gradient().toArray()).as("two steps add up").containsExactly(2, 4, 6);
  }

  @Test
  void gradientsOfWatchedTensors() {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(x);
      Tensor idle = tape.watch(x);
      Tensor y = leaf.square();
      tape.backward(y.sum());
      assertThat(leaf.gradient().toArray()).containsExactly(2, 4, 6);
      assertThat(y.gradient().toArray()).as("in between").containsExactly(1, 1, 1);
      assertThat(idle.gradient().toArray()).as("not on the way").containsExactly(0, 0, 0);
      assertThat(x.tracked()).as("the original").isFalse();
      assertThat(leaf.array()).isSameAs(x.array());
    }
  }

  @Test
  void onATrainingTapeAGradientIsGoneOnceItWasHandedOn() {
    try (var tape = Tape.train()) {
      Tensor leaf = tape.watch(x);
      Tensor y = leaf.square();
      List<Tensor> seen = new ArrayList<>();
      tape.onGradient(
          y,
          gradient -> {
            seen.add(gradient);
            seen.add(gradient.slice(0, 1, 2));
            seen.add(gradient.copy());
          });
      tape.backward(y.sum());
      assertSays(y::gradient, "[3]", "handed on", "Tape.onGradient", "Tape.probe()");
      assertSays(() -> y.reshape(3, 1).gradient(), "[3]", "handed on");
      assertSays(() -> seen.get(0).array(), "[3]", "handed on");
      assertSays(() -> seen.get(1).item(), "[1]", "handed on");
      assertSays(() -> seen.get(0).add(x), "handed on");
      assertThat(seen.get(0)).hasToString("Tensor[3], handed on");
      assertThat(seen.get(2).toArray()).containsExactly(1, 1, 1);
      assertThat(leaf.gradient().toArray()).containsExactly(2, 4, 6);
      assertThat(y.toArray()).as("values stay").containsExactly(1, 4, 9);
      assertThat(y.tracked()).isFalse();
    }
  }

  @Test
  void whatANestedTapeAddsBeforeThePassIsHandedOn() {
    try (var outer = Tape.train()) {
      Tensor leaf = outer.watch(x);
      Tensor y = leaf.square();
      try (var inner = Tape.train()) {
        inner.backward(y.mul(10).sum());
      }
      outer.backward(y.sum());
      assertThat(leaf.gradient().toArray()).containsExactly(22, 44, 66);
    }
  }

  @Test
  void afterThePassItsTensorsAreNumbersLikeOthers() {
    try (var outer = Tape.train()) {
      Tensor leaf = outer.watch(x);
      Tensor y = leaf.square();
      outer.backward(y.sum());
      try (var inner = Tape.train()) {
        inner.backward(y.mul(weight).sum());
      }
      assertThat(weight.gradient().toArray()).containsExactly(1, 4, 9);
      assertThat(leaf.gradient().toArray()).containsExactly(2, 4, 6);
    }
  }

  @Test
  void theGradientThatArrivesMayBeGiven() {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(x);
      tape.backward(leaf.mul(2), Tensor.of(1, 10, 100));
      assertThat(leaf.gradient().toArray()).containsExactly(2, 20, 200);
    }
  }

  @Test
  void detachStopsGradients() {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(x);
      Tensor y = leaf.square();
      assertThat(y.detach().tracked()).isFalse();
      tape.backward(y.detach().mul(leaf).sum());
      assertThat(leaf.gradient().toArray()).containsExactly(1, 4, 9);
    }
  }

  @Test
  void viewsShareTheirGradient() {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
      Tensor flat = leaf.reshape(6);
      Tensor row = leaf.slice(0, 1, 2);
      Tensor part = flat.slice(0, 2, 5);
      tape.backward(flat.square().sum().add(row.sum()).add(part.mul(10).sum()));
      float[] expected = {2, 4, 17, 19, 20, 12};
      assertThat(leaf.gradient().toArray()).containsExactly(expected);
      assertThat(flat.gradient().toArray()).containsExactly(expected);
      assertThat(row.gradient().toArray()).containsExactly(17, 19);
      assertThat(part.gradient().toArray()).containsExactly(17, 19, 20);
    }
  }

  @Test
  void viewsOfResultsHandTheirGradientOn() {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
      Tensor y = leaf.mul(3);
      tape.backward(y.slice(0, 1, 2).mul(y.reshape(4).slice(0, 0, 2)).sum());
      assertThat(leaf.gradient().toArray()).containsExactly(27, 36, 9, 18);
    }
  }

  @Test
  void aViewMayBeTheLoss() {
    try (var tape = Tape.probe()) {
      Tensor leaf = tape.watch(x);
      tape.backward(leaf.square().slice(0, 1, 2));
      assertThat(leaf.gradient().toArray()).containsExactly(0, 4, 0);
    }
  }

  private static void assertSays(Runnable use, String... words) {
    assertThatIllegalStateException()
        .isThrownBy(use::run)
        .withMessageContainingAll(words)
        .withMessageNotContaining("%s");
  }
}
