package io.reverie.golden;

import io.reverie.nn.Activation;
import io.reverie.nn.AvgPool2d;
import io.reverie.nn.BatchNorm2d;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Flatten;
import io.reverie.nn.GlobalAvgPool;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.MaxPool2d;
import io.reverie.nn.Sequential;
import io.reverie.optim.Sgd;
import io.reverie.tensor.Nullable;
import io.reverie.tensor.Parameter;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small convolutional network in training, named layer by layer. */
final class CnnGolden {
  private static final Pattern CONV = Pattern.compile("conv(\\d+)x(\\d+)(?:s(\\d+))?(?:p(\\d+))?");
  private static final Pattern POOL = Pattern.compile("(max|avg)pool(\\d+)");

  private CnnGolden() {}

  static void register(Map<String, GoldenOp> ops) {
    ops.put("train_cnn", CnnGolden::trainCnn);
  }

  private static void trainCnn(GoldenCase g) {
    Sequential model = cnn(g);
    Sgd plain =
        Sgd.of(model, g.real("lr", 0.01f))
            .momentum(g.real("momentum", 0))
            .weightDecay(g.real("weight_decay", 0));
    Sgd optimizer = g.flag("nesterov", false) ? plain.nesterov() : plain;
    float[] losses = new float[g.wanted("losses").size()];
    for (int step = 0; step < losses.length; step++) {
      try (var tape = Tape.train()) {
        Tensor loss = model.forward(g.constant("x")).crossEntropy(g.indices("y").values());
        tape.backward(loss);
        optimizer.step();
        losses[step] = loss.item();
      }
    }
    g.out("losses", Tensor.of(losses));
    model.state().forEach(g::out);
  }

  /** The network that an attribute names layer by layer, such as {@code conv3x3p1 relu linear}. */
  private static Sequential cnn(GoldenCase g) {
    List<Layer> layers = new ArrayList<>();
    for (String name : g.attribute("layers").getAsString().trim().split("[ ,]+")) {
      layers.add(layer(g, name, layers.size() + "."));
    }
    return new Sequential(layers);
  }

  private static Layer layer(GoldenCase g, String name, String at) {
    Matcher conv = CONV.matcher(name);
    if (conv.matches()) {
      Parameter weight = g.parameter(at + "weight");
      int stride = conv.group(3) == null ? 1 : Integer.parseInt(conv.group(3));
      int padding = conv.group(4) == null ? 0 : Integer.parseInt(conv.group(4));
      return new Conv2d(
          weight, parameter(g, at + "bias"), new io.reverie.op.Conv2d(stride, padding, 1, 1));
    }
    Matcher pool = POOL.matcher(name);
    if (pool.matches()) {
      int kernel = Integer.parseInt(pool.group(2));
      return pool.group(1).equals("max") ? MaxPool2d.of(kernel) : AvgPool2d.of(kernel);
    }
    return switch (name) {
      case "batchnorm" ->
          new BatchNorm2d(
              parameter(g, at + "weight"),
              parameter(g, at + "bias"),
              g.constant(at + "running_mean"),
              g.constant(at + "running_var"),
              0.1f,
              1e-5f);
      case "flatten" -> Flatten.perSample();
      case "globalavgpool" -> new GlobalAvgPool();
      case "linear" -> new Linear(g.parameter(at + "weight"), parameter(g, at + "bias"));
      default -> Activation.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }

  private static @Nullable Parameter parameter(GoldenCase g, String name) {
    return g.has(name) ? g.parameter(name) : null;
  }
}
