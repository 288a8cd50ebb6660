package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.MalformedDataException;
import io.reverie.nn.Linear;
import io.reverie.optim.AdamW;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written here notice every bit that changes under them. */
class DigestsTest {
  @TempDir Path folder;

  private final Rng rng = Rng.of(5);

  private Path written(Dtype dtype) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("first", Tensor.randn(rng, 3, 4));
    tensors.put("empty", Tensor.zeros(0));
    tensors.put("second", Tensor.randn(rng, 5));
    Path file = folder.resolve(dtype + ".safetensors");
    Safetensors.write(file, tensors, Map.of("note", "a \"reverie.crc32c\":\"00"), dtype);
    return file;
  }

  private static int headerEnd(byte[] bytes) {
    return 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  @Test
  void everyFlippedBitOfAFileIsNoticed() throws IOException {
    for (Dtype dtype : new Dtype[] {Dtype.F32, Dtype.BF16}) {
      byte[] whole = Files.readAllBytes(written(dtype));
      int data = headerEnd(whole);
      int first = data + 12 * dtype.bytes();
      Path damaged = folder.resolve("damaged.safetensors");
      for (int bit = 0; bit < 8 * whole.length; bit++) {
        byte[] copy = whole.clone();
        copy[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(damaged, copy);
        String expected = bit / 8 < data ? "" : bit / 8 < first ? "\"first\"" : "\"second\"";
        assertThatThrownBy(() -> Safetensors.read(damaged))
            .as("bit %d of %d", bit, 8 * whole.length)
            .isInstanceOf(MalformedDataException.class)
            .hasMessageContaining("damaged.safetensors")
            .hasMessageContaining(expected);
      }
    }
  }

  @Test
  void theHeadersChecksumIsThatOfItsDefinition() throws IOException {
    byte[] whole = Files.readAllBytes(written(Dtype.F32));
    byte[] header = Arrays.copyOf(whole, headerEnd(whole));
    String text = new String(header, 8, header.length - 8, StandardCharsets.UTF_8);
    int at = 8 + text.indexOf("\"reverie.crc32c\":\"") + "\"reverie.crc32c\":\"".length();
    String said = new String(header, at, 8, StandardCharsets.US_ASCII);
    Arrays.fill(header, at, at + 8, (byte) '0');
    assertThat(said).isEqualTo("%08x".formatted(byDivision(header)));
    byte[] second = Arrays.copyOfRange(whole, whole.length - 20, whole.length);
    assertThat(text).contains("00000000%08x\"".formatted(byDivision(second)));
  }

  /** CRC-32C bit by bit: the remainder of a division by the Castagnoli polynomial. */
  private static int byDivision(byte[] bytes) {
    int remainder = -1;
    for (byte b : bytes) {
      remainder ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        remainder = (remainder >>> 1) ^ ((remainder & 1) == 0 ? 0 : 0x82F63B78);
      }
    }
    return ~remainder;
  }

  @Test
  void filesOfOthersHaveNoneAndLoad() throws IOException {
    byte[] text =
        "{\"__metadata__\":{\"format\":\"pt\"},\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text).putFloat(7);
    Path file = Files.write(folder.resolve("torch.safetensors"), bytes.array());
    assertThat(Safetensors.read(file).get("x").item()).isEqualTo(7);
    try (Safetensors open = Safetensors.open(file)) {
      assertThat(open.metadata()).isEqualTo(Map.of("format", "pt"));
    }
  }

  @Test
  void aDamagedTensorLeavesTheOthersReadable() throws IOException {
    Path file = written(Dtype.F32);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    try (Safetensors open = Safetensors.open(file)) {
      assertThat(open.tensor("first").size()).isEqualTo(12);
      assertThatThrownBy(() -> open.tensor("second"))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageContaining("tensor \"second\" was damaged");
    }
  }

  @Test
  void checksumsAreNobodysMetadata() throws IOException {
    try (Safetensors open = Safetensors.open(written(Dtype.F32))) {
      assertThat(open.metadata()).containsOnlyKeys("note");
    }
    assertThatThrownBy(() ->
            Safetensors.write(
                folder.resolve("x"), Map.of(), Map.of("reverie.crc32c", "1"), Dtype.F32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reverie.crc32c");
  }

  @Test
  void shardsAreCheckedToo() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", Tensor.randn(rng, 20));
    tensors.put("b", Tensor.randn(rng, 20));
    Path index = Safetensors.writeShards(folder, "m", tensors, 100, Dtype.F32);
    assertThat(Safetensors.read(index)).hasSize(2);
    Path second = folder.resolve("m-00002-of-00002.safetensors");
    byte[] bytes = Files.readAllBytes(second);
    bytes[bytes.length - 30] ^= 64;
    Files.write(second, bytes);
    assertThatThrownBy(() -> Safetensors.read(index))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("m-00002-of-00002.safetensors")
        .hasMessageContaining("\"b\"");
  }

  @Test
  void aDamagedCheckpointChangesNothing() throws IOException {
    Linear model = Linear.of(3, 2, rng);
    var optimizer = AdamW.of(model, 0.1f);
    optimizer.parameters().gradients()[0] = 1;
    optimizer.step();
    Checkpoint checkpoint = Checkpoint.of(model, optimizer).with("noise", rng);
    Path file = folder.resolve("run.safetensors");
    checkpoint.save(file);
    byte[] whole = Files.readAllBytes(file);
    Rng.State place = rng.state();
    float[] weights = optimizer.parameters().snapshot();
    for (int i = 0; i < whole.length; i++) {
      byte[] copy = whole.clone();
      copy[i] ^= (byte) (1 << i % 8);
      Files.write(file, copy);
      assertThatThrownBy(() -> checkpoint.load(file)).isInstanceOf(MalformedDataException.class);
      assertThat(optimizer.parameters().values()).isEqualTo(weights);
      assertThat(rng.state()).isEqualTo(place);
    }
    Files.write(file, whole);
    checkpoint.load(file);
  }
}
