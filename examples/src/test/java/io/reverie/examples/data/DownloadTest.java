package io.reverie.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DownloadTest {

  private static final int MOST = 1 << 20;
  private static final Download.Limits HASTY =
      new Download.Limits(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(60));

  private final byte[] content = new byte[300_000];
  @TempDir Path folder;
  private FileServer server;

  @BeforeEach
  void start() throws IOException {
    new Random(7).nextBytes(content);
    server = new FileServer();
    server.files.put("data.gz", content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aWholeFileComesAndIsAllThatStays() throws IOException {
    var seen = new ArrayList<Long>();
    Progress progress =
        (file, bytes, total) -> {
          assertThat(file).isEqualTo("data.gz");
          assertThat(total).isEqualTo(content.length);
          seen.add(bytes);
        };
    assertThat(fetch(server.uri(), FileServer.LIMITS, progress)).isEqualTo(content);
    assertThat(target()).hasBinaryContent(content);
    assertThat(seen).isSorted().endsWith((long) content.length);
    assertOnly("data.gz");
  }

  @Test
  void aCutConnectionIsResumedWhereItBroke() throws IOException {
    server.cuts.addAll(List.of(100_000, 50_000));
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("-", "bytes=100000-", "bytes=150000-");
    assertOnly("data.gz");
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws IOException {
    server.knowsRanges = false;
    server.cuts.add(100_000);
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("-", "bytes=100000-");
    assertOnly("data.gz");
  }

  @Test
  void aServerThatNeverGetsFurtherIsGivenUp() throws IOException {
    server.knowsRanges = false;
    server.cuts.addAll(List.of(1000, 1000, 1000, 1000, 1000, 1000, 1000));
    refused("was cut off after 1000 bytes");
    assertThat(server.ranges).hasSize(2);
  }

  @Test
  void anEarlierRunsBytesAreUsed() throws IOException {
    earlierRun(120_000, "\"one\"");
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("bytes=120000-");
    assertOnly("data.gz");
  }

  @Test
  void anEarlierRunsBytesOfAnotherVersionAreNot() throws IOException {
    earlierRun(120_000, "\"zero\"");
    Files.write(folder.resolve("data.gz.part"), new byte[120_000]);
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("bytes=120000-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two\nlines", "caf\u00e9"})
  void bytesWithoutAUsableMarkAreNotAskedToBeContinued(String mark) throws IOException {
    earlierRun(120_000, mark);
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("-");
  }

  @Test
  void aServerWithoutMarksIsAskedForEverything() throws IOException {
    server.tag = null;
    server.cuts.add(100_000);
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("-", "-");
  }

  @Test
  void aPartAsLongAsTheFileStartsAnew() throws IOException {
    earlierRun(content.length, "\"one\"");
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("bytes=300000-", "-");
  }

  @Test
  void whatFailsTheCheckIsDeletedAndTheOldFileStays() throws IOException {
    Files.writeString(target(), "the old file");
    try (var download = new Download(server.uri(), FileServer.LIMITS, Progress.SILENT)) {
      assertThatIOException()
          .isThrownBy(() ->
              download.fetch(
                  "data.gz",
                  folder,
                  MOST,
                  file -> {
                    throw new IOException(file.getFileName() + " has another checksum");
                  }))
          .withMessage(
              "what came from %sdata.gz is refused: data.gz.part has another checksum"
                  .formatted(server.uri()));
    }
    assertThat(target()).hasContent("the old file");
    assertOnly("data.gz");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 403, 500, 503, 204})
  void anotherAnswerIsTold(int status) throws IOException {
    server.status = status;
    refused(server.uri() + "data.gz answered " + status + "; expected 200 or 206");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aLongerFileThanAllowedIsNotKept() throws IOException {
    server.files.put("data.gz", new byte[MOST + 1]);
    refused("data.gz is longer than 1048576 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void silenceBeforeTheAnswerEnds() {
    server.hangsAfter = -1;
    assertThatIOException()
        .isThrownBy(() -> fetch(server.uri(), HASTY, Progress.SILENT))
        .withMessageContaining("is silent: no answer within 0.4 s");
  }

  @Test
  void silenceInsideTheFileEndsAndWhatCameIsResumed() throws IOException {
    server.hangsAfter = 70_000;
    assertThatIOException()
        .isThrownBy(() -> fetch(server.uri(), HASTY, Progress.SILENT))
        .withMessageContaining("data.gz stopped: nothing came for 0.4 s");
    assertThat(folder.resolve("data.gz.part")).hasSize(70_000);
    server.hangsAfter = null;
    assertThat(fetch()).isEqualTo(content);
    assertThat(server.ranges).containsExactly("-", "bytes=70000-");
  }

  @Test
  void allFilesTogetherHaveAnEnd() {
    var limits =
        new Download.Limits(Duration.ofSeconds(2), Duration.ofSeconds(50), Duration.ofMillis(500));
    server.hangsAfter = 1000;
    assertThatIOException()
        .isThrownBy(() -> fetch(server.uri(), limits, Progress.SILENT))
        .withMessageContaining("longer than 0.5 s");
  }

  @Test
  void nobodyThereIsToldAtOnce() throws IOException {
    var nobody = FileServer.nobody();
    assertThatIOException()
        .isThrownBy(() -> fetch(nobody, FileServer.LIMITS, Progress.SILENT))
        .withMessage("no connection to " + nobody.getAuthority() + "; offline?");
  }

  @Test
  void anInterruptEndsTheWait() throws InterruptedException {
    server.hangsAfter = 1000;
    var failures = new ArrayList<Throwable>();
    var waiting =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((_, e) -> failures.add(e))
            .start(() -> {
              assertThatIOException()
                  .isThrownBy(this::fetch)
                  .withMessageStartingWith("interrupted while downloading");
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
    Thread.sleep(200);
    waiting.interrupt();
    waiting.join();
    assertThat(failures).isEmpty();
  }

  private byte[] fetch() throws IOException {
    return fetch(server.uri(), FileServer.LIMITS, Progress.SILENT);
  }

  private byte[] fetch(URI from, Download.Limits limits, Progress progress) throws IOException {
    try (var download = new Download(from, limits, progress)) {
      return download.fetch("data.gz", folder, MOST, Files::readAllBytes);
    }
  }

  private void refused(String message) {
    assertThatIOException().isThrownBy(this::fetch).withMessageContaining(message);
  }

  private void earlierRun(int length, String mark) throws IOException {
    Files.write(folder.resolve("data.gz.part"), Arrays.copyOf(content, length));
    Files.writeString(folder.resolve("data.gz.mark"), mark);
  }

  private Path target() {
    return folder.resolve("data.gz");
  }

  private void assertOnly(String... names) {
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder(names);
  }
}
