package io.reverie.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reverie.tensor.Compute;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Optimizers against PyTorch's values (those of the golden cases apart) and against their own
 * promises: groups, schedules, accumulation, states that resume with the same bits.
 */
class OptimizerTest {
  /** An optimizer, where it is after some steps from sin(i + 1) along cos(0.7·i + 1.3·t). */
  record Known(
      String name, Function<Parameters, Optimizer> make, int[] dims, int steps, float... expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final int[] ROW = {5};

  /** PyTorch 2.13 in float64, Muon's bfloat16 taken out; Lion and LAMB by their papers in NumPy. */
  static final List<Known> KNOWN =
      List.of(
          new Known(
              "Adamax",
              p -> Adamax.of(p, 0.05f).weightDecay(0.1f),
              ROW,
              6,
              0.7398966f,
              0.8441115f,
              0.1398899f,
              -0.6284387f,
              -0.837839f),
          new Known(
              "RAdam, not yet adaptive",
              p -> RAdam.of(p, 0.05f).weightDecay(0.1f),
              ROW,
              3,
              0.7449453f,
              0.8642355f,
              0.174824f,
              -0.659236f,
              -0.8484668f),
          new Known(
              "RAdam, decoupled",
              p -> RAdam.of(p, 0.05f).weightDecay(0.1f).decoupled(),
              ROW,
              12,
              0.7191754f,
              0.8342494f,
              0.1725063f,
              -0.6300584f,
              -0.8163118f),
          new Known(
              "Adadelta",
              p -> Adadelta.of(p, 0.5f).rho(0.8f).weightDecay(0.1f),
              ROW,
              6,
              0.8395314f,
              0.9076505f,
              0.1399191f,
              -0.754983f,
              -0.957037f),
          new Known(
              "Adagrad",
              p -> Adagrad.of(p, 0.05f).rateDecay(0.1f).start(0.5f).weightDecay(0.1f),
              ROW,
              6,
              0.795248f,
              0.8772802f,
              0.1491484f,
              -0.7054109f,
              -0.9070437f),
          new Known(
              "NAdam, decoupled",
              p -> NAdam.of(p, 0.05f).weightDecay(0.1f).decoupled().momentumDecay(0.02),
              ROW,
              6,
              0.7533992f,
              0.8381352f,
              0.1093955f,
              -0.6613511f,
              -0.8634759f),
          new Known(
              "RMSprop with momentum",
              p -> RmsProp.of(p, 0.05f).alpha(0.9f).weightDecay(0.1f).momentum(0.5f),
              ROW,
              6,
              0.5642511f,
              0.7135502f,
              0.02200451f,
              -0.3542673f,
              -0.6382439f),
          new Known(
              "SGD with dampening",
              p -> Sgd.of(p, 0.05f).momentum(0.9f).dampening(0.3f).weightDecay(0.1f),
              ROW,
              6,
              0.6221313f,
              0.7758498f,
              0.1843216f,
              -0.5529255f,
              -0.7135581f),
          new Known(
              "AdamW by the largest square",
              p -> AdamW.amsgrad(p, 0.05f).betas(0.8f, 0.7f).weightDecay(0.1f),
              ROW,
              6,
              0.7333089f,
              0.8412391f,
              0.1488086f,
              -0.61755f,
              -0.8263176f),
          new Known(
              "Muon, tall",
              p -> Muon.of(p, 0.05f),
              new int[] {3, 2},
              4,
              0.7814492f,
              0.9533301f,
              0.1918939f,
              -0.6897143f,
              -0.878359f,
              -0.3182529f),
          new Known(
              "Muon, wide",
              p -> Muon.of(p, 0.05f),
              new int[] {2, 3},
              4,
              0.8139031f,
              0.9244923f,
              0.2000372f,
              -0.6794457f,
              -0.9067944f,
              -0.2855784f),
          new Known(
              "Muon as long as Adam",
              p -> Muon.of(p, 0.05f).nesterov(false).matchAdam().rounds(3),
              new int[] {3, 2},
              4,
              0.7993343f,
              0.9128143f,
              0.1517962f,
              -0.7103495f,
              -0.9098747f,
              -0.2847517f),
          new Known(
              "Lion",
              p -> Lion.of(p, 0.05f).weightDecay(0.1f),
              ROW,
              6,
              0.7177754f,
              0.8816072f,
              0.1371865f,
              -0.6366079f,
              -0.8317489f),
          new Known(
              "LAMB",
              p -> Lamb.of(p, 0.05f).weightDecay(0.1f),
              ROW,
              6,
              0.7092855f,
              0.8230865f,
              0.16605f,
              -0.5895983f,
              -0.8010498f));

  /** All but those that look at parameters whole. */
  static final List<Known> ELEMENTWISE =
      KNOWN.stream().filter(known -> !known.name.matches("Muon.*|LAMB")).toList();

  @ParameterizedTest
  @FieldSource("KNOWN")
  void stepsArePyTorchs(Known known) {
    Parameters p = model(known.dims);
    Optimizer optimizer = known.make.apply(p);
    steps(optimizer, known.steps);
    assertThat(p.values()).containsExactly(known.expected, within(2e-6f));
    assertThat(p.gradients()).containsOnly(0f);
  }

  /** Longer than a vector, so that the SIMD loops and their tails are held against each other. */
  @ParameterizedTest
  @FieldSource("ELEMENTWISE")
  void aNumbersNextValueDependsOnItsOwnPlaceOnly(Known known) {
    Parameters whole = model(83);
    steps(known.make.apply(whole), known.steps);
    for (int i = 0; i < 83; i += 7) {
      var alone = new LinkedHashMap<String, Parameter>();
      alone.put("w", Parameter.of(new float[] {start(i)}, 1));
      Parameters one = Parameters.of(alone);
      Optimizer optimizer = known.make.apply(one);
      for (int t = 0; t < known.steps; t++) {
        one.gradients()[0] = gradient(i, t);
        optimizer.step();
      }
      assertThat(whole.values()[i]).as("number %d", i).isCloseTo(one.values()[0], within(1e-6f));
    }
  }

  @ParameterizedTest
  @FieldSource("KNOWN")
  void aRestoredStateGoesOnWithTheSameBits(Known known) {
    Parameters p = model(known.dims);
    Optimizer first = known.make.apply(p);
    steps(first, 4);
    float[] values = p.snapshot();
    Map<String, float[]> state = new LinkedHashMap<>();
    first.state().forEach((name, numbers) -> state.put(name, numbers.clone()));
    steps(first, 5);
    float[] expected = p.snapshot();

    Parameters again = model(known.dims);
    again.restore(values);
    Optimizer second = known.make.apply(again);
    second.restore(4, first.rate(), state);
    steps(second, 5);
    assertThat(again.values()).isEqualTo(expected);
    assertThat(second.steps()).isEqualTo(9);
  }

  @ParameterizedTest
  @FieldSource("KNOWN")
  void resetIsAFreshStart(Known known) {
    Parameters p = model(known.dims);
    Optimizer optimizer = known.make.apply(p);
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
      int[] dims = known.dims.length == 1 ? new int[] {100_003} : new int[] {97, 131};
      Parameters one = model(dims);
      Parameters four = model(dims);
      Compute.threads(1).run(() -> steps(known.make.apply(one), 3));
      Compute.threads(4).run(() -> steps(known.make.apply(four), 3));
      assertThat(four.values()).as(known.name).isEqualTo(one.values());
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

  static Parameters model(int... dims) {
    float[] values = new float[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = start(i);
    }
    var named = new LinkedHashMap<String, Parameter>();
    named.put("w", Parameter.of(values, dims));
    return Parameters.of(named);
  }

  private static float start(int i) {
    return (float) Math.sin(i + 1.0);
  }

  private static float gradient(int i, int t) {
    return (float) Math.cos(0.7 * i + 1.3 * t);
  }

  static void steps(Optimizer optimizer, int steps) {
    for (int t = 0; t < steps; t++) {
      float[] gradients = optimizer.parameters().gradients();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = gradient(i, optimizer.steps());
      }
      optimizer.step();
    }
  }
}
