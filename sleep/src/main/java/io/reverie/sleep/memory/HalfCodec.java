package io.reverie.sleep.memory;

/** A row in half precision. */
record HalfCodec() implements Codec {
  @Override
  public int size(int width) {
    return 2 * width;
  }

  @Override
  public void encode(float[] row, int from, int width, byte[] into, int at) {
    for (int i = 0; i < width; i++) {
      short half = Float.floatToFloat16(row[from + i]);
      into[at + 2 * i] = (byte) half;
      into[at + 2 * i + 1] = (byte) (half >> 8);
    }
  }

  @Override
  public void decode(byte[] coded, int at, float[] into, int to, int width) {
    for (int i = 0; i < width; i++) {
      int low = coded[at + 2 * i] & 0xFF;
      into[to + i] = Float.float16ToFloat((short) (coded[at + 2 * i + 1] << 8 | low));
    }
  }

  @Override
  public String name() {
    return "float16";
  }
}
