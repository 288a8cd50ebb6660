package io.reverie.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The counts that byte pair encoding learns from: of words, and of the pairs in them. */
final class BpeTraining {
  private final List<int[]> words = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();

  /** How often each pair comes, weighted by its words' counts; pairs that are gone are left out. */
  private final Map<Long, Long> pairs = new HashMap<>();

  /** The words that have, or once had, a pair. */
  private final Map<Long, Set<Integer>> places = new HashMap<>();

  BpeTraining(Map<String, Integer> texts) {
    texts.forEach((text, count) -> {
      byte[] bytes = BpeTokenizer.utf8(text);
      int[] word = new int[bytes.length];
      for (int i = 0; i < word.length; i++) {
        word[i] = bytes[i] & 0xFF;
      }
      words.add(word);
      counts.add(count);
      count(words.size() - 1, 1);
    });
  }

  /** The most frequent pair, of equals the smallest, or −1 if none comes twice. */
  long mostFrequent() {
    long best = -1;
    long most = 1;
    for (var entry : pairs.entrySet()) {
      long count = entry.getValue();
      long pair = entry.getKey();
      if (count > most || count == most && most > 1 && pair < best) {
        best = pair;
        most = count;
      }
    }
    return best;
  }

  /** Makes a pair one token in all words, from left to right. */
  void join(long pair, int token) {
    Set<Integer> where = places.remove(pair);
    for (int place : where == null ? Set.<Integer>of() : where) {
      count(place, -1);
      words.set(place, joined(words.get(place), pair, token));
      count(place, 1);
    }
  }

  private static int[] joined(int[] word, long pair, int token) {
    int[] joined = new int[word.length];
    int n = 0;
    for (int i = 0; i < word.length; i++) {
      boolean isPair = i + 1 < word.length && BpeTokenizer.pair(word[i], word[i + 1]) == pair;
      joined[n++] = isPair ? token : word[i];
      i += isPair ? 1 : 0;
    }
    return Arrays.copyOf(joined, n);
  }

  /** Adds a word's pairs to the counts, or takes them away. */
  private void count(int place, int sign) {
    int[] word = words.get(place);
    for (int i = 0; i + 1 < word.length; i++) {
      long pair = BpeTokenizer.pair(word[i], word[i + 1]);
      long change = (long) sign * counts.get(place);
      pairs.merge(pair, change, (a, b) -> a + b == 0 ? null : a + b);
      if (sign > 0) {
        places.computeIfAbsent(pair, _ -> new HashSet<>()).add(place);
      }
    }
  }
}
