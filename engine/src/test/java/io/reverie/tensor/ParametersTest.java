package io.reverie.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private final Parameter a = Parameter.of(new float[] {1, 2, 3, 4}, 2, 2);
  private final Parameter b = Parameter.of(new float[] {5, 6}, 2);

  private static Parameters gather(Parameter... parameters) {
    SequencedMap<String, Parameter> named = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i++) {
      named.put("p" + i, parameters[i]);
    }
    return Parameters.of(named);
  }

  @Test
  void standOneAfterTheOther() {
    Parameters all = gather(a, b);
    assertThat(all.size()).isEqualTo(6);
    assertThat(all.values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(all.named().keySet()).containsExactly("p0", "p1");
    assertThat(all).hasToString("2 parameters, 6 numbers");
  }

  @Test
  void parametersAreWindowsOnTheFlatArray() {
    Parameters all = gather(a, b);
    all.values()[4] = 50;
    assertThat(b.toArray()).containsExactly(50, 6);
    a.array()[a.offset() + 3] = 40;
    assertThat(all.values()).containsExactly(1, 2, 3, 40, 50, 6);
    assertThat(a.at(1, 1)).isEqualTo(40);
  }

  @Test
  void viewsMadeBeforeGatheringStillSeeTheParameter() {
    Tensor row = a.slice(0, 1, 2);
    assertThat(row.gradient().toArray()).containsExactly(0, 0);
    Parameters all = gather(b, a);
    all.values()[5] = 40;
    assertThat(row.toArray()).containsExactly(3, 40);
    try (var tape = Tape.train()) {
      tape.backward(row.square().sum());
    }
    assertThat(all.gradients()).containsExactly(0, 0, 0, 0, 6, 80);
  }

  @Test
  void gradientsArriveInTheFlatArray() {
    Parameters all = gather(a, b);
    try (var tape = Tape.train()) {
      tape.backward(a.mul(b).sum());
    }
    assertThat(all.gradients()).containsExactly(5, 6, 5, 6, 4, 6);
    assertThat(b.gradient().toArray()).containsExactly(4, 6);
    all.clearGradients();
    assertThat(all.gradients()).containsOnly(0);
    assertThat(b.gradient().toArray()).containsOnly(0);
  }

  @Test
  void clearedGradientsStartAnewAndCountAsZeroWhereNothingComesBy() {
    Parameter weight = Parameter.of(new float[] {1, 2, 3, 4}, 2, 2);
    Parameters all = gather(weight, b);
    for (int step = 0; step < 2; step++) {
      try (var tape = Tape.train()) {
        // Two uses: the first to come back sets, the second adds.
        Tensor x = Tensor.ones(1, 2);
        tape.backward(x.matmul(weight).add(x.matmul(weight)).sum());
      }
      assertThat(all.gradients()).containsExactly(2, 2, 2, 2, 0, 0);
      all.clearGradients();
    }
    assertThat(weight.gradient().toArray()).containsOnly(0);
  }

  @Test
  void gradientsThatCameBeforeGatheringAreKept() {
    try (var tape = Tape.train()) {
      tape.backward(b.square().sum());
    }
    assertThat(gather(a, b).gradients()).containsExactly(0, 0, 0, 0, 10, 12);
  }

  @Test
  void theSameParametersGiveTheSameSet() {
    assertThat(gather(a, b)).isSameAs(gather(a, b));
  }

  @Test
  void anOrderOfTheirOwnIsAnotherSet() {
    Parameters forwards = gather(a, b);
    Parameters backwards = gather(b, a);
    assertThat(backwards.values()).containsExactly(5, 6, 1, 2, 3, 4);
    assertThatIllegalStateException().isThrownBy(forwards::values);
  }

  @Test
  void aSetThatMovedSaysSo() {
    Parameters part = gather(b);
    try (var tape = Tape.train()) {
      tape.backward(b.sum());
    }
    Parameters whole = gather(a, b);
    assertThat(whole.values()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(whole.gradients()).as("gradients move too").containsExactly(0, 0, 0, 0, 1, 1);
    assertThatIllegalStateException()
        .isThrownBy(part::values)
        .withMessageContainingAll("these 1 parameters", "moved", "whole model first");
    assertThatIllegalStateException().isThrownBy(part::gradients);
    assertThatIllegalStateException().isThrownBy(part::snapshot);
    assertThatIllegalStateException().isThrownBy(part::clearGradients);
    assertThatIllegalStateException().isThrownBy(() -> part.restore(new float[2]));
    assertThat(gather(b)).isNotSameAs(part);
  }

  @Test
  void aTiedParameterCountsOnce() {
    Parameters all = gather(a, b, a);
    assertThat(all.size()).isEqualTo(6);
    assertThat(all.named().keySet()).containsExactly("p0", "p1");
    assertThat(gather(a, b, a)).isSameAs(all);
  }

  @Test
  void restoresASnapshot() {
    Parameters all = gather(a, b);
    float[] snapshot = all.snapshot();
    all.values()[0] = 100;
    assertThat(snapshot).containsExactly(1, 2, 3, 4, 5, 6);
    all.restore(snapshot);
    assertThat(a.toArray()).containsExactly(1, 2, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.restore(new float[5]))
        .withMessageContainingAll("5 numbers", "model of 6");
  }

  @Test
  void noneAtAll() {
    Parameters none = gather();
    assertThat(none.size()).isZero();
    assertThat(none.values()).isEmpty();
  }

  @Test
  void aParameterCopiesTheTensorItStartsAs() {
    Tensor start = Tensor.of(1, 2);
    Parameter parameter = Parameter.of(start);
    start.array()[0] = 9;
    assertThat(parameter.toArray()).containsExactly(1, 2);
    assertThat(parameter.tracked()).isTrue();
    assertThat(parameter.gradient().toArray()).containsExactly(0, 0);
    float[] own = {1, 2};
    assertThat(Parameter.of(own, 2).array()).as("an array is taken over").isSameAs(own);
    assertThat(Parameter.zeros(2, 3).toArray()).containsOnly(0).hasSize(6);
  }

  @Test
  void namesCannotBeChangedFromOutside() {
    Parameters all = gather(a, b);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> all.named().clear());
  }
}
