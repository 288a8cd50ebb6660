package io.reverie.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadsTest {
  /** What {@code torch_bench.py} prints: {@code compare.py} joins the two by name. */
  private static final List<String> NAMES =
      List.of(
          "gemm 64x64x64",
          "gemm 256x256x256",
          "gemm 1024x1024x1024",
          "gemm 2048x2048x2048",
          "gemm 128x256x784",
          "gemm 32x512x512",
          "gemm 1x1024x1024",
          "gemm 1000x333x77",
          "gemm 17x1031x513",
          "train mlp 784-512-256-10 b128",
          "train mlp 784-100-100-10 b10 sgd",
          "train cnn 28x28 b64",
          "train resnet-ish 32x32 b32",
          "train lstm e128 h256 t64 b32",
          "train gru e128 h256 t64 b32",
          "train gpt d128 l4 t128 b16",
          "train gpt d384 l6 t256 b4",
          "attention fwd 8x8x256x64 causal",
          "attention fwd+bwd 8x8x256x64 causal",
          "exp 1M",
          "tanh 1M",
          "gelu 1M",
          "softmax 4096x768",
          "layernorm 4096x768",
          "replay batch 256 of 100k x784 by priority");

  @Test
  void listsTheNamesOfThePeersScript() {
    assertThat(printed("--list").lines()).containsExactlyElementsOf(NAMES);
  }

  @Test
  void printsARowAWorkload() {
    String rows = printed("--threads", "1", "--seconds=0.001", "--only", "gemm 64");
    assertThat(rows)
        .matches(
            "gemm 64x64x64\t[0-9]+[.][0-9]{3,6}\t[0-9]+[.][0-9]{3,6}\t[0-9]+[.][0-9] GFLOP/s\\R");
  }

  @Test
  void choosesByAPartOfTheName() {
    assertThat(printed("--list", "--only", "gpt").lines())
        .containsExactly("train gpt d128 l4 t128 b16", "train gpt d384 l6 t256 b4");
  }

  @Test
  void help() {
    assertThat(printed("--help")).startsWith("usage:").contains("--threads", "--seconds", "--only");
  }

  @ParameterizedTest
  @CsvSource({
    "--threads=0, --threads 0: 1 or more is needed",
    "--threads=1.5, --threads 1.5: 1 or more is needed",
    "--seconds=-1, --seconds -1: a number such as 1.5 is needed",
    "--seconds=soon, --seconds soon: a number such as 1.5 is needed",
    "--only, --only: a value must follow",
    "--only=nothing, --only nothing: no workload has that in its name; --list names them",
    "--fast, '--fast: there are --threads, --seconds, --only, --list and --help'"
  })
  void saysWhatWouldFit(String argument, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> printed(argument)).withMessage(message);
  }

  private static String printed(String... args) {
    var bytes = new ByteArrayOutputStream();
    Workloads.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), args);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
