package io.reverie.optim;

import static io.reverie.optim.KnownSteps.gradient;
import static io.reverie.optim.KnownSteps.model;
import static io.reverie.optim.KnownSteps.start;
import static io.reverie.optim.KnownSteps.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.optim.KnownSteps.Known;
import io.reverie.tensor.Compute;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Optimizers against PyTorch's values (those of the golden cases apart) and against their own
 * promises: groups, schedules, accumulation, states that resume with the same bits.
 */
class OptimizerTest {
  static final List<Known> KNOWN = KnownSteps.ALL;

  /** All but those that look at parameters whole. */
  static final List<Known> ELEMENTWISE =
      KNOWN.stream().filter(known -> !known.name().matches("Muon.*|LAMB")).toList();

  @ParameterizedTest
  @FieldSource("KNOWN")
  void stepsArePyTorchs(Known known) {
    Parameters p = model(known.dims());
    Optimizer optimizer = known.make().apply(p);
    steps(optimizer, known.steps());
    assertThat(p.values()).containsExactly(known.expected(), within(2e-6f));
    assertThat(p.gradients()).containsOnly(0f);
  }

  /** Longer than a vector, so that the SIMD loops and their tails are held against each other. */
  @ParameterizedTest
  @FieldSource("ELEMENTWISE")
  void aNumbersNextValueDependsOnItsOwnPlaceOnly(Known known) {
    Parameters whole = model(83);
    steps(known.make().apply(whole), known.steps());
    for (int i = 0; i < 83; i += 7) {
      var alone = new LinkedHashMap<String, Parameter>();
      alone.put("w", Parameter.of(new float[] {start(i)}, 1));
      Parameters one = Parameters.of(alone);
      Optimizer optimizer = known.make().apply(one);
      for (int t = 0; t < known.steps(); t++) {
        one.gradients()[0] = gradient(i, t);
        optimizer.step();
      }
      assertThat(whole.values()[i]).as("number %d", i).isCloseTo(one.values()[0], within(1e-6f));
    }
  }

  @ParameterizedTest
  @FieldSource("KNOWN")
  void aRestoredStateGoesOnWithTheSameBits(Known known) {
    Parameters p = model(known.dims());
    Optimizer first = known.make().apply(p);
    steps(first, 4);
    float[] values = p.snapshot();
    Map<String, float[]> state = new LinkedHashMap<>();
    first.state().forEach((name, numbers) -> state.put(name, numbers.clone()));
    steps(first, 5);
    float[] expected = p.snapshot();

    Parameters again = model(known.dims());
    again.restore(values);
    Optimizer second = known.make().apply(again);
    second.restore(4, first.rate(), state);
    steps(second, 5);
    assertThat(again.values()).isEqualTo(expected);
    assertThat(second.steps()).isEqualTo(9);
  }

  @ParameterizedTest
  @FieldSource("KNOWN")
  void resetIsAFreshStart(Known known) {
    Parameters p = model(known.dims());
    Optimizer optimizer = known.make().apply(p);
    float[] start = p.snapshot();
    steps(optimizer, 3);
    float[] expected = p.snapshot();
    // A run that diverged leaves nothing behind.
    Arrays.fill(p.gradients(), Float.NaN);
    optimizer.step();
    optimizer.reset();
    p.restore(start);
    steps(optimizer, 3);
    assertThat(p.values()).isEqualTo(expected);
  }

  @Test
  void threadsDoNotChangeABit() {
    for (Known known : KNOWN) {
      int[] dims = known.dims().length == 1 ? new int[] {100_003} : new int[] {97, 131};
      Parameters one = model(dims);
      Parameters four = model(dims);
      Compute.threads(1).run(() -> steps(known.make().apply(one), 3));
      Compute.threads(4).run(() -> steps(known.make().apply(four), 3));
      assertThat(four.values()).as(known.name()).isEqualTo(one.values());
    }
  }

  @Test
  void gradientsOfSeveralBackwardPassesAddUp() {
    Parameters once = model(6);
    Parameters twice = model(6);
    Optimizer a = Sgd.of(once, 0.1f);
    Optimizer b = Sgd.of(twice, 0.1f);
    for (int i = 0; i < 6; i++) {
      once.gradients()[i] = 3;
      twice.gradients()[i] += 1;
      twice.gradients()[i] += 2;
    }
    a.step();
    b.step();
    assertThat(twice.values()).isEqualTo(once.values());
  }

  @Test
  void groupsHaveTheirOwnRateAndDecayOrRest() {
    var named = new LinkedHashMap<String, Parameter>();
    for (String name : List.of("a.weight", "a.bias", "b.weight", "b.bias")) {
      boolean matrix = name.endsWith("weight");
      named.put(name, Parameter.of(new float[] {1, 1}, matrix ? new int[] {1, 2} : new int[] {2}));
    }
    Parameters p = Parameters.of(named);
    Optimizer sgd = Sgd.of(p, 0.1f).weightDecay(1).decayMatricesOnly();
    sgd.group(name -> name.startsWith("b.w"), Group.USUAL.rate(0.5f)).freeze("a.bias"::equals);
    Arrays.fill(p.gradients(), 1);
    sgd.step();
    assertThat(p.values())
        .containsExactly(new float[] {0.8f, 0.8f, 1, 1, 0.9f, 0.9f, 0.9f, 0.9f}, within(1e-6f));
    assertThat(p.gradients()).containsOnly(0f);
    // LAMB and Muon look at parameters whole, and must know the groups too.
    for (Optimizer whole : List.of(Lamb.of(p, 0.1f), Muon.of(p, 0.1f))) {
      float[] before = p.snapshot();
      whole.freeze(name -> name.startsWith("a."));
      Arrays.fill(p.gradients(), 1);
      whole.step();
      assertThat(Arrays.copyOf(p.values(), 4)).isEqualTo(Arrays.copyOf(before, 4));
      assertThat(p.values()[4]).isNotEqualTo(before[4]);
      assertThat(p.values()[6]).isNotEqualTo(before[6]);
      assertThat(p.gradients()).containsOnly(0f);
    }
    assertThatThrownBy(() -> sgd.freeze("c"::equals))
        .hasMessageContainingAll("none of the names", "a.weight", "b.bias");
    assertThatThrownBy(() -> new Group(Float.NaN, 1, false)).hasMessageContaining("NaN");
  }

  @Test
  void muonLeavesVectorsAndWhatIsNamedToAdamW() {
    var named = new LinkedHashMap<String, Parameter>();
    named.put("embedding", Parameter.of(new float[] {start(0), start(1)}, 1, 2));
    named.put("bias", Parameter.of(new float[] {start(2), start(3)}, 2));
    Parameters p = Parameters.of(named);
    steps(Muon.of(p, 0.05f).except("embedding"::equals), 4);
    Parameters adam = model(4);
    steps(AdamW.of(adam, 0.05f).weightDecay(0.1f), 4);
    assertThat(p.values()).isEqualTo(adam.values());
  }

  /** Written as a user would, outside of the engine. */
  private static final class SignDescent extends Optimizer {
    SignDescent(Parameters parameters, float rate) {
      super(parameters, rate, 0, "count");
    }

    @Override
    protected void update(int from, int to, float rate, float decay, float[] w, float[] g) {
      float[] count = memory("count");
      for (int i = from; i < to; i++) {
        count[i]++;
        w[i] -= rate * Math.signum(g[i]);
        g[i] = 0;
      }
    }
  }

  @Test
  void usersWriteTheirOwn() {
    Parameters p = model(2);
    p.restore(new float[] {1, 1});
    SignDescent own = new SignDescent(p, 0.25f);
    p.gradients()[0] = -9;
    p.gradients()[1] = 0.1f;
    own.step();
    assertThat(p.values()).containsExactly(1.25f, 0.75f);
    assertThat(own.state().get("count")).containsExactly(1, 1);
    assertThatThrownBy(() -> own.memory("mean"))
        .hasMessageContainingAll("SignDescent", "\"mean\"", "[count]");
  }

  @Test
  void aScheduleIsFollowedUntilARateIsSet() {
    Optimizer sgd = Sgd.of(model(1), 9).follow(Schedule.step(1, 2, 0.5));
    List<Float> rates = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sgd.step();
      rates.add(sgd.rate());
    }
    assertThat(rates).containsExactly(1f, 1f, 0.5f, 0.5f, 0.25f);
    sgd.rate(3);
    sgd.step();
    assertThat(sgd.rate()).isEqualTo(3);
    assertThatThrownBy(() -> sgd.follow(_ -> Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void badSettingsSayWhatIsNeeded() {
    Parameters p = model(2);
    List<Runnable> bad =
        List.of(
            () -> Sgd.of(p, -1),
            () -> Sgd.of(p, 1).rate(Float.NaN),
            () -> Sgd.of(p, 1).momentum(1),
            () -> Sgd.of(p, 1).momentum(0.9f).dampening(2),
            () -> Sgd.of(p, 1).weightDecay(Float.POSITIVE_INFINITY),
            () -> Adam.of(p, 1).betas(1, 0),
            () -> Adam.of(p, 1).epsilon(0),
            () -> NAdam.of(p, 1).momentumDecay(-1),
            () -> RmsProp.of(p, 1).alpha(1),
            () -> Adagrad.of(p, 1).start(-1),
            () -> Adadelta.of(p, 1).rho(-0.1f),
            () -> Lion.of(p, 1).betas(0, 2),
            () -> Muon.of(p, 1).rounds(0),
            () -> Sam.of(Sgd.of(p, 1), 0),
            () -> Lookahead.of(Sgd.of(p, 1), 0, 0.5f));
    for (Runnable make : bad) {
      assertThatThrownBy(make::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching(".*(needed|must be|possible).*");
    }
    assertThatThrownBy(() -> Sgd.of(p, 1).nesterov()).hasMessageContaining("without momentum");
    Optimizer adam = Adam.of(p, 1);
    assertThatThrownBy(() -> adam.restore(1, 1, Map.of("momentum_buffer", new float[2])))
        .hasMessageContainingAll("momentum_buffer", "Adam", "exp_avg", "another kind");
    assertThatThrownBy(() -> adam.restore(1, 1, Map.of("exp_avg", new float[3])))
        .hasMessageContainingAll("exp_avg", "3 numbers", "model of 2");
    assertThatThrownBy(() -> adam.restore(-1, 1, Map.of())).hasMessageContaining("-1 steps");
  }
}
