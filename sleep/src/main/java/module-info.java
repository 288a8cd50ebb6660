/**
 * Memory consolidation for continual learning: networks that sleep.
 *
 * <p>Start with {@link io.reverie.sleep.Sleeper} and {@link io.reverie.sleep.strategy.Strategy}.
 */
module io.reverie.sleep {
  requires transitive io.reverie.engine;

  exports io.reverie.sleep;
  exports io.reverie.sleep.wake;
  exports io.reverie.sleep.memory;
  exports io.reverie.sleep.dawn;
  exports io.reverie.sleep.spike;
  exports io.reverie.sleep.dream;
  exports io.reverie.sleep.stage;
  exports io.reverie.sleep.strategy;
  exports io.reverie.sleep.scenario;
  exports io.reverie.sleep.evaluate;
}
