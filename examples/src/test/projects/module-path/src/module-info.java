/** A module whose model is a public record of an exported package: nothing needs to be opened. */
module shop {
  requires transitive io.reverie.sleep;

  exports shop;
}
