package io.reverie.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.op.Misfits.Misfit;
import io.reverie.tensor.Shape;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Ops refuse what does not fit, and say what came and what would fit. */
class MisfitTest {
  static final List<Misfit> MISFITS = Misfits.ALL;

  @ParameterizedTest
  @FieldSource("MISFITS")
  void saysWhatCame(Misfit misfit) {
    assertThatThrownBy(() -> misfit.make().get().shape(misfit.in().toArray(new Shape[0])))
        .isInstanceOf(misfit.thrown())
        .hasMessageContainingAll(misfit.words().toArray(new String[0]))
        .message()
        .doesNotContain("%s", "%d");
  }
}
