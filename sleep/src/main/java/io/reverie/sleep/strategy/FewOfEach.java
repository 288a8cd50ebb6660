package io.reverie.sleep.strategy;

import io.reverie.data.Batch;
import io.reverie.data.Dataset;
import io.reverie.sleep.wake.Ledger;
import io.reverie.tensor.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A few samples of each class, drawn when its task ended: what a control may measure on. */
final class FewOfEach {
  private final int each;
  private final Rng rng;
  private final String account;
  private final List<Dataset> kept = new ArrayList<>();
  private int[] counts = new int[0];
  private long bytes;

  /** Draws from this stream; the bytes go to this account. */
  FewOfEach(int each, Rng rng, String account) {
    if (each < 1) {
      throw new IllegalArgumentException(each + " samples of each class: at least 1 is needed");
    }
    this.each = each;
    this.rng = rng;
    this.account = account;
  }

  /** Keeps some of each class that there are too few of; charges the bytes to the ledger. */
  void add(Dataset data, Ledger ledger) {
    counts = Arrays.copyOf(counts, Math.max(counts.length, data.classes()));
    int[] chosen = new int[data.size()];
    int n = 0;
    for (int i : rng.permutation(data.size())) {
      if (counts[data.label(i)] < each) {
        counts[data.label(i)]++;
        chosen[n++] = i;
      }
    }
    kept.add(data.select(Arrays.copyOf(chosen, n)));
    bytes += (long) n * (Float.BYTES * data.sample().size() + Integer.BYTES);
    ledger.keeps(account, bytes);
  }

  /** All that is kept. */
  Batch all() {
    return Dataset.concat(kept.toArray(Dataset[]::new)).all();
  }
}
