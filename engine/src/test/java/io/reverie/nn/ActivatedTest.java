package io.reverie.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.op.Pad2d;
import io.reverie.op.PaddingMode;
import io.reverie.op.Relu;
import io.reverie.op.Tanh;
import io.reverie.tensor.Node;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers that are one operation with the activation behind them, which shows in nothing. */
class ActivatedTest {
  private final Rng rng = Rng.of(6);

  /** A layer that nothing is joined with. */
  private static Layer apart(Layer layer) {
    return layer::forward;
  }

  private static void same(Layer joined, Layer apart, Layer owner, Tensor x) {
    List<float[]> expected = trained(apart, owner, x);
    List<float[]> found = trained(joined, owner, x);
    for (int i = 0; i < expected.size(); i++) {
      same(found.get(i), expected.get(i));
    }
    try (var _ = Tape.infer()) {
      same(joined.forward(x).toArray(), apart.forward(x).toArray());
    }
  }

  private static void same(float[] found, float[] expected) {
    int i = Arrays.mismatch(found, expected);
    assertThat(i).as("%d numbers, the first to differ", expected.length).isNegative();
  }

  /** The output, and the gradients of parameters and input. */
  private static List<float[]> trained(Layer model, Layer owner, Tensor x) {
    owner.parameters().clearGradients();
    try (var tape = Tape.train(Rng.of(2))) {
      Tensor in = tape.watch(x);
      Tensor y = model.forward(in);
      tape.backward(y.square().sum());
      return List.of(y.toArray(), in.gradient().toArray(), owner.parameters().gradients().clone());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSequenceIsItsLayersOneAfterTheOther(Activation f) {
    Layer filters = Conv2d.padded(3, 18, 3, 1, rng);
    Layer more = Conv2d.of(18, 5, 3, rng).bordered(new Pad2d(1, 0, 2, 1, PaddingMode.REPLICATE));
    Layer flat = Flatten.perSample();
    Layer in = Linear.of(5 * 9 * 11, 33, rng);
    Layer out = Linear.withoutBias(33, 7, rng);
    var joined = Sequential.of(filters, f, more, f, flat, in, f, new Dropout(0.2f), out, f);
    var apart =
        Sequential.of(
            filters,
            apart(f),
            more,
            apart(f),
            flat,
            in,
            apart(f),
            new Dropout(0.2f),
            out,
            apart(f));
    same(joined, apart, joined, Tensor.randn(rng, 4, 3, 10, 10));
    var line = Conv1d.of(2, 4, 3, rng);
    same(Sequential.of(line, f), Sequential.of(line, apart(f)), line, Tensor.randn(rng, 3, 2, 9));
  }

  @Test
  void severalActivationsFollowEachOther() {
    Linear linear = Linear.of(5, 8, rng);
    same(
        Sequential.of(linear, Activation.TANH, Activation.RELU, Activation.RELU),
        Sequential.of(linear, x -> x.tanh().relu()),
        linear,
        Tensor.randn(rng, 6, 5));
    var geometry = new io.reverie.op.Conv2d(1, 0, 1, 1).then(new Tanh());
    Conv2d filters = Conv2d.of(2, 3, 3, geometry, rng);
    same(
        Sequential.of(filters, Activation.RELU),
        x ->
            x.conv2d(filters.weight(), filters.bias(), new io.reverie.op.Conv2d(1, 0, 1, 1))
                .tanh()
                .relu(),
        filters,
        Tensor.randn(rng, 2, 2, 6, 6));
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "GELU", "SOFTMAX"})
  void aTransformersLayerIsItsParts(Activation f) {
    for (float dropout : new float[] {0, 0.3f}) {
      for (boolean first : new boolean[] {false, true}) {
        var form = new TransformerForm(16, 2, 24, dropout, first, f);
        TransformerEncoderLayer joined = TransformerEncoderLayer.of(form, rng);
        Layer parts =
            x -> {
              Tensor a = first ? joined.norm1().forward(x) : x;
              Tensor y = x.add(joined.selfAttn().forward(a).dropout(dropout));
              y = first ? y : joined.norm1().forward(y);
              Tensor z = joined.linear1().forward(first ? joined.norm2().forward(y) : y);
              z = joined.linear2().forward(f.forward(z).dropout(dropout));
              y = y.add(z.dropout(dropout));
              return first ? y : joined.norm2().forward(y);
            };
        same(joined, parts, joined, Tensor.randn(rng, 2, 7, 16));
      }
    }
  }

  @Test
  void aShortcutIsAdded() {
    Linear linear = Linear.of(5, 8, rng);
    Tensor shortcut = Tensor.randn(rng, 6, 8);
    same(
        x -> linear.addTo(shortcut, x),
        x -> shortcut.add(linear.forward(x)),
        linear,
        Tensor.randn(rng, 6, 5));
  }

  @Test
  void whoListensSeesEveryOperation() {
    var model = Sequential.of(Linear.of(3, 4, rng), Activation.RELU);
    List<String> seen = new ArrayList<>();
    try (var tape = Tape.infer()) {
      model.forward(Tensor.ones(2, 3));
      tape.listen(
          new Tape.Listener() {
            @Override
            public void forward(Node node, long nanos) {
              seen.add(node.op().name());
            }
          });
      model.forward(Tensor.ones(2, 3));
      ((Linear) model.layers().getFirst()).forward(Tensor.ones(2, 3), new Relu());
    }
    assertThat(seen).containsExactly("Linear", "Relu", "Linear + Relu");
  }
}
