package io.reverie.examples.data;

import io.reverie.tensor.Nullable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Where Fashion-MNIST is looked for when the user names no folder.
 *
 * @param system the system's folder of data sets
 * @param cache the user's folder for what was downloaded
 * @param server the folder on the web, ending in a slash; null to stay offline
 * @param limits how long to wait for it
 */
record Places(Path system, Path cache, @Nullable URI server, Download.Limits limits) {

  /** The system property with another address to download from, or {@code off}. */
  static final String SERVER_PROPERTY = "reverie.fashionMnist.url";

  /** Zalando's own; it speaks no https, which is one more reason to check what comes. */
  private static final String ZALANDO =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

  /** The places of this machine and this user. */
  static Places here() {
    var home = Path.of(System.getProperty("user.home"));
    return new Places(
        DEBIAN,
        cache(System.getProperty("os.name"), System::getenv, home),
        server(System.getProperty(SERVER_PROPERTY, ZALANDO)),
        Download.Limits.USUAL);
  }

  /** The cache folder by the custom of the operating system. */
  static Path cache(String system, UnaryOperator<@Nullable String> environment, Path home) {
    var name = system.toLowerCase(Locale.ROOT);
    Path caches;
    if (name.startsWith("mac")) {
      caches = home.resolve("Library", "Caches");
    } else if (name.startsWith("windows")) {
      caches = absolute(environment.apply("LOCALAPPDATA"), home.resolve("AppData", "Local"));
    } else {
      caches = absolute(environment.apply("XDG_CACHE_HOME"), home.resolve(".cache"));
    }
    return caches.resolve("reverie", "fashion-mnist");
  }

  /** The folder an address names, or null for {@code off}. */
  static @Nullable URI server(String address) {
    if (address.equals("off")) {
      return null;
    }
    if (!address.matches("https?://[^/\\s?#]+[^\\s?#]*")) {
      throw new IllegalArgumentException(
          "-D%s=%s: expected http://host/folder/, https://host/folder/ or off"
              .formatted(SERVER_PROPERTY, address));
    }
    return URI.create(address.endsWith("/") ? address : address + "/");
  }

  /** The XDG rules ignore a relative path. */
  private static Path absolute(@Nullable String named, Path otherwise) {
    return named != null && Path.of(named).isAbsolute() ? Path.of(named) : otherwise;
  }
}
