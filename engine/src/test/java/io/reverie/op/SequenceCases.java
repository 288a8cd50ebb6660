package io.reverie.op;

import io.reverie.op.Definitions.Definition;
import io.reverie.op.OpCases.Case;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Op;
import io.reverie.tensor.Rng;
import io.reverie.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** Cases of the ops on sequences: recurrences, attention, positions, tables. */
final class SequenceCases {
  private final List<Case> cases;
  private final Rng rng = Rng.of(21);

  private SequenceCases(List<Case> cases) {
    this.cases = cases;
  }

  static void addTo(List<Case> cases) {
    SequenceCases own = new SequenceCases(cases);
    own.recurrences();
    own.attention();
    own.selfAttention();
    own.others();
  }

  private void recurrences() {
    for (boolean batchFirst : new boolean[] {true, false}) {
      for (boolean reverse : new boolean[] {true, false}) {
        Steps all = new Steps(batchFirst, reverse, null);
        Steps some = new Steps(batchFirst, reverse, new int[] {2, 4, 0});
        for (Steps steps : List.of(all, some)) {
          recurrence(new RnnLayer(steps, false), 3, 4, 2, 3);
          recurrence(new LstmLayer(steps), 3, 4, 2, 3);
          recurrence(new GruLayer(steps), 3, 4, 2, 3);
        }
      }
    }
    for (int[] s : new int[][] {{1, 1, 1, 1}, {2, 3, 5, 17}, {0, 2, 2, 2}, {2, 0, 3, 2}}) {
      recurrence(new RnnLayer(Steps.forward(), false), s);
      recurrence(new LstmLayer(Steps.forward()), s);
      recurrence(new GruLayer(Steps.forward()), s);
    }
    // More samples than a thread takes at a time.
    recurrence(new LstmLayer(Steps.forward()), 600, 2, 1, 17);
    recurrence(new GruLayer(Steps.forward()), 600, 2, 1, 17);
    rectified();
  }

  /** Batch, time, features, neurons. */
  private void recurrence(Recurrence op, int... sizes) {
    int wide = op.gates() * sizes[3];
    int[] dims =
        op.steps().batchFirst()
            ? new int[] {sizes[0], sizes[1], sizes[2]}
            : new int[] {sizes[1], sizes[0], sizes[2]};
    Tensor[] bare = {unit(dims), unit(wide, sizes[2]), unit(wide, sizes[3])};
    Tensor[] biases = {unit(wide), unit(wide)};
    Tensor[] states = new Tensor[op.states()];
    Arrays.setAll(states, _ -> unit(sizes[0], sizes[3]));
    Definition definition = SequenceDefinitions.recurrence(op);
    add(op, definition, bare);
    add(op, definition, joined(bare, biases));
    add(op, definition, joined(bare, states));
    add(op, definition, joined(joined(bare, biases), states));
  }

  /** Where everything is positive, a rectifier has no kink nearby. */
  private void rectified() {
    RnnLayer op = new RnnLayer(Steps.forward(), true);
    Tensor[] in = {
      positive(2, 3, 2), positive(3, 2), positive(3, 3), positive(3), positive(3), positive(2, 3)
    };
    add(op, SequenceDefinitions.recurrence(op), in);
  }

  private void attention() {
    Scores plain = Scores.of(4);
    for (Scores how : List.of(plain, plain.forCausal(), plain.forCausal(2), plain.scaledBy(0.3f))) {
      attention(how, dims(2, 3, 4, 4), dims(2, 3, 4, 4), 4);
      attention(how, dims(2, 5, 4), dims(2, 3, 4), 3);
      attention(how, dims(3, 4), dims(6, 4), 2);
      attention(how, dims(1, 4, 3, 4), dims(1, 2, 5, 4), 4);
    }
    attention(plain, dims(1, 2, 0, 4), dims(1, 2, 3, 4), 4);
    attention(plain, dims(1, 2, 3, 4), dims(1, 2, 0, 4), 4);
    attention(plain, dims(0, 2, 3, 4), dims(0, 2, 3, 4), 4);
    attention(plain, dims(1, 1, 1, 17), dims(1, 1, 33, 17), 19);
    // Several tiles of queries and of keys.
    attention(plain, dims(1, 2, 70, 3), dims(1, 1, 140, 3), 2);
    attention(plain.forCausal(), dims(1, 1, 150, 3), dims(1, 1, 150, 3), 2);
    attention(plain.forCausal(9), dims(1, 1, 130, 2), dims(1, 1, 139, 2), 2);
    Tensor q = unit(2, 2, 70, 3);
    Tensor k = unit(2, 2, 140, 3);
    extras(plain, q, k, unit(2, 2, 140, 3), dims(2, 1, 1, 140), dims(1, 2, 70, 140));
    Tensor shortQ = unit(2, 2, 3, 4);
    Tensor shortK = unit(2, 2, 5, 4);
    Tensor v = unit(2, 2, 5, 2);
    extras(plain, shortQ, shortK, v, dims(2, 1, 3, 5), dims(2, 1, 5));
    extras(plain.forCausal(1), shortQ, shortK, v, dims(2, 2, 3, 5), dims(2, 2, 3, 5));
    extras(plain, shortQ, shortK, v, dims(5), dims(3, 1));
    extras(plain, shortQ, shortK, v, dims(), dims());
    dropout(plain.forCausal(), 0.4f, unit(2, 2, 5, 4), unit(2, 2, 5, 4), unit(2, 2, 5, 4));
    dropout(plain, 0.8f, unit(2, 70, 3), unit(2, 140, 3), unit(2, 140, 3));
  }

  private void attention(Scores how, int[] q, int[] k, int width) {
    Tensor queries = unit(q);
    Tensor keys = unit(k);
    int[] v = k.clone();
    v[v.length - 1] = width;
    Attention op = new Attention(how);
    add(op, SequenceDefinitions.attention(op), queries, keys, unit(v));
    weights(how, queries, keys);
  }

  private void weights(Scores how, Tensor q, Tensor k, Tensor... extras) {
    Definition definition =
        in -> SequenceDefinitions.weights(how, in[0], in[1], Arrays.copyOfRange(in, 2, in.length));
    add(new AttentionWeights(how), definition, joined(new Tensor[] {q, k}, extras));
  }

  /** With a mask, a bias, and both. */
  private void extras(Scores how, Tensor q, Tensor k, Tensor v, int[] mask, int[] bias) {
    Tensor[] in = {q, k, v};
    Tensor seen = mask(mask);
    Tensor added = unit(bias);
    extras(how.with(true, false), in, seen);
    extras(how.with(false, true), in, added);
    extras(how.with(true, true), in, seen, added);
  }

  private void extras(Scores how, Tensor[] in, Tensor... extras) {
    Attention op = new Attention(how);
    add(op, SequenceDefinitions.attention(op), joined(in, extras));
    weights(how, in[0], in[1], extras);
  }

  /** About two thirds ones, and in the first row none: its query sees nothing. */
  private Tensor mask(int... dims) {
    Tensor mask = Tensor.zeros(dims);
    int row = dims.length == 0 ? 0 : dims[dims.length - 1];
    for (int i = row; i < mask.size(); i++) {
      mask.array()[i] = rng.nextInt(3) == 0 ? 0 : 1;
    }
    return OpCases.window(mask);
  }

  private void dropout(Scores how, float p, Tensor... in) {
    Attention op = new Attention(how, p, Rng.of(3));
    add(op, SequenceDefinitions.attention(op), in);
  }

  private void selfAttention() {
    Scores how = Scores.of(4);
    self(new SelfAttention(1, how, 0, null), unit(2, 3, 12));
    self(new SelfAttention(3, how.forCausal(), 0, null), unit(2, 5, 36));
    self(new SelfAttention(2, how.forCausal(), 0.3f, Rng.of(4)), unit(2, 4, 24));
    self(new SelfAttention(2, how.with(false, true), 0, null), unit(2, 3, 24), unit(2, 3, 3));
    self(new SelfAttention(2, how.forCausal(), 0, null), unit(2, 140, 12));
    self(new SelfAttention(2, how, 0, null), unit(0, 3, 12));
    self(new SelfAttention(2, how, 0, null), unit(2, 0, 12));
  }

  private void self(SelfAttention op, Tensor... in) {
    add(op, SequenceDefinitions.selfAttention(op), in);
  }

  private void others() {
    embedding(Indices.of(new int[] {3, 0, 2, 2, 3, 3}, 2, 3));
    embedding(Indices.of());
    add(new LayerNorm(1, 1e-5f), SequenceDefinitions::layerNorm, unit(4, 5), unit(5), unit(5));
    add(new LayerNorm(1, 0.1f), SequenceDefinitions::layerNorm, unit(2, 3, 17), unit(17), unit(17));
    for (boolean interleaved : new boolean[] {true, false}) {
      for (int[] dims : new int[][] {{3, 4}, {2, 2, 5, 6}, {1, 2}, {0, 4}, {2, 0}, {70, 130}}) {
        Rotary op = new Rotary(dims[0] == 2 ? 7 : 0, 10_000, interleaved);
        add(op, SequenceDefinitions.rotary(op), unit(dims));
      }
    }
  }

  private void embedding(Indices ids) {
    Tensor table = unit(4, 3);
    add(new Embedding(ids, -1), in -> SequenceDefinitions.embedding(ids, in[0]), table);
  }

  private void add(Op op, Definition definition, Tensor... in) {
    cases.add(new Case(() -> op, definition, in));
  }

  private static int[] dims(int... dims) {
    return dims;
  }

  private static Tensor[] joined(Tensor[] a, Tensor[] b) {
    Tensor[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private Tensor unit(int... dims) {
    return OpCases.window(Tensor.uniform(rng, -1, 1, dims));
  }

  private Tensor positive(int... dims) {
    return OpCases.window(Tensor.uniform(rng, 0.2f, 0.8f, dims));
  }
}
