package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path folder;

  private final Rng rng = Rng.of(3);

  @Test
  void whatIsWrittenIsRead() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a \"quoted\" ñame", Tensor.randn(rng, 3, 5));
    tensors.put("scalar", Tensor.scalar(Float.NaN));
    tensors.put("empty", Tensor.zeros(0, 4));
    tensors.put("window", Tensor.randn(rng, 4, 6).slice(0, 1, 3));
    tensors.put("large", Tensor.randn(rng, 300_001));
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, tensors, Map.of("made by", "a test"), Dtype.F32);

    SequencedMap<String, Tensor> read = Safetensors.read(file);
    assertThat(read.sequencedKeySet()).containsExactlyElementsOf(tensors.sequencedKeySet());
    tensors.forEach((name, tensor) -> {
      assertThat(read.get(name).shape()).isEqualTo(tensor.shape());
      assertThat(read.get(name).toArray()).isEqualTo(tensor.toArray());
    });
    try (Safetensors open = Safetensors.open(file)) {
      assertThat(open.metadata()).isEqualTo(Map.of("made by", "a test"));
      assertThat(open.shape("large")).isEqualTo(Shape.of(300_001));
      assertThat(open.dtype("large")).isEqualTo(Dtype.F32);
      assertThatThrownBy(() -> open.tensor("b"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"b\"")
          .hasMessageContaining("scalar");
    }
    assertThat(Files.list(folder)).as("nothing temporary is left").containsExactly(file);
  }

  @Test
  void halfPrecisionRoundsToNearestEven() throws IOException {
    float[] values = {
      1, -2.5f, 65504, 65520, 1e-8f, 1.0009766f, Float.NEGATIVE_INFINITY, 3.3895e38f
    };
    for (Dtype dtype : List.of(Dtype.F16, Dtype.BF16)) {
      Path file = folder.resolve(dtype + ".safetensors");
      Safetensors.write(file, Map.of("x", Tensor.of(values.clone())), Map.of(), dtype);
      float[] read = Safetensors.read(file).get("x").toArray();
      for (int i = 0; i < values.length; i++) {
        float wanted =
            dtype == Dtype.F16
                ? Float.float16ToFloat(Float.floatToFloat16(values[i]))
                : nearestBfloat16(values[i]);
        assertThat(read[i]).as(dtype + " of " + values[i]).isEqualTo(wanted);
      }
    }
  }

  /** The definition: of the two neighbours with 8 significant bits the nearer, ties to even. */
  private static float nearestBfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    float below = Float.intBitsToFloat(bits & 0xFFFF_0000);
    float above = Float.intBitsToFloat((bits & 0xFFFF_0000) + 0x1_0000);
    if (below == value) {
      return value;
    }
    double middle = Float.isInfinite(above) ? 0x1.FFp127 : ((double) below + above) / 2;
    boolean even = (bits >>> 16 & 1) == 0;
    double magnitude = Math.abs((double) value);
    return magnitude < Math.abs(middle) || magnitude == Math.abs(middle) && even ? below : above;
  }

  @Test
  void everyTypeIsRead() throws IOException {
    Map<Dtype, byte[]> three = new LinkedHashMap<>();
    three.put(Dtype.F64, little(8).putDouble(3).array());
    three.put(Dtype.F32, little(4).putFloat(3).array());
    three.put(Dtype.F16, little(2).putShort((short) 0x4200).array());
    three.put(Dtype.BF16, little(2).putShort((short) 0x4040).array());
    three.put(Dtype.I64, little(8).putLong(3).array());
    three.put(Dtype.I32, little(4).putInt(3).array());
    three.put(Dtype.I16, little(2).putShort((short) 3).array());
    three.put(Dtype.I8, new byte[] {3});
    three.put(Dtype.U64, little(8).putLong(3).array());
    three.put(Dtype.U32, little(4).putInt(3).array());
    three.put(Dtype.U16, little(2).putShort((short) 3).array());
    three.put(Dtype.U8, new byte[] {3});
    for (Map.Entry<Dtype, byte[]> entry : three.entrySet()) {
      assertThat(read(entry.getKey(), entry.getValue())).as("%s", entry.getKey()).isEqualTo(3);
    }
    assertThat(read(Dtype.BOOL, new byte[] {1})).isEqualTo(1);
    assertThat(read(Dtype.I8, new byte[] {-1})).isEqualTo(-1);
    assertThat(read(Dtype.U8, new byte[] {-1})).isEqualTo(255);
    assertThat(read(Dtype.U64, little(8).putLong(-1).array())).isEqualTo(0x1p64f);
    assertThat(read(Dtype.U32, little(4).putInt(-1).array())).isEqualTo(0x1p32f);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private float read(Dtype dtype, byte[] data) throws IOException {
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}"
            .formatted(dtype, data.length);
    return Safetensors.read(file(header, data)).get("x").item();
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = little(8 + text.length + data.length);
    bytes.putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("made.safetensors"), bytes.array());
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    byte[] eight = new byte[8];
    refused("{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", eight, "needs 12");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}",
        eight,
        "within 0 to 8");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,4]}}", eight, "within 0 to 8");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", eight, "from 0 on");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}", eight, "from 0 on");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        eight,
        "belong to none");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        eight,
        "begins at byte 4");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        eight,
        "begins at byte 4 of the data, the one before it ends at 8");
    refused(
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
        eight,
        "more than 2147483647");
    refused("{\"x\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}", eight, "F33");
    refused("{\"x\":[1]}", eight, "no JSON object");
    refused("[]", eight, "no JSON object");
    refused("{\"x\":1,\"x\":2}", eight, "a second time");
    refused("{\"__metadata__\":{\"a\":1}}", new byte[0], "no string");
    refused("[".repeat(100_000), eight, "levels");
    refused("{\"x\":".repeat(50_000), eight, "levels");
  }

  private void refused(String header, byte[] data, String why) throws IOException {
    Path file = file(header, data);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("made.safetensors")
        .hasMessageContaining(why);
  }

  @Test
  void lengthsThatOverflowAreRefusedAtOnce() throws IOException {
    for (long length : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 1, 0}) {
      Path file = Files.write(folder.resolve("length"), little(64).putLong(length).array());
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageContaining("header of " + Long.toUnsignedString(length));
    }
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Safetensors.write(whole, Map.of("a", Tensor.randn(rng, 3, 4)));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut");
    for (int length = 0; length < bytes.length; length++) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(MalformedDataException.class);
    }
  }

  @Test
  void damagedFilesGiveAnErrorOrTensorsButNothingElse() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", Tensor.randn(rng, 3, 4));
    tensors.put("b", Tensor.randn(rng, 2));
    Safetensors.write(whole, tensors, Map.of("k", "v"), Dtype.F16);
    byte[] bytes = Files.readAllBytes(whole);
    Path damaged = folder.resolve("damaged");
    for (int trial = 0; trial < 1500; trial++) {
      byte[] copy = bytes.clone();
      for (int flips = 1 + rng.nextInt(3); flips > 0; flips--) {
        copy[rng.nextInt(copy.length)] = (byte) rng.nextInt(256);
      }
      Files.write(damaged, copy);
      try {
        Safetensors.read(damaged).values().forEach(Tensor::toArray);
      } catch (MalformedDataException expected) {
        assertThat(expected).hasMessageContaining("damaged");
      }
    }
  }

  @Test
  void aModelInSeveralFilesReadsLikeOne() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 7; i++) {
      tensors.put("layer." + i, Tensor.randn(rng, 10 + i));
    }
    Path index = Safetensors.writeShards(folder, "model", tensors, 100, Dtype.F32);
    assertThat(index.getFileName().toString()).isEqualTo("model.safetensors.index.json");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .contains("model-00001-of-00005.safetensors");
    }
    SequencedMap<String, Tensor> read = Safetensors.read(index);
    assertThat(read.keySet()).isEqualTo(tensors.keySet());
    tensors.forEach((name, t) -> assertThat(read.get(name).toArray()).isEqualTo(t.toArray()));
  }

  @Test
  void anIndexCannotLeadOutOfItsFolder() throws IOException {
    for (String place : List.of("../secret.safetensors", "/etc/passwd", "a\\\\b", "..")) {
      Path index = folder.resolve("m.safetensors.index.json");
      Files.writeString(index, "{\"weight_map\":{\"x\":\"" + place + "\"}}");
      assertThatThrownBy(() -> Safetensors.read(index))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageContaining("no file beside the index");
    }
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path file = folder.resolve("kept.safetensors");
    Safetensors.write(file, Map.of("a", Tensor.scalar(1)));
    Map<String, Tensor> bad = new LinkedHashMap<>();
    bad.put("a", Tensor.scalar(2));
    bad.put("__metadata__", Tensor.scalar(3));
    assertThatThrownBy(() -> Safetensors.write(file, bad))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Safetensors.read(file).get("a").item()).isEqualTo(1);
    assertThat(Files.list(folder)).containsExactly(file);
  }
}
