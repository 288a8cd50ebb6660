package io.reverie.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is replaced by a thread that was told to stop: the whole old one or the whole new.
 */
class ReplacementTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void anOldFile() throws IOException {
    file = Files.writeString(folder.resolve("weights"), "old");
  }

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  @Test
  void aThreadInterruptedBeforeSavesAndStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    Replacement.of(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'})));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(names()).containsExactly("weights");
  }

  @Test
  void anInterruptInBetweenLeavesTheOldFileAndNothingElse() throws IOException {
    assertThatThrownBy(() ->
            Replacement.of(
                file,
                channel -> {
                  channel.write(ByteBuffer.wrap(new byte[] {'n'}));
                  Thread.currentThread().interrupt();
                  channel.write(ByteBuffer.wrap(new byte[] {'e', 'w'}));
                }))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(names()).containsExactly("weights");
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}
