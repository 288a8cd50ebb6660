package io.reverie.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.inspect.Summary.Row;
import io.reverie.nn.Activation;
import io.reverie.nn.BatchNorm2d;
import io.reverie.nn.Checkpointed;
import io.reverie.nn.Conv2d;
import io.reverie.nn.Embedding;
import io.reverie.nn.Flatten;
import io.reverie.nn.Layer;
import io.reverie.nn.Linear;
import io.reverie.nn.Lstm;
import io.reverie.nn.Residual;
import io.reverie.nn.Sequential;
import io.reverie.nn.TransformerEncoderLayer;
import io.reverie.nn.TransformerForm;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Node;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tape;
import io.reverie.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a model costs, by the sums of textbooks, and where its operations stand. */
class SummaryTest {
  private final Rng rng = Rng.of(1);

  private Layer perceptron() {
    return Sequential.of(Linear.of(784, 256, rng), Activation.RELU, Linear.of(256, 10, rng));
  }

  @Test
  void rowsAreOperationsInOrder() {
    var summary = Summary.of(perceptron(), Shape.of(64, 784));
    Shape hidden = Shape.of(64, 256);
    assertThat(summary.rows())
        .containsExactly(
            new Row("", "input", Shape.of(64, 784), 0, 0, 0, false, List.of()),
            new Row("0", "Linear", hidden, 200_960, 64L * 784 * 256, 65_536, false, List.of(0)),
            new Row("", "Relu", hidden, 0, 0, 65_536, false, List.of(1)),
            new Row("2", "Linear", Shape.of(64, 10), 2570, 64 * 2560, 2560, false, List.of(2)));
    assertThat(summary.parameters()).isEqualTo(203_530);
    assertThat(summary.multiplyAdds()).isEqualTo(64L * (784 * 256 + 2560));
    assertThat(summary.forwardBytes()).isEqualTo(2 * 65_536 + 2560);
    assertThat(summary.backwardBytes()).isEqualTo(2 * 65_536 + 2560);
    assertThat(summary.unused()).isEmpty();
  }

  @Test
  void isATable() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("ar", "EG"));
      assertThat(Summary.of(perceptron(), Shape.of(64, 784)))
          .hasToString(
              """
              layer  operation  output     parameters  multiply-adds  memory kB
                     input      [64, 784]           0              0          0
              0      Linear     [64, 256]     200,960     12,845,056       65.5
                     Relu       [64, 256]           0              0       65.5
              2      Linear     [64, 10]        2,570        163,840        2.6
              all                             203,530     13,008,896      133.6
              backward kB 133.6, weights kB 814.1, buffers 0
              """);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void leavesTheModelAsItIs() {
    Layer model = Sequential.of(Conv2d.of(1, 2, 3, rng), BatchNorm2d.of(2), new Flatten(1));
    float[] values = model.parameters().snapshot();
    var summary = Summary.of(model, Tensor.ones(4, 1, 5, 5));
    assertThat(model.parameters().values()).isEqualTo(values);
    assertThat(model.state().get("1.running_mean").toArray()).containsOnly(0);
    assertThat(summary.buffers()).isEqualTo(4);
    assertThat(summary.parameters()).isEqualTo(2 * 9 + 2 + 4);
    assertThat(summary.multiplyAdds()).isEqualTo(4 * 2 * 9 * 9);
  }

  record Keeping() implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Node node) {
      node.keep(5);
      node.keepInts(7);
    }

    @Override
    public void backward(Node node) {}
  }

  @Test
  void countsWhatOperationsKeep() {
    var summary = Summary.of(x -> Tensor.apply(new Keeping(), x), Shape.of(2, 3));
    assertThat(summary.rows().getLast().bytes()).isEqualTo(4 * (6 + 5 + 7));
    assertThat(summary.forwardBytes()).isEqualTo(4 * (6 + 5 + 7));
    // Nothing is differentiated for, so nothing has a gradient.
    assertThat(summary.backwardBytes()).isZero();
  }

  record Tied(Embedding tokens, Linear body, Linear head) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return head.forward(body.forward(body.forward(tokens.forward(x)).relu()));
    }

    Tensor forward(Indices ids) {
      return head.forward(body.forward(tokens.forward(ids)));
    }
  }

  @Test
  void tiedAndRepeatedParametersCountOnce() {
    Embedding tokens = Embedding.of(11, 4, rng);
    Tied model = new Tied(tokens, Linear.of(4, 4, rng), tokens.tied());
    var summary = Summary.of(model, Shape.of(2, 3));
    assertThat(summary.rows())
        .extracting(row -> row.layer() + " " + row.operation() + " " + row.parameters())
        .containsExactly(
            "head = tokens Embedding 44",
            "body Linear 20",
            " Relu 0",
            "body Linear 0",
            "head = tokens Linear 0");
    assertThat(summary.parameters()).isEqualTo(64);
  }

  @Test
  void aUseOfTheModelMayBeAnything() {
    Embedding tokens = Embedding.of(11, 4, rng);
    Tied model = new Tied(tokens, Linear.of(4, 4, rng), Linear.of(4, 11, rng));
    var summary = Summary.of(model, () -> model.forward(Indices.of(1, 2, 3)).crossEntropy(1, 2, 3));
    assertThat(summary.rows()).extracting(Row::layer).containsExactly("tokens", "body", "head", "");
    assertThat(summary.rows().getLast().output()).isEqualTo(Shape.of());
  }

  @Test
  void parametersThatNobodyTakesAreNamed() {
    record Half(Linear used, Linear spare) implements Layer {
      @Override
      public Tensor forward(Tensor x) {
        return used.forward(x);
      }
    }
    var summary = Summary.of(new Half(Linear.of(2, 3, rng), Linear.of(4, 5, rng)), Shape.of(1, 2));
    assertThat(summary.unused()).containsExactly("spare.weight", "spare.bias");
    assertThat(summary.parameters()).isEqualTo(9 + 25);
    assertThat(summary.toString()).contains("not used [spare.weight, spare.bias]");
  }

  @Test
  void aTransformersOperationsFindTheirLayers() {
    Layer model = TransformerEncoderLayer.of(TransformerForm.of(8, 2), rng);
    var summary = Summary.of(Sequential.of(model), Shape.of(3, 5, 8));
    assertThat(summary.rows().stream().map(Row::layer).distinct())
        .containsExactly(
            "0.self_attn",
            "",
            "0.self_attn.out_proj",
            "0.norm1",
            "0.linear1",
            "0.linear2",
            "0.norm2");
    assertThat(summary.parameters()).isEqualTo(model.parameters().size());
    // Projections, scores and sums, and the two linear layers, of 15 tokens.
    assertThat(summary.multiplyAdds()).isEqualTo(15 * (8 * 32 + 2 * 5 * 8 + 2 * 8 * 32));
  }

  @Test
  void aCheckpointedBlockCostsItsWorkButNotItsMemory() {
    Layer body = new Residual(Sequential.of(Linear.of(8, 32, rng), Linear.of(32, 8, rng)));
    var plain = Summary.of(Sequential.of(body), Shape.of(4, 8));
    var slim = Summary.of(Sequential.of(new Checkpointed(body)), Shape.of(4, 8));
    assertThat(slim.multiplyAdds()).isEqualTo(plain.multiplyAdds()).isEqualTo(4 * 2 * 256);
    assertThat(slim.parameters()).isEqualTo(plain.parameters());
    assertThat(slim.rows())
        .extracting(row -> row.layer() + ' ' + row.operation())
        .containsExactly(
            "0.body.0 Linear", "0.body.1 Linear", " Add", " input", "0.body Checkpointed");
    assertThat(plain.forwardBytes()).isEqualTo(4 * 4 * (32 + 8 + 8));
    assertThat(slim.forwardBytes()).isEqualTo(4 * 4 * 8);
    assertThat(slim.backwardBytes()).isEqualTo(4 * 4 * 8);
  }

  @Test
  void blocksWithinBlocksCostOnce() {
    Layer inner = new Checkpointed(Linear.of(8, 8, rng));
    var slim = Summary.of(new Checkpointed(Sequential.of(inner, Activation.RELU)), Shape.of(4, 8));
    assertThat(slim.multiplyAdds()).isEqualTo(4 * 64);
    assertThat(slim.forwardBytes()).isEqualTo(4 * 4 * 8);
  }

  @Test
  void aModelThatIsOneLayerHasNoPath() {
    var rows = Summary.of(Lstm.of(3, 5, rng), Shape.of(2, 7, 3)).rows();
    assertThat(rows.get(1).layer()).isEmpty();
    assertThat(rows.get(1).parameters()).isEqualTo(4 * 5 * (3 + 5 + 2));
    assertThat(rows.get(1).multiplyAdds()).isEqualTo(2 * 7 * 20 * (3 + 5));
  }

  @Test
  void emptyModelsAndTapesAroundDoNotMatter() {
    try (var tape = Tape.train()) {
      Tensor x = tape.watch(Tensor.of(2));
      Tensor y = x.square();
      assertThat(Summary.of(z -> z, Shape.of(2)).rows()).isEqualTo(List.of());
      tape.backward(y);
      assertThat(x.gradient().item()).isEqualTo(4);
    }
  }
}
