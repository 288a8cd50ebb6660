package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The check of gradients, with an op that a user could have written: this one has x³ and faults.
 */
class GradientCheckTest {
  private enum Fault {
    NONE,
    WRONG_FACTOR,
    WRONG_AT_ONE_ELEMENT,
    FORGOTTEN,
    SETS_INSTEAD_OF_ADDING,
    NOT_A_NUMBER
  }

  private record Cube(Fault fault) implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Node node) {
      Tensor x = node.input(0);
      Tensor y = node.output();
      for (int i = 0; i < x.size(); i++) {
        float value = x.array()[x.offset() + i];
        y.array()[y.offset() + i] = value * value * value;
      }
    }

    @Override
    public void backward(Node node) {
      if (fault == Fault.FORGOTTEN) {
        return;
      }
      Tensor x = node.input(0);
      Tensor dy = node.outputGradient();
      Tensor dx = node.inputGradient(0);
      for (int i = 0; i < x.size(); i++) {
        float value = x.array()[x.offset() + i];
        float slope = 3 * value * value * dy.array()[dy.offset() + i];
        if (fault == Fault.WRONG_FACTOR || fault == Fault.WRONG_AT_ONE_ELEMENT && i == 4) {
          slope *= 0.95f;
        }
        if (fault == Fault.NOT_A_NUMBER) {
          slope = Float.NaN;
        }
        if (fault == Fault.SETS_INSTEAD_OF_ADDING) {
          dx.array()[dx.offset() + i] = slope;
        } else {
          dx.array()[dx.offset() + i] += slope;
        }
      }
    }
  }

  private final Tensor x = Tensor.uniform(Rng.of(1), 0.5f, 1.5f, 2, 3);

  private static Function<Tensor[], Tensor> cube(Fault fault) {
    return in -> Tensor.apply(new Cube(fault), in[0]);
  }

  @Test
  void aRightOpOfOnesOwnPasses() {
    assertThatCode(() -> GradientCheck.check(cube(Fault.NONE), 1e-3, x)).doesNotThrowAnyException();
    assertThat(Tensor.apply(new Cube(Fault.NONE), Tensor.of(2, 3)).toArray())
        .containsExactly(8, 27);
  }

  @Test
  void aWrongOneIsCaught() {
    for (Fault fault :
        new Fault[] {
          Fault.WRONG_FACTOR, Fault.WRONG_AT_ONE_ELEMENT, Fault.FORGOTTEN, Fault.NOT_A_NUMBER
        }) {
      assertThatExceptionOfType(AssertionError.class)
          .as("%s", fault)
          .isThrownBy(() -> GradientCheck.check(cube(fault), 1e-3, x));
    }
  }

  @Test
  void theMessageNamesTheElementAndBothNumbers() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> GradientCheck.check(cube(Fault.WRONG_AT_ONE_ELEMENT), 1e-3, x))
        .withMessageMatching(
            "gradient of input 0 \\[2, 3\\] at element 4: backward says [0-9.]+,"
                + " finite differences [0-9.]+");
  }

  @Test
  void settingInsteadOfAddingShowsWhereATensorIsUsedTwice() {
    Function<Tensor[], Tensor> once = cube(Fault.SETS_INSTEAD_OF_ADDING);
    assertThatCode(() -> GradientCheck.check(once, 1e-3, x)).doesNotThrowAnyException();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> GradientCheck.check(in -> once.apply(in).add(in[0]), 1e-3, x));
  }

  @Test
  void theSecondInputIsCheckedToo() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() ->
            GradientCheck.check(
                in -> in[0].mul(Tensor.apply(new Cube(Fault.WRONG_FACTOR), in[1])),
                1e-3,
                x,
                x.copy()))
        .withMessageContaining("input 1");
  }

  @Test
  void inputsAreAsBeforeAfterwards() {
    float[] before = x.toArray();
    GradientCheck.check(cube(Fault.NONE), 1e-3, x);
    assertThat(x.toArray()).isEqualTo(before);
  }

  @Test
  void wholeFunctionsAreCheckedLikeOps() {
    Tensor w = Tensor.randn(Rng.of(2), 4, 3);
    GradientCheck.check(in -> in[0].linear(in[1]).tanh().softmax().log().mean(), 2e-3, x, w);
  }
}
