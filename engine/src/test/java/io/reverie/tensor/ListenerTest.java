package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hooks on outputs and on gradients. */
class ListenerTest {
  @Test
  void seesEveryOperationAndGradientInOrder() {
    List<String> seen = new ArrayList<>();
    try (var tape = Tape.train()) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              assertThat(nanos).isNotNegative();
              seen.add(node.op().name() + " " + node.output().at(0));
            }

            @Override
            public void gradient(Node node) {
              seen.add("gradient of " + node.op().name() + " " + node.outputGradient().at(0));
            }

            @Override
            public void backward(Node node, long nanos) {
              seen.add("through " + node.op().name() + " " + node.inputGradient(0).at(0));
            }
          });
      Tensor x = tape.watch(Tensor.of(3));
      tape.backward(x.relu().square());
    }
    assertThat(seen)
        .containsExactly(
            "Relu 3.0",
            "Square 9.0",
            "gradient of Square 1.0",
            "through Square 6.0",
            "gradient of Relu 6.0",
            "through Relu 6.0");
  }

  @Test
  void seesOperationsThatAreNotRecorded() {
    List<String> seen = new ArrayList<>();
    try (var tape = Tape.infer()) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              seen.add(node.toString());
            }
          });
      Tensor.of(1, 2).exp();
    }
    assertThat(seen).containsExactly("Exp([2]) -> [2]");
  }

  @Test
  void aGradientHookSeesTheWholeGradientAndChangesWhatIsHandedOn() {
    try (var tape = Tape.train()) {
      Tensor x = tape.watch(Tensor.of(3, 4));
      Tensor y = x.square();
      List<float[]> seen = new ArrayList<>();
      tape.onGradient(
          y,
          gradient -> {
            seen.add(gradient.toArray());
            float[] g = gradient.array();
            g[gradient.offset()] = Math.clamp(g[gradient.offset()], -1, 1);
          });
      tape.backward(y.add(y).sum()); // Two uses: the hook waits for both.
      assertThat(seen).containsExactly(new float[] {2, 2});
      assertThat(x.gradient().toArray()).containsExactly(6, 16);
    }
  }

  @Test
  void aViewsHookSeesItsPart() {
    try (var tape = Tape.train()) {
      Tensor x = tape.watch(Tensor.of(1, 2, 3, 4));
      Tensor y = x.square();
      List<Float> seen = new ArrayList<>();
      tape.onGradient(y.window(2, Shape.of(2, 1)), g -> seen.add(g.at(1, 0)));
      tape.backward(y.mul(Tensor.of(5, 6, 7, 8)).sum());
      assertThat(seen).containsExactly(8f);
    }
  }

  @Test
  void refusesWhatNoOperationProduced() {
    try (var tape = Tape.train()) {
      Tensor x = tape.watch(Tensor.of(1));
      assertThatThrownBy(() -> tape.onGradient(x, _ -> {}))
          .hasMessageContaining("[1]")
          .hasMessageContaining("read after backward");
    }
  }

  @Test
  void whatAHookThrowsEndsTheStep() {
    try (var tape = Tape.train()) {
      Tensor y = tape.watch(Tensor.of(1)).exp();
      tape.onGradient(
          y,
          _ -> {
            throw new IllegalStateException("enough");
          });
      assertThatThrownBy(() -> tape.backward(y)).hasMessage("enough");
    }
  }

  @Test
  void looksOnAtNestedTapesWhereItSaysSo() {
    List<String> seen = new ArrayList<>();
    class Inside implements Tape.Listener {
      @Override
      public void forward(Node node, long nanos) {
        seen.add(node.op().name());
      }
    }

    Tape.Listener both =
        new Inside() {
          @Override
          public Tape.Listener nested() {
            return this;
          }
        };
    for (Tape.Listener listener : List.of(new Inside(), both)) {
      try (var tape = Tape.train()) {
        tape.listen(listener);
        try (var _ = Tape.nested(null)) {
          try (var _ = Tape.nested(null)) {
            Tensor.of(1).exp();
          }
        }
        try (var _ = Tape.train()) {
          Tensor.of(1).abs();
        }
        Tensor.of(1).relu();
      }
    }
    assertThat(seen).containsExactly("Relu", "Exp", "Relu");
  }

  @Test
  void gradientsAndBasesCanBeAskedFor() {
    try (var tape = Tape.train()) {
      Tensor x = tape.watch(Tensor.of(1, 2));
      Tensor y = x.square();
      Tensor view = y.window(1, Shape.of());
      assertThat(view.base()).isSameAs(y);
      assertThat(y.base()).isSameAs(y);
      assertThat(view.detach().base()).isNotSameAs(y);
      assertThat(x.hasGradient()).isFalse();
      tape.backward(y.sum());
      assertThat(x.hasGradient()).isTrue();
      assertThat(view.hasGradient()).isTrue();
      assertThat(Tensor.of(1).hasGradient()).isFalse();
    }
  }
}
