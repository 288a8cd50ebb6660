package io.reverie.kernel;

/**
 * What is done with the numbers of a product as soon as they are complete, while they are near: an
 * activation, a shortcut's addition. A pass over memory of its own is saved.
 */
@FunctionalInterface
public interface Epilogue {
  /**
   * Finishes {@code n} numbers of the result, which stand in {@code c} from {@code at} on. Pieces
   * come in any order, on any thread, each number once: what becomes of it must not depend on how
   * they are cut.
   */
  void finish(int n, float[] c, int at);
}
