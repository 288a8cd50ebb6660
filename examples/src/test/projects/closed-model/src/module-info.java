/** A module that exports nothing and opens nothing: reflection finds no way in. */
module vault {
  requires io.reverie.engine;
}
