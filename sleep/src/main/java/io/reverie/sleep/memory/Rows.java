package io.reverie.sleep.memory;

import io.reverie.data.MalformedDataException;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Shape;
import io.reverie.tensor.Tensor;

/** Where the inputs stand, a row a slot. */
sealed interface Rows {
  /** Writes a row from here on. */
  void put(int slot, float[] from, int at);

  /** Copies one row onto another. */
  void move(int from, int to);

  /** These rows, one after the other. */
  Tensor gather(int... slots);

  /** Bytes that all rows take, used or not, and what it takes to read them. */
  long bytes();

  /** What they are, to tell files of one kind from those of another. */
  String kind();

  void write(int rows, Sink sink);

  void read(int rows, Source source) throws MalformedDataException;

  /** Rows as they are; a batch of them is gathered in one pass on all threads. */
  record Floats(float[] values, Tensor table) implements Rows {
    static Floats of(int capacity, Shape sample) {
      float[] values = new float[Math.multiplyExact(capacity, sample.size())];
      return new Floats(values, Tensor.of(values, 0, sample.prepend(capacity)));
    }

    private int width() {
      return values.length / table.dim(0);
    }

    @Override
    public void put(int slot, float[] from, int at) {
      System.arraycopy(from, at, values, slot * width(), width());
    }

    @Override
    public void move(int from, int to) {
      put(to, values, from * width());
    }

    @Override
    public Tensor gather(int... slots) {
      return table.indexSelect(0, Indices.of(slots));
    }

    @Override
    public long bytes() {
      return (long) Float.BYTES * values.length;
    }

    @Override
    public String kind() {
      return "float32";
    }

    @Override
    public void write(int rows, Sink sink) {
      sink.floats(values, rows * width());
    }

    @Override
    public void read(int rows, Source source) throws MalformedDataException {
      source.floats(values, rows * width());
    }
  }

  /** Rows written down by a codec. */
  record Coded(byte[] values, Codec codec, Shape sample) implements Rows {
    static Coded of(int capacity, Shape sample, Codec codec) {
      int each = codec.size(sample.size());
      return new Coded(new byte[Math.multiplyExact(capacity, each)], codec, sample);
    }

    private int each() {
      return codec.size(sample.size());
    }

    @Override
    public void put(int slot, float[] from, int at) {
      codec.encode(from, at, sample.size(), values, slot * each());
    }

    @Override
    public void move(int from, int to) {
      System.arraycopy(values, from * each(), values, to * each(), each());
    }

    @Override
    public Tensor gather(int... slots) {
      int width = sample.size();
      float[] gathered = new float[Math.multiplyExact(slots.length, width)];
      for (int i = 0; i < slots.length; i++) {
        codec.decode(values, slots[i] * each(), gathered, i * width, width);
      }
      return Tensor.of(gathered, 0, sample.prepend(slots.length));
    }

    @Override
    public long bytes() {
      return values.length + codec.bytes();
    }

    @Override
    public String kind() {
      return codec.name();
    }

    @Override
    public void write(int rows, Sink sink) {
      sink.bytes(values, rows * each());
    }

    @Override
    public void read(int rows, Source source) throws MalformedDataException {
      source.bytes(values, rows * each());
    }
  }
}
