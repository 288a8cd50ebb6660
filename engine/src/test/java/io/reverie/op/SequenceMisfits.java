package io.reverie.op;

import static io.reverie.op.Misfits.in;
import static io.reverie.op.Misfits.made;
import static io.reverie.op.Misfits.outside;
import static io.reverie.op.Misfits.refused;

import io.reverie.op.Misfits.Misfit;
import io.reverie.tensor.Indices;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.List;

/** What the ops on sequences must refuse. */
final class SequenceMisfits {
  static final List<Misfit> ALL = all();

  private SequenceMisfits() {}

  private static List<Misfit> all() {
    List<Misfit> all = new ArrayList<>();
    recurrences(all);
    attention(all);
    Embedding ids = new Embedding(Indices.of(0, 4), -1);
    all.addAll(
        List.of(
            refused(ids, in("[4]"), "[4]"),
            outside(ids, in("[4, 2]"), "id 4", "0 to 3"),
            outside(new Embedding(Indices.of(0), 4), in("[4, 2]"), "row 4", "[4, 2]"),
            refused(new LayerNorm(1, 1e-5f), in("[2, 3] [2] [2]"), "[2, 3]"),
            refused(new Rotary(0, 1e4f, true), in("[4]"), "[4]", "[..., time, width]"),
            refused(new Rotary(0, 1e4f, true), in("[4, 3]"), "[4, 3]", "even"),
            made(Rotary.class, () -> new Rotary(-1, 1e4f, true), "from -1"),
            made(Rotary.class, () -> new Rotary(0, 0, true), "base 0")));
    return all;
  }

  private static void recurrences(List<Misfit> all) {
    Steps steps = Steps.forward();
    RnnLayer rnn = new RnnLayer(steps, false);
    LstmLayer lstm = new LstmLayer(steps);
    GruLayer gru = new GruLayer(steps);
    String gruFits = "[2, 3, 4] [15, 4] [15, 5]";
    String lstmFits = "[2, 3, 4] [20, 4] [20, 5]";
    all.addAll(
        List.of(
            refused(rnn, in("[3, 4] [5, 4] [5, 5]"), "RnnLayer", "[3, 4]", "[batch, time, in]"),
            refused(rnn, in("[2, 3, 4] [5, 3] [5, 5]"), "[5, 3]", "[1·hidden, in]"),
            refused(
                new GruLayer(new Steps(false, false, null)),
                in("[2, 3, 4] [15, 4] [10, 5]"),
                "[10, 5]",
                "[time, batch, in]",
                "[3·hidden, hidden]"),
            refused(lstm, in("[2, 3, 4] [20, 4] [20, 4]"), "[20, 4]", "[4·hidden, hidden]"),
            refused(gru, in(gruFits + " [15]"), "one bias", "[15]"),
            refused(gru, in(gruFits + " [15] [5]"), "bias [5]", "[15]"),
            refused(gru, in(gruFits + " [3, 5]"), "[3, 5]", "[2, 5]"),
            refused(gru, in(gruFits + " [2, 5] [2, 5]"), "2 starting states", "none or 1"),
            refused(lstm, in(lstmFits + " [2, 5]"), "1 starting states", "none or 2"),
            refused(lstm, in(lstmFits + " [20] [20] [2, 5] [1, 5]"), "[1, 5]", "[2, 5]"),
            refused(over(1), in("[2, 3, 4] [5, 4] [5, 5]"), "2 samples", "1 lengths"),
            refused(over(1, 4), in("[2, 3, 4] [5, 4] [5, 5]"), "3 steps", "[1, 4]", "0 to 3"),
            refused(over(-1, 2), in("[2, 3, 4] [5, 4] [5, 5]"), "[-1, 2]")));
  }

  private static RnnLayer over(int... lengths) {
    return new RnnLayer(new Steps(true, false, lengths), false);
  }

  private static void attention(List<Misfit> all) {
    Scores how = Scores.of(4);
    Attention op = new Attention(how);
    AttentionWeights weights = new AttentionWeights(how);
    SelfAttention self = new SelfAttention(2, how, 0, null);
    Attention masked = new Attention(how.with(true, false));
    Attention biased = new Attention(how.with(false, true));
    String fits = "[2, 3, 4] [2, 5, 4] [2, 5, 4]";
    all.addAll(
        List.of(
            refused(op, in("[4] [4] [4]"), "[4]", "[..., heads, queries, width]"),
            refused(op, in("[2, 3, 4] [2, 5, 3] [2, 5, 3]"), "[2, 3, 4]", "[2, 5, 3]"),
            refused(op, in("[2, 3, 4] [2, 5, 4] [2, 6, 4]"), "[2, 6, 4]"),
            refused(op, in("[3, 3, 4] [2, 5, 4] [2, 5, 4]"), "[3, 3, 4]", "multiple"),
            refused(op, in("[4, 1, 3, 4] [2, 1, 5, 4] [2, 1, 5, 4]"), "[4, 1, 3, 4]"),
            refused(op, in(fits + " [3, 5]"), "4 tensors", "takes 3"),
            refused(masked, in(fits), "3 tensors", "takes 4"),
            refused(masked, in(fits + " [2, 4, 5]"), "mask [2, 4, 5]", "[2, 3, 5]"),
            refused(biased, in(fits + " [1, 2, 3, 5]"), "bias [1, 2, 3, 5]", "[2, 3, 5]"),
            made(Attention.class, () -> new Attention(how, 1, Rng.of(1)), "p = 1.0"),
            made(Attention.class, () -> new Attention(how, 0.1f, null), "no stream", "Rng"),
            made(Attention.class, () -> new Attention(how.forCausal(-1)), "past of -1"),
            refused(weights, in("[2, 3, 4] [2, 5, 3]"), "[2, 5, 3]"),
            refused(weights, in("[3, 4] [5, 4] [3, 5]"), "3 tensors", "takes 2"),
            refused(self, in("[3, 12]"), "[3, 12]", "2 heads", "[batch, time, 3·heads·width]"),
            refused(self, in("[2, 3, 9]"), "[2, 3, 9]", "2 heads"),
            refused(self, in("[2, 3, 12] [3, 3]"), "2 tensors", "takes 1"),
            made(SelfAttention.class, () -> new SelfAttention(0, how, 0, null), "0 heads"),
            made(SelfAttention.class, () -> new SelfAttention(1, how, -1, null), "p = -1.0")));
  }
}
