package io.reverie.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Optimizers step by step against PyTorch 2.13 (torch.optim.SGD and AdamW, in double). */
class OptimizerTest {
  private static final float[] START = {1, -2, 0.5f, 3};
  private static final float[][] GRADIENTS = {
    {0.5f, -1, 2, 0.1f}, {-0.3f, 0.8f, 1, 0}, {1.5f, 0.2f, -0.7f, -0.4f}, {0.05f, -0.6f, 0.9f, 2.5f}
  };

  private static Parameters parameters(float... values) {
    SequencedMap<String, Parameter> named = new LinkedHashMap<>();
    named.put("w", Parameter.of(values.clone(), values.length));
    return Parameters.of(named);
  }

  private static void assertSteps(Optimizer optimizer, float[]... expected) {
    Parameters parameters = optimizer.parameters();
    for (int step = 0; step < expected.length; step++) {
      System.arraycopy(GRADIENTS[step], 0, parameters.gradients(), 0, START.length);
      optimizer.step();
      assertThat(parameters.values())
          .as("step %d", step + 1)
          .containsExactly(expected[step], within(2e-6f));
      assertThat(parameters.gradients()).as("used up").containsOnly(0);
    }
    assertThat(optimizer.steps()).isEqualTo(expected.length);
  }

  @Test
  void sgd() {
    assertSteps(
        Sgd.of(parameters(START), 0.1f),
        new float[] {0.95f, -1.9f, 0.3f, 2.99f},
        new float[] {0.98f, -1.98f, 0.2f, 2.99f},
        new float[] {0.83f, -2f, 0.27f, 3.03f},
        new float[] {0.825f, -1.94f, 0.18f, 2.78f});
  }

  @Test
  void sgdWithWeightDecay() {
    assertSteps(
        Sgd.of(parameters(START), 0.1f).weightDecay(0.05f),
        new float[] {0.945f, -1.89f, 0.2975f, 2.975f},
        new float[] {0.970275f, -1.96055f, 0.1960125f, 2.960125f},
        new float[] {0.8154236f, -1.970747f, 0.2650324f, 2.985324f},
        new float[] {0.8063465f, -1.900894f, 0.1737073f, 2.720398f});
  }

  @Test
  void sgdWithMomentum() {
    assertSteps(
        Sgd.of(parameters(START), 0.1f).momentum(0.9f),
        new float[] {0.95f, -1.9f, 0.3f, 2.99f},
        new float[] {0.935f, -1.89f, 0.02f, 2.981f},
        new float[] {0.7715f, -1.901f, -0.162f, 3.0129f},
        new float[] {0.61935f, -1.8509f, -0.4158f, 2.79161f});
  }

  @Test
  void sgdWithDampening() {
    assertSteps(
        Sgd.of(parameters(START), 0.1f).momentum(0.9f).dampening(0.3f),
        new float[] {0.95f, -1.9f, 0.3f, 2.99f},
        new float[] {0.926f, -1.866f, 0.05f, 2.981f},
        new float[] {0.7994f, -1.8494f, -0.126f, 3.0009f},
        new float[] {0.68196f, -1.79246f, -0.3474f, 2.84381f});
  }

  @Test
  void sgdOfNesterov() {
    assertSteps(
        Sgd.of(parameters(START), 0.1f).momentum(0.9f).nesterov().weightDecay(0.05f),
        new float[] {0.8955f, -1.791f, 0.11525f, 2.9525f},
        new float[] {0.8994428f, -1.836886f, -0.2398699f, 2.904201f},
        new float[] {0.5864763f, -1.834792f, -0.3336804f, 2.922429f},
        new float[] {0.4287824f, -1.691742f, -0.6500192f, 2.413139f});
  }

  @Test
  void adamW() {
    assertSteps(
        AdamW.of(parameters(START), 0.1f),
        new float[] {0.899f, -1.898f, 0.3995f, 2.897f},
        new float[] {0.8789512f, -1.890289f, 0.3058825f, 2.827097f},
        new float[] {0.8131653f, -1.893825f, 0.2559157f, 2.873697f},
        new float[] {0.7574042f, -1.871525f, 0.1968305f, 2.820069f});
  }

  @Test
  void adamWithoutDecay() {
    assertSteps(
        AdamW.of(parameters(START), 0.1f).weightDecay(0),
        new float[] {0.9f, -1.9f, 0.4f, 2.9f},
        new float[] {0.8808502f, -1.894187f, 0.306782f, 2.832994f},
        new float[] {0.8159432f, -1.899613f, 0.257121f, 2.882421f},
        new float[] {0.7609953f, -1.879207f, 0.1982918f, 2.831667f});
  }

  @Test
  void adamWWithOtherBetas() {
    assertSteps(
        AdamW.of(parameters(START), 0.1f).weightDecay(0.2f).betas(0.8f, 0.95f),
        new float[] {0.88f, -1.86f, 0.39f, 2.84f},
        new float[] {0.8488438f, -1.8228f, 0.2901344f, 2.719524f},
        new float[] {0.7635285f, -1.797462f, 0.2418251f, 2.721704f},
        new float[] {0.6933218f, -1.740308f, 0.1817711f, 2.609772f});
  }

  @Test
  void severalBackwardPassesBeforeAStepAddUp() {
    Tensor x = Tensor.randn(Rng.of(1), 8, 3);
    float[][] weights = new float[2][];
    for (int parts : new int[] {1, 2}) {
      Linear model = Linear.of(3, 2, Rng.of(2));
      Optimizer optimizer = Sgd.of(model, 0.1f).momentum(0.5f);
      for (int step = 0; step < 3; step++) {
        for (int part = 0; part < parts; part++) {
          try (var tape = Tape.train()) {
            int rows = 8 / parts;
            Tensor mine = x.slice(0, part * rows, (part + 1) * rows);
            tape.backward(model.forward(mine).square().sum().mul(0.05f));
          }
        }
        optimizer.step();
      }
      weights[parts - 1] = optimizer.parameters().snapshot();
    }
    assertThat(weights[1]).containsExactly(weights[0], within(1e-5f));
    assertThat(weights[1]).isNotEqualTo(Linear.of(3, 2, Rng.of(2)).parameters().values());
  }

  @Test
  void theRateMayChangeBetweenSteps() {
    Optimizer optimizer = Sgd.of(parameters(1), 1);
    for (float rate : new float[] {0.5f, 0.25f, 0}) {
      optimizer.rate(rate);
      assertThat(optimizer.rate()).isEqualTo(rate);
      optimizer.parameters().gradients()[0] = 1;
      optimizer.step();
    }
    assertThat(optimizer.parameters().values()).containsExactly(0.25f);
  }

  @Test
  void resetForgetsAllButTheParameters() {
    for (int kind = 0; kind < 2; kind++) {
      Optimizer used = optimizer(kind, parameters(START));
      System.arraycopy(GRADIENTS[2], 0, used.parameters().gradients(), 0, 4);
      used.parameters().gradients()[1] = Float.NaN;
      used.step();
      used.reset();
      used.parameters().restore(START);
      Optimizer fresh = optimizer(kind, parameters(START));
      assertThat(used.steps()).isZero();
      for (Optimizer optimizer : List.of(used, fresh)) {
        for (float[] gradient : GRADIENTS) {
          System.arraycopy(gradient, 0, optimizer.parameters().gradients(), 0, 4);
          optimizer.step();
        }
      }
      assertThat(used.parameters().values()).isEqualTo(fresh.parameters().values());
    }
  }

  private static Optimizer optimizer(int kind, Parameters parameters) {
    return kind == 0
        ? AdamW.of(parameters, 0.1f)
        : Sgd.of(parameters, 0.1f).momentum(0.9f).dampening(0.1f);
  }

  @Test
  void aRateIsZeroOrMore() {
    for (float rate : new float[] {-0.1f, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sgd.of(parameters(1), rate))
          .withMessageContaining("learning rate " + rate);
      assertThatIllegalArgumentException().isThrownBy(() -> AdamW.of(parameters(1), rate));
      Optimizer optimizer = Sgd.of(parameters(1), 1);
      assertThatIllegalArgumentException().isThrownBy(() -> optimizer.rate(rate));
      assertThat(optimizer.rate()).isEqualTo(1);
    }
  }

  @Test
  void otherSettingsAreCheckedToo() {
    Sgd sgd = Sgd.of(parameters(1), 1);
    for (float momentum : new float[] {-0.1f, 1, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sgd.momentum(momentum))
          .withMessageContaining("momentum " + momentum);
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> sgd.dampening(0.5f))
        .withMessageContaining("momentum");
    assertThatIllegalStateException().isThrownBy(sgd::nesterov).withMessageContaining("momentum");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sgd.momentum(0.9f).dampening(1.5f))
        .withMessageContaining("dampening 1.5");
    AdamW adamW = AdamW.of(parameters(1), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adamW.betas(0.9f, 1))
        .withMessageContaining("(0.9, 1.0)");
    assertThatIllegalArgumentException().isThrownBy(() -> adamW.betas(-0.1f, 0.9f));
  }

  @Test
  void aModelThatMovedIntoAnotherSetIsNotSilentlyIgnored() {
    Linear part = Linear.of(2, 2, Rng.of(1));
    Optimizer optimizer = Sgd.of(part, 0.1f);
    Sequential.of(Linear.of(2, 2, Rng.of(1)), part).parameters();
    assertThatIllegalStateException()
        .isThrownBy(optimizer::step)
        .withMessageContaining("moved into a larger set");
  }
}
