package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reverie.data.CharTokenizer.Unknown;
import io.reverie.tensor.Rng;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static final String TEXT =
      "the cat sat on the mat; the hat that the cat had sat on that mat ".repeat(5);

  @TempDir Path folder;

  @Test
  void bytesAreUtf8() {
    Tokenizer bytes = Tokenizer.bytes();
    assertThat(bytes.size()).isEqualTo(256);
    assertThat(bytes.encode("aé𝄞")).containsExactly(97, 0xC3, 0xA9, 0xF0, 0x9D, 0x84, 0x9E);
    assertThat(bytes.decode(0xC3)).isEqualTo("\uFFFD");
    assertThat(bytes.decode()).isEmpty();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> bytes.decode(256))
        .withMessageContaining("0 to 255");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bytes.encode("a\uD834"))
        .withMessageContaining("surrogate");
  }

  @Test
  void charactersAreCodePointsInOrder() {
    var chars = CharTokenizer.of("b𝄞ab", Unknown.FAIL);
    assertThat(chars.vocabulary()).isEqualTo("ab𝄞");
    assertThat(chars.encode("𝄞ba")).containsExactly(2, 1, 0);
    assertThat(chars.decode(2, 1, 0)).isEqualTo("𝄞ba");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chars.encode("a😀"))
        .withMessageContainingAll("U+1F600", "place 1");
    assertThat(CharTokenizer.of("ab", Unknown.SKIP).encode("a😀b")).containsExactly(0, 1);
    var mark = CharTokenizer.of("ab", Unknown.MARK);
    assertThat(mark.size()).isEqualTo(3);
    assertThat(mark.encode("a😀b")).containsExactly(0, 2, 1);
    assertThat(mark.decode(0, 2)).isEqualTo("a\uFFFD");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> chars.decode(3));
  }

  /** Merges read off by hand: pairs are counted within words; of equals the smallest goes first. */
  @Test
  void mergesAreTheMostFrequentPairsAndTiesAreFixed() {
    var bpe = BpeTokenizer.train("abab abab cd", 258);
    // Counts: ab 4, ' a' 1, ba 2, cd 1. Then words [X X], [' ' X X]: XX 2.
    assertThat(bpe.encode("abab")).containsExactly(257);
    assertThat(bpe.decode(256)).isEqualTo("ab");
    var tie = BpeTokenizer.train("xy.ab.xy.ab", 257);
    assertThat(tie.decode(256)).as("ab and xy come twice").isEqualTo("ab");
    assertThat(BpeTokenizer.train("abcdef", 300).size()).as("no pair twice").isEqualTo(256);
    assertThatIllegalArgumentException().isThrownBy(() -> BpeTokenizer.train("a", 255));
  }

  /** The definition: again and again the pairs of the earliest merge, left to right. */
  private static List<Integer> byDefinition(BpeTokenizer bpe, String word) {
    List<Integer> tokens = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      tokens.add(b & 0xFF);
    }
    for (int merge = 256; merge < bpe.size(); merge++) {
      int[] pair = bpe.mergeOf(merge);
      for (int i = 0; i + 1 < tokens.size(); i++) {
        if (tokens.get(i) == pair[0] && tokens.get(i + 1) == pair[1]) {
          tokens.set(i, merge);
          tokens.remove(i + 1);
        }
      }
    }
    return tokens;
  }

  @Test
  void encodingIsByDefinition() {
    var bpe = BpeTokenizer.train(TEXT + "aaaaaaaaaaaa abababababab", 300);
    assertThat(bpe.size()).isGreaterThan(275);
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      StringBuilder word = new StringBuilder();
      for (int i = random.nextInt(20); i >= 0; i--) {
        word.append("abthems".charAt(random.nextInt(round % 2 == 0 ? 2 : 7)));
      }
      assertThat(bpe.encode(word.toString()))
          .as(word.toString())
          .containsExactly(byDefinition(bpe, word.toString()).stream().mapToInt(i -> i).toArray());
    }
    assertThat(bpe.encode(TEXT).length).isLessThan(TEXT.length() / 2);
  }

  @Test
  void anyTextComesBack() {
    var bpe = BpeTokenizer.train(TEXT + "größe größer größte ", 290);
    Random random = new Random(4);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        int c = random.nextInt(random.nextInt(4) == 0 ? 0x110000 : 0x300);
        text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? ' ' : c);
      }
      assertThat(bpe.decode(bpe.encode(text.toString()))).isEqualTo(text.toString());
    }
    assertThat(bpe.encode("")).isEmpty();
  }

  @Test
  void trainingIsTheSameEveryTimeAndIsSaved() throws IOException {
    Path file = folder.resolve("merges.txt");
    var bpe = BpeTokenizer.train(TEXT, 280);
    bpe.save(file);
    assertThat(Files.readAllLines(file)).hasSize(1 + bpe.size() - 256).startsWith("reverie-bpe 1");
    var loaded = BpeTokenizer.load(file);
    assertThat(loaded.encode(TEXT)).containsExactly(bpe.encode(TEXT));
    Path again = folder.resolve("again.txt");
    BpeTokenizer.train(TEXT, 280).save(again);
    assertThat(again).hasSameTextualContentAs(file);
  }

  @Test
  void longWordsAreCheap() {
    var bpe = BpeTokenizer.train("aaaaaaaa ".repeat(9), 260);
    String text = "a".repeat(300_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(bpe.decode(bpe.encode(text))).isEqualTo(text));
  }

  @Test
  void damagedMergesAreRefusedOrWellFormed() throws IOException {
    Path file = folder.resolve("merges.txt");
    for (String bad :
        new String[] {
          "",
          "other",
          "reverie-bpe 1\n1",
          "reverie-bpe 1\n1 2 3",
          "reverie-bpe 1\n1 256",
          "reverie-bpe 1\n-1 2",
          "reverie-bpe 1\n1 2\n1 2",
          "reverie-bpe 1\n1 9999999999",
          "reverie-bpe 1\n1 2\n\n",
          "reverie-bpe 1\n" + "1".repeat(99)
        }) {
      Files.writeString(file, bad);
      assertThatExceptionOfType(MalformedDataException.class)
          .as(bad)
          .isThrownBy(() -> BpeTokenizer.load(file))
          .withMessageStartingWith(file.toString());
    }
    StringBuilder bomb = new StringBuilder("reverie-bpe 1\n97 97\n");
    for (int i = 0; i < 40; i++) {
      bomb.append(256 + i).append(' ').append(256 + i).append('\n');
    }
    Files.writeString(file, bomb);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> BpeTokenizer.load(file))
        .withMessageContaining("line 18 makes a token of 131,072 bytes");
    BpeTokenizer.train(TEXT, 280).save(file);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(5);
    for (int round = 0; round < 1000; round++) {
      byte[] damaged = round < whole.length ? Arrays.copyOf(whole, round) : whole.clone();
      if (round >= whole.length) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        var bpe = BpeTokenizer.load(file);
        assertThat(bpe.decode(bpe.encode(TEXT))).isEqualTo(TEXT);
      } catch (MalformedDataException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }

  @Test
  void windowsAreFollowedByTheirTargets() {
    int[] tokens = {0, 1, 2, 3, 4, 5, 6, 7};
    var windows = new TokenWindows(tokens, 3, 2);
    assertThat(windows.size()).isEqualTo(3);
    var batch = windows.batch(0, 2);
    assertThat(batch.inputs().shape().dims()).containsExactly(2, 3);
    assertThat(batch.inputs().values()).containsExactly(0, 1, 2, 4, 5, 6);
    assertThat(batch.targets().values()).containsExactly(1, 2, 3, 5, 6, 7);
    for (int length = 1; length < 10; length++) {
      for (int stride = 1; stride < 10; stride++) {
        int count = 0;
        for (int start = 0; start + length < tokens.length; start += stride) {
          count++;
        }
        assertThat(new TokenWindows(tokens, length, stride).size()).isEqualTo(count);
      }
    }
    List<Integer> firsts = new ArrayList<>();
    new TokenWindows(tokens, 1, 1)
        .batches(3, Rng.of(1))
        .forEach(b -> Arrays.stream(b.inputs().values()).forEach(firsts::add));
    assertThat(firsts).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> windows.batch(3));
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenWindows(tokens, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> windows.batches(0, Rng.of(1)));
  }
}
