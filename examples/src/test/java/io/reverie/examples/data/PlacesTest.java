package io.reverie.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

  @TempDir Path home;

  @Test
  void theCacheFollowsTheSystemsCustom() {
    var own = home.resolve("own");
    assertThat(cache("Linux", Map.of())).isEqualTo(home.resolve(".cache/reverie/fashion-mnist"));
    assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", own.toString())))
        .isEqualTo(own.resolve("reverie/fashion-mnist"));
    assertThat(cache("Linux", Map.of("XDG_CACHE_HOME", "relative")))
        .isEqualTo(home.resolve(".cache/reverie/fashion-mnist"));
    assertThat(cache("Mac OS X", Map.of("XDG_CACHE_HOME", own.toString())))
        .isEqualTo(home.resolve("Library/Caches/reverie/fashion-mnist"));
    assertThat(cache("Windows 11", Map.of("LOCALAPPDATA", own.toString())))
        .isEqualTo(own.resolve("reverie/fashion-mnist"));
    assertThat(cache("Windows 11", Map.of()))
        .isEqualTo(home.resolve("AppData/Local/reverie/fashion-mnist"));
  }

  @Test
  void anotherServerIsAFolder() {
    assertThat(Places.server("http://example.org/data"))
        .hasToString("http://example.org/data/")
        .isEqualTo(Places.server("http://example.org/data/"));
    assertThat(Places.server("off")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OFF?", "ftp://example.org/", "http:///x", "http://a b/", "file:/x"})
  void anythingElseIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Places.server(address))
        .withMessage(
            "-Dreverie.fashionMnist.url=%s: expected http://host/folder/, https://host/folder/"
                + " or off",
            address);
  }

  private Path cache(String system, Map<String, String> environment) {
    return Places.cache(system, environment::get, home);
  }
}
