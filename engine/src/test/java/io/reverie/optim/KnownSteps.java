package io.reverie.optim;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** Where optimizers are after some steps, by PyTorch or by their papers. */
final class KnownSteps {
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
  static final List<Known> ALL =
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

  private KnownSteps() {}

  static Parameters model(int... dims) {
    float[] values = new float[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = start(i);
    }
    var named = new LinkedHashMap<String, Parameter>();
    named.put("w", Parameter.of(values, dims));
    return Parameters.of(named);
  }

  static float start(int i) {
    return (float) Math.sin(i + 1.0);
  }

  static float gradient(int i, int t) {
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
