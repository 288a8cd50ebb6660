package io.reverie.golden;

import io.reverie.nn.Activation;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Sequential;
import io.reverie.optim.Optimizer;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whole trainings: the losses of some full-batch steps and the weights after them. */
final class TrainingGolden {
  private TrainingGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("train_mlp", g -> train(g, mlp(g), x -> x));
  }

  /** The layers that the case lists by their names, with the case's weights. */
  private static Layer mlp(GoldenCase g) {
    List<Layer> layers = new ArrayList<>();
    for (String name : g.attribute("layers").getAsString().trim().split("\\s+")) {
      String prefix = layers.size() + ".";
      layers.add(
          switch (name) {
            case "linear" ->
                new Linear(
                    g.parameter(prefix + "weight"),
                    g.has(prefix + "bias") ? g.parameter(prefix + "bias") : null);
            case "relu" -> Activation.RELU;
            case "sigmoid" -> Activation.SIGMOID;
            case "tanh" -> Activation.TANH;
            default -> throw new IllegalArgumentException("layer " + name + " of a golden case");
          });
    }
    return new Sequential(layers);
  }

  /**
   * Trains a model on the case's batch, by the case's optimizer, as many steps as it has losses.
   */
  static void train(GoldenCase g, Layer model, Function<Tensor, Tensor> logits) {
    Optimizer optimizer =
        OptimizerGolden.of(g.attribute("optimizer").getAsString(), g, model.parameters());
    Tensor x = g.constant("x");
    Indices labels = g.indices("y");
    float[] losses = new float[g.wanted("losses").size()];
    for (int i = 0; i < losses.length; i++) {
      try (var tape = Tape.train()) {
        Tensor loss = logits.apply(model.forward(x)).crossEntropy(labels);
        losses[i] = loss.item();
        tape.backward(loss);
        optimizer.step();
      }
    }
    g.out("losses", Tensor.of(losses));
    model.state().forEach((name, tensor) -> g.out(name, tensor));
  }
}
