package io.reverie.io;

import java.nio.ByteBuffer;

/**
 * The element types that tensors have in files. In memory they are float32; what is wider is
 * rounded to it, what is whole becomes the nearest float.
 */
public enum Dtype {
  /** IEEE binary64. */
  F64(8),
  /** IEEE binary32: what the engine computes with. */
  F32(4),
  /** IEEE binary16. */
  F16(2),
  /** The upper half of a float32. */
  BF16(2),
  /** Signed 64-bit whole numbers. */
  I64(8),
  /** Signed 32-bit whole numbers. */
  I32(4),
  /** Signed 16-bit whole numbers. */
  I16(2),
  /** Signed 8-bit whole numbers. */
  I8(1),
  /** Unsigned 64-bit whole numbers. */
  U64(8),
  /** Unsigned 32-bit whole numbers. */
  U32(4),
  /** Unsigned 16-bit whole numbers. */
  U16(2),
  /** Unsigned 8-bit whole numbers. */
  U8(1),
  /** 0 for false, anything else for true. */
  BOOL(1);

  private final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }

  /** Whether tensors can be written as this type: F32, F16 and BF16. */
  public boolean writable() {
    return this == F32 || this == F16 || this == BF16;
  }

  /** Reads n elements from the buffer, which is in the file's byte order. */
  void read(ByteBuffer from, float[] to, int offset, int n) {
    switch (this) {
      case F32 -> from.asFloatBuffer().get(to, offset, n);
      case F64 -> {
        for (int i = 0; i < n; i++) {
          to[offset + i] = (float) from.getDouble();
        }
      }
      case F16 -> {
        for (int i = 0; i < n; i++) {
          to[offset + i] = Float.float16ToFloat(from.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < n; i++) {
          to[offset + i] = Float.intBitsToFloat(from.getShort() << 16);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          to[offset + i] = whole(from);
        }
      }
    }
  }

  private float whole(ByteBuffer from) {
    return switch (this) {
      case I64 -> from.getLong();
      case I32 -> from.getInt();
      case I16 -> from.getShort();
      case I8 -> from.get();
      case U64 -> {
        long bits = from.getLong();
        // Halve, keep the lost bit for rounding, convert, double.
        yield bits >= 0 ? bits : 2f * ((bits >>> 1) | (bits & 1));
      }
      case U32 -> from.getInt() & 0xFFFF_FFFFL;
      case U16 -> from.getShort() & 0xFFFF;
      case U8 -> from.get() & 0xFF;
      case BOOL -> from.get() == 0 ? 0 : 1;
      default -> throw new AssertionError(this);
    };
  }

  /** Writes n elements to the buffer, rounded to the nearest of this type, ties to even. */
  void write(float[] from, int offset, int n, ByteBuffer to) {
    for (int i = offset; i < offset + n; i++) {
      switch (this) {
        case F32 -> to.putFloat(from[i]);
        case F16 -> to.putShort(Float.floatToFloat16(from[i]));
        case BF16 -> to.putShort(toBfloat16(from[i]));
        default -> throw new AssertionError(this + " is not writable");
      }
    }
  }

  private static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
  }
}
