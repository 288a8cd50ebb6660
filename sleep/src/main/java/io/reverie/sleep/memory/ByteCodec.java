package io.reverie.sleep.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A row as its smallest number, the width of a step, and one byte a number. */
record ByteCodec() implements Codec {
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEAD = 2 * Float.BYTES;
  private static final int STEPS = 255;

  @Override
  public int size(int width) {
    return HEAD + width;
  }

  @Override
  public void encode(float[] row, int from, int width, byte[] into, int at) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + width; i++) {
      if (!Float.isFinite(row[i])) {
        throw new IllegalArgumentException(
            "%s at place %d of a sample: bytes hold finite numbers only; clean the data, or keep"
                    .formatted(row[i], i - from)
                + " floats");
      }
      least = Math.min(least, row[i]);
      most = Math.max(most, row[i]);
    }
    if (width == 0) {
      return;
    }
    float step = (float) (((double) most - least) / STEPS);
    FLOAT.set(into, at, least);
    FLOAT.set(into, at + Float.BYTES, step);
    for (int i = 0; i < width; i++) {
      double steps = step == 0 ? 0 : ((double) row[from + i] - least) / step;
      into[at + HEAD + i] = (byte) Math.min(STEPS, Math.round(steps));
    }
  }

  @Override
  public void decode(byte[] coded, int at, float[] into, int to, int width) {
    if (width == 0) {
      return;
    }
    float least = (float) FLOAT.get(coded, at);
    float step = (float) FLOAT.get(coded, at + Float.BYTES);
    for (int i = 0; i < width; i++) {
      into[to + i] = least + step * (coded[at + HEAD + i] & 0xFF);
    }
  }

  @Override
  public String name() {
    return "uint8";
  }
}
