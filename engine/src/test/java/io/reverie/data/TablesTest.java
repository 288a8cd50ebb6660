package io.reverie.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CSV and text files. */
class TablesTest {
  private static final String IRIS =
      "\uFEFFlength,\"the \"\"width\"\"\",species\r\n"
          + "5.1, 3.5 ,setosa\r\n"
          + "\r\n"
          + "\"7\",-3.2e0,\"versi,\r\ncolor\"\r\n"
          + "+.5,1.,setosa";

  @TempDir Path folder;

  private static Csv.Table read(Csv csv, String text) throws IOException {
    return csv.read("t.csv", new StringReader(text));
  }

  private static void refused(Csv csv, String text, String... found) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(csv, text))
        .withMessageStartingWith("t.csv")
        .withMessageContainingAll(found);
  }

  @Test
  void quotesNamesAndClassesAreRead() throws IOException {
    var table = read(Csv.withHeader().textLabel("species"), IRIS);
    assertThat(table.columns()).containsExactly("length", "the \"width\"");
    assertThat(table.classes()).containsExactly("setosa", "versi,\r\ncolor");
    assertThat(table.data().all().inputs().toArray()).containsExactly(5.1f, 3.5f, 7, -3.2f, .5f, 1);
    assertThat(table.data().all().labels()).containsExactly(0, 1, 0);
  }

  @Test
  void classesAreNumberedInSortedOrderWhateverTheRowsOrder() throws IOException {
    var csv = Csv.withoutHeader().textLabel("0");
    var table = read(csv, "pear,1\napple,2\npear,3\nfig,4\n");
    assertThat(table.classes()).containsExactly("apple", "fig", "pear");
    assertThat(table.data().all().labels()).containsExactly(2, 0, 2, 1);
    assertThat(table.columns()).containsExactly("1");
  }

  @Test
  void columnsAreChosenInTheOrderAskedFor() throws IOException {
    var csv = Csv.withHeader().separated(';').inputs("c", "a", "c").numericLabel("b");
    var table = read(csv, "a;b;c;d\n1;2;3;x\n4;0;6;\n");
    assertThat(table.data().all().inputs().toArray()).containsExactly(3, 1, 3, 6, 4, 6);
    assertThat(table.data().all().labels()).containsExactly(2, 0);
    assertThat(read(Csv.withHeader(), "a,b\n").data().size()).isZero();
  }

  @Test
  void missingValuesFollowThePolicy() throws IOException {
    String text = "a,b\n1,\n?,4\n3,NaN\n5,8\n";
    Csv csv = Csv.withHeader();
    refused(csv, text, "line 2", "column \"b\"", "missing");
    float nan = Float.NaN;
    assertThat(numbers(csv.missing(Missing.NAN), text))
        .containsExactly(1, nan, nan, 4, 3, nan, 5, 8);
    assertThat(numbers(csv.missing(Missing.ZERO), text)).containsExactly(1, 0, 0, 4, 3, 0, 5, 8);
    assertThat(numbers(csv.missing(Missing.MEAN), text)).containsExactly(1, 6, 3, 4, 3, 6, 5, 8);
    assertThat(numbers(csv.missing(Missing.SKIP_ROW), text)).containsExactly(5, 8);
    refused(csv.missing(Missing.MEAN), "a,b\n1,\n2,\n", "column \"b\" has no value");
  }

  private static float[] numbers(Csv csv, String text) throws IOException {
    return read(csv, text).data().all().inputs().toArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a,b;1,2;3                 | line 3: 1 fields; expected 2",
        "a,b;1,2,3                 | line 2: 3 fields; expected 2",
        "a,b;1,2;\"3;;\",x         | line 3: column \"b\" is \"x\"",
        "a,b;\"1;\",2;;3         | line 5: 1 fields",
        "a,b;1,two                 | line 2: column \"b\" is \"two\"; a number",
        "a,b;1,1f                  | \"1f\"; a number",
        "a,b;1,0x1p3               | a number is expected",
        "a,b;1,--1                 | a number is expected",
        "a,b;1,1e99                | 1e99, beyond the range",
        "a,b;1,\"2                 | line 2: the quote that opens here is never closed",
        "a,b;1,2\"                 | line 2: a quote within a field",
        "a,b;1,\"2\"x              | line 2: 'x' behind a closing quote",
        "a,a;1,2                   | more than one column \"a\"",
        "c,b;1,2                   | no column \"a\"; its columns are [c, b]",
      })
  void saysWhereAndWhatIsWrong(String text, String found) {
    refused(Csv.withHeader().inputs("a", "b"), text.replace(';', '\n'), found);
  }

  @Test
  void labelsAreChecked() {
    Csv csv = Csv.withHeader().numericLabel("b");
    for (String bad : new String[] {"-1", "1.5", "", "cat", "9999999999"}) {
      refused(csv, "a,b\n1,0\n1," + bad, "line 3: column \"b\" is \"" + bad, "textLabel");
    }
    refused(Csv.withHeader().textLabel("b"), "a,b\n1,", "is empty; a label");
    refused(csv, "", "is empty; expected a header");
    refused(csv, "a,b\r1,2", "CR without LF");
    assertThatIllegalArgumentException().isThrownBy(() -> csv.separated('"'));
  }

  /** The same characters for ever. */
  private static Reader endless(String text) {
    return new Reader() {
      private long at;

      @Override
      public int read(char[] into, int from, int length) {
        into[from] = text.charAt((int) (at++ % text.length()));
        return 1;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void endlessRecordsEndAtTheLimit() {
    for (String text : new String[] {"a", "\"", ",", "\"a\n\",", "\"\"\"\","}) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThatExceptionOfType(MalformedDataException.class)
                  .as(text)
                  .isThrownBy(() -> Csv.withHeader().upTo(5000).read("t.csv", endless(text))));
    }
  }

  @Test
  void cutAndDamagedTablesAreRefusedOrRead() throws IOException {
    byte[] whole = IRIS.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(2);
    Path file = folder.resolve("t.csv");
    int reads = 0;
    for (int round = 0; round < 1000; round++) {
      byte[] damaged = round < whole.length ? Arrays.copyOf(whole, round) : whole.clone();
      for (int flips = round < whole.length ? 0 : 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        var table = Csv.withHeader().missing(Missing.MEAN).textLabel("species").read(file);
        assertThat(table.data().classes()).isEqualTo(table.classes().size());
        reads++;
      } catch (MalformedDataException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
    assertThat(reads).isPositive();
  }

  @Test
  void textIsReadWholeOrInLines() throws IOException {
    Path file = folder.resolve("t.txt");
    Files.writeString(file, "\uFEFFfirst\r\n\nzwölf 𝄞\r\rx\nlast");
    assertThat(TextFile.lines(file)).containsExactly("first", "", "zwölf 𝄞\r\rx", "last");
    assertThat(TextFile.whole(file)).startsWith("first\r\n").endsWith("last");
    Files.writeString(file, "");
    assertThat(TextFile.lines(file)).isEmpty();
    assertThat(TextFile.whole(file)).isEmpty();
    Files.writeString(file, "\n\n");
    assertThat(TextFile.lines(file)).containsExactly("", "");
  }

  @Test
  void longLinesAndOtherEncodingsAreRefused() throws IOException {
    Path file = folder.resolve("t.txt");
    for (String text : new String[] {"ok\n12345\n", "ok\n12345\r\n", "ok\n12345"}) {
      Files.writeString(file, text);
      assertThat(TextFile.lines(file, 5)).containsExactly("ok", "12345");
      for (int longest : new int[] {4, 2}) {
        assertThatExceptionOfType(MalformedDataException.class)
            .isThrownBy(() -> TextFile.lines(file, longest))
            .withMessageContaining("line 2 is longer than the " + longest);
      }
      int size = text.length();
      assertThat(TextFile.whole(file, size)).isEqualTo(text);
      assertThatExceptionOfType(MalformedDataException.class)
          .isThrownBy(() -> TextFile.whole(file, size - 1))
          .withMessageContaining(size + " bytes; at most " + (size - 1));
    }
    Files.write(file, new byte[] {'o', 'k', '\n', 'a', (byte) 0xE4, 'x', '\n'});
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> TextFile.lines(file))
        .withMessageContaining("line 2, byte 1 is not UTF-8");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> TextFile.whole(file))
        .withMessageContaining("byte 4 is not UTF-8");
  }
}
