package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an op's uses have to themselves, though their nodes and arrays are used again. */
class NodeTest {
  /** The identity; what it was called is held from forward to backward. */
  private record Called(String name, boolean holds, List<String> heard) implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Node node) {
      if (holds) {
        node.hold(name);
      }
      System.arraycopy(
          node.input(0).array(),
          node.input(0).offset(),
          node.output().array(),
          node.output().offset(),
          node.output().size());
    }

    @Override
    public void backward(Node node) {
      heard.add(node.held(String.class));
      Tensor dy = node.outputGradient();
      Tensor dx = node.inputGradient(0);
      for (int i = 0; i < dx.size(); i++) {
        dx.array()[dx.offset() + i] += dy.array()[dy.offset() + i];
      }
    }
  }

  /** A sum that notes the shapes it is handed, and writes over the array that was lent. */
  private record Noting(List<List<Shape>> seen) implements Op {
    @Override
    public Shape shape(Shape... in) {
      seen.add(List.of(in));
      Shape first = in[0];
      Arrays.fill(in, Shape.of(99));
      return first;
    }

    @Override
    public void forward(Node node) {
      Tensor y = node.output();
      Arrays.fill(y.array(), y.offset(), y.offset() + y.size(), 1f);
    }

    @Override
    public void backward(Node node) {}
  }

  private final List<String> heard = new ArrayList<>();

  private Tensor call(String name, boolean holds, Tensor x) {
    return Tensor.apply(new Called(name, holds, heard), x);
  }

  @Test
  void eachUseHoldsItsOwn() {
    for (int step = 0; step < 2; step++) {
      try (var tape = Tape.train()) {
        Tensor x = tape.watch(Tensor.of(1, 2));
        tape.backward(
            call("c" + step, true, call("b" + step, true, call("a" + step, true, x))).sum());
        assertThat(x.gradient().toArray()).containsExactly(1, 1);
      }
    }
    assertThat(heard).containsExactly("c0", "b0", "a0", "c1", "b1", "a1");
  }

  @Test
  void whatTheLastStepHeldIsGone() {
    try (var tape = Tape.train()) {
      tape.backward(call("held", true, tape.watch(Tensor.of(1, 2))).sum());
    }
    try (var tape = Tape.train()) {
      Tensor loss = call("nothing", false, tape.watch(Tensor.of(1, 2))).sum();
      assertThatExceptionOfType(NullPointerException.class)
          .isThrownBy(() -> tape.backward(loss))
          .withMessageContaining("hold(thing) comes first");
    }
    assertThat(heard).containsExactly("held");
  }

  @Test
  void whatAnUnrecordedUseHeldIsGone() {
    try (var tape = Tape.train()) {
      Tensor unrecorded = call("not recorded", true, Tensor.of(3, 4));
      assertThat(unrecorded.tracked()).isFalse();
      Tensor loss = call("nothing", false, tape.watch(Tensor.of(1, 2))).sum();
      assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> tape.backward(loss));
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whatIsHeldHasTheTypeThatItHas() {
    Node node = new Node();
    node.hold("a text");
    assertThat(node.held(CharSequence.class)).isEqualTo("a text");
    assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> node.held(Integer.class));
  }

  @Test
  void theLentShapesAreThoseOfTheUseWhateverBecameOfTheArray() {
    Tensor a = Tensor.zeros(2);
    Tensor b = Tensor.zeros(3, 4);
    Tensor c = Tensor.zeros(5, 1, 6);
    List<List<Shape>> seen = new ArrayList<>();
    Op noting = new Noting(seen);
    for (int step = 0; step < 2; step++) {
      try (var tape = Tape.train()) {
        Tensor w = tape.watch(a);
        for (int use = 0; use < 2; use++) { // not recorded: these have one node after the other
          assertThat(Tensor.apply(noting, a).shape()).isEqualTo(a.shape());
          assertThat(Tensor.apply(noting, c, b).shape()).isEqualTo(c.shape());
          assertThat(Tensor.apply(noting, b, c).shape()).isEqualTo(b.shape());
        }
        assertThat(Tensor.apply(noting, c, w, b).shape()).isEqualTo(c.shape());
        assertThat(Tensor.apply(noting, w).shape()).isEqualTo(a.shape());
      }
      assertThat(Tensor.apply(noting, b, a).shape()).isEqualTo(b.shape());
      List<Shape> one = List.of(a.shape());
      List<Shape> cb = List.of(c.shape(), b.shape());
      List<Shape> bc = List.of(b.shape(), c.shape());
      List<Shape> cab = List.of(c.shape(), a.shape(), b.shape());
      List<Shape> ba = List.of(b.shape(), a.shape());
      assertThat(seen).containsExactly(one, cb, bc, one, cb, bc, cab, one, ba);
      seen.clear();
    }
  }
}
