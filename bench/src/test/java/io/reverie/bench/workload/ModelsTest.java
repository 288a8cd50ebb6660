package io.reverie.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.reverie.nn.Layer;
import io.reverie.tensor.Rng;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The models have as many parameters as those of {@code torch_bench.py}, counted by PyTorch. */
class ModelsTest {
  private static final Rng RNG = Rng.of(0);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void haveAsManyParametersAsPyTorchs(String name, Layer model, int parameters) {
    assertThat(model.parameters().size()).as(name).isEqualTo(parameters);
  }

  static List<Arguments> haveAsManyParametersAsPyTorchs() {
    return List.of(
        Arguments.of("mlp", Models.mlp(RNG, 784, 512, 256, 10), 535_818),
        Arguments.of("small mlp", Models.mlp(RNG, 784, 100, 100, 10), 89_610),
        Arguments.of("cnn", Models.cnn(RNG), 421_642),
        Arguments.of("resnet", Models.resnet(RNG), 131_242),
        Arguments.of("lstm", CharRnn.lstm(96, 128, 256, RNG), 432_224),
        Arguments.of("gru", CharRnn.gru(96, 128, 256, RNG), 333_408),
        Arguments.of("gpt d128", Gpt.of(96, 128, 128, 4, 4, RNG), 834_304),
        Arguments.of("gpt d384", Gpt.of(96, 256, 384, 6, 6, RNG), 10_819_584));
  }
}
