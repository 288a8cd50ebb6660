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
          public boolean looksWithin() {
            return true;
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
  void aNodesTimeIsItsOwn() {
    long[] nanos = new long[2];
    try (var tape = Tape.train()) {
      tape.listen(
          new Tape.Listener() {
            @Override
            public void backward(Node node, long time) {
              nanos[node.nested() ? 1 : 0] = time;
            }

            @Override
            public boolean looksWithin() {
              return true;
            }
          });
      Tensor x = tape.watch(Tensor.of(2));
      Tensor y = Tensor.apply(new Slow(2), x);
      long start = System.nanoTime();
      tape.backward(y);
      long all = System.nanoTime() - start;
      assertThat(x.gradient().item()).isEqualTo(1);
      assertThat(nanos[0]).isBetween(20_000_000L, all - 40_000_000);
      assertThat(nanos[1]).isBetween(20_000_000L, all - 40_000_000);
    }
  }

  /** Waits on the way back and, as a part of it, sends the gradient through another such one. */
  private record Slow(int depth) implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Node node) {
      node.output().array()[node.output().offset()] = 1;
    }

    @Override
    public void backward(Node node) {
      node.inputGradient(0).array()[node.inputGradient(0).offset()] += 1;
      if (depth > 0) {
        try (var tape = Tape.nested(null)) {
          tape.backward(Tensor.apply(new Slow(depth - 1), tape.watch(node.input(0))));
        }
      }
      long end = System.nanoTime() + 20_000_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
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
