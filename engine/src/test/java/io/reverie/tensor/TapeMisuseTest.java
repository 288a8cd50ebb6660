package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tape says when it is misused, and that nothing is broken afterwards. */
class TapeMisuseTest {
  private final Tensor x = Tensor.of(1, 2, 3);
  private final Parameter weight = Parameter.of(new float[] {4, 5, 6}, 3);

  @AfterEach
  void noTapeIsLeftOpen() {
    assertThat(Tape.current()).isNull();
  }

  @Test
  void aTensorOfAClosedTapeSaysSo() {
    Tensor y;
    Tensor view;
    Tensor kept;
    Tensor watched;
    try (var tape = Tape.train()) {
      watched = tape.watch(x);
      y = x.mul(weight);
      view = y.slice(0, 1, 2);
      kept = y.copy();
    }
    try (var _ = Tape.train()) {
      assertThat(x.mul(7).toArray()).containsExactly(7, 14, 21); // Takes the memory of y.
      List<Consumer<Tensor>> uses =
          List.of(
              Tensor::array,
              Tensor::toArray,
              t -> t.at(0),
              Tensor::copy,
              Tensor::detach,
              Tensor::gradient,
              Tensor::relu,
              t -> t.reshape(1, -1),
              Tensor::argmax);
      for (Consumer<Tensor> use : uses) {
        assertSays(() -> use.accept(y), "[3]", "closed tape", "copy() it before the tape closes");
        assertSays(() -> use.accept(view), "[1]", "closed tape");
      }
      assertSays(watched::gradient, "closed tape");
      assertSays(view::item, "closed tape");
      assertThat(kept.toArray()).containsExactly(4, 10, 18);
    }
    assertThat(y).hasToString("Tensor[3] of a closed tape");
  }

  @Test
  void backwardSaysWhatItNeeds() {
    try (var tape = Tape.train()) {
      Tensor y = x.mul(weight);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tape.backward(y))
          .withMessageContainingAll("[3]", "single number", "mean()", "sum()");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tape.backward(y, Tensor.zeros(1, 3)))
          .withMessageContainingAll("[1, 3]", "[3]", "equal");
      assertSays(() -> tape.backward(x.sum()), "[]", "nothing to differentiate for");
      tape.backward(y.sum());
      assertSays(() -> tape.backward(y.sum()), "ran on this tape before", "new tape");
      assertThat(weight.gradient().toArray()).containsExactly(1, 2, 3);
    }
    try (var tape = Tape.infer()) {
      assertSays(() -> tape.backward(x.mul(weight).sum()), "infer tape", "Tape.train()");
    }
  }

  @Test
  void aClosedTapeIsOfNoUse() {
    Tape tape = Tape.train();
    tape.close();
    tape.close();
    assertSays(() -> tape.watch(x), "closed", "new one");
    assertSays(() -> tape.backward(weight.sum()), "closed", "new one");
  }

  @Test
  void closingTheOuterTapeClosesTheInner() {
    Tape outer = Tape.train();
    Tape inner = Tape.probe();
    Tensor y = x.mul(2);
    outer.close();
    assertThat(Tape.current()).isNull();
    assertSays(y::array, "closed tape");
    assertSays(() -> inner.watch(x), "closed");
    inner.close();
    assertThat(Tape.current()).isNull();
  }

  @Test
  void onlyTheThreadThatOpenedATapeClosesIt() throws Exception {
    try (var tape = Tape.train()) {
      Tensor y = x.mul(weight);
      elsewhere(() -> {
        assertSays(tape::close, "the thread that opened it");
        try (var _ = Tape.infer()) {
          assertSays(tape::close, "the thread that opened it");
          assertThat(Tape.current()).isNotNull();
        }
        assertThat(x.mul(weight).tracked()).as("other threads record nothing").isFalse();
        return null;
      });
      tape.backward(y.sum());
      assertThat(weight.gradient().toArray()).containsExactly(1, 2, 3);
    }
  }

  private static void elsewhere(Callable<Void> body) throws Exception {
    try (var thread = Executors.newSingleThreadExecutor()) {
      thread.submit(body).get();
    }
  }

  /** Passes its input on, or throws where it is told to. */
  private record Fragile(boolean forwardFails, boolean backwardFails) implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Node node) {
      node.keep(100);
      if (forwardFails) {
        throw new UnsupportedOperationException("forward");
      }
      Tensor y = node.output();
      System.arraycopy(node.input(0).array(), node.input(0).offset(), y.array(), y.offset(), 3);
    }

    @Override
    public void backward(Node node) {
      if (backwardFails) {
        throw new UnsupportedOperationException("backward");
      }
    }
  }

  @Test
  void anOpThatFailsLeavesTheTapeAsItWas() {
    try (var tape = Tape.train()) {
      Tensor y = x.mul(weight);
      assertFails(() -> Tensor.apply(new Fragile(true, false), y));
      assertThatIllegalArgumentException().isThrownBy(() -> y.add(Tensor.zeros(2)));
      assertThat(y.toArray()).containsExactly(4, 10, 18);
      tape.backward(y.sum());
      assertThat(weight.gradient().toArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void aBackwardThatFailsLeavesNothingBehind() {
    try (var tape = Tape.train()) {
      Tensor loss = Tensor.apply(new Fragile(false, true), x.mul(weight)).sum();
      assertFails(() -> tape.backward(loss));
    }
    weight.gradient().array()[0] = 0;
    try (var tape = Tape.train()) {
      tape.backward(x.mul(weight).sum());
    }
    assertThat(weight.gradient().toArray()).containsExactly(1, 2, 3);
  }

  private static void assertFails(Runnable use) {
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(use::run);
  }

  private static void assertSays(Runnable use, String... words) {
    assertThatIllegalStateException()
        .isThrownBy(use::run)
        .withMessageContainingAll(words)
        .withMessageNotContaining("%s");
  }
}
