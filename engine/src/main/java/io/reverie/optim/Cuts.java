package io.reverie.optim;

import io.reverie.tensor.Parameter;
import io.reverie.tensor.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * How the flat arrays are cut into pieces for threads.
 *
 * <p>Piece k is the k-th part of each large parameter; what is small is not cut and comes first.
 * Products cut a large weight in the same proportions and leave a small one to their caller, so
 * that a thread changes those numbers which it reads and whose gradients it writes: they are in its
 * core's cache already. Small nets are twice as fast for it as with any other half.
 */
final class Cuts {
  /** Parameters of fewer numbers stay whole. */
  private static final int SMALL = 1 << 15;

  /** Small parameters in a piece, in numbers. */
  private static final int TOGETHER = 1 << 14;

  private static final int PIECES = 16;

  private final List<List<int[]>> pieces = new ArrayList<>();

  private Cuts(int count) {
    for (int i = 0; i < count; i++) {
      pieces.add(new ArrayList<>());
    }
  }

  static Cuts of(Parameters parameters) {
    Cuts cuts = new Cuts(parameters.size() <= TOGETHER ? 1 : PIECES);
    int count = cuts.pieces.size();
    int from = 0;
    int small = 0;
    for (Parameter parameter : parameters.named().values()) {
      int size = parameter.size();
      if (size < SMALL) {
        cuts.add(small / TOGETHER % count, from, from + size);
        small += size;
      } else {
        for (int k = 0; k < count; k++) {
          cuts.add(k, from + cut(size, k, count), from + cut(size, k + 1, count));
        }
      }
      from += size;
    }
    return cuts;
  }

  /** Where part k of n numbers begins: at a multiple of 16, but for the end. */
  private static int cut(int n, int k, int count) {
    return k == count ? n : (int) ((long) n * k / count) & -16;
  }

  private void add(int piece, int from, int to) {
    List<int[]> stretches = pieces.get(piece);
    if (!stretches.isEmpty() && stretches.getLast()[1] == from) {
      stretches.getLast()[1] = to;
    } else {
      stretches.add(new int[] {from, to});
    }
  }

  /** How many pieces there are. */
  int count() {
    return pieces.size();
  }

  /** The stretches of a piece, each from and to. */
  List<int[]> piece(int k) {
    return pieces.get(k);
  }
}
