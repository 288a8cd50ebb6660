/**
 * Honest measuring: who knew what when, what was forgotten, and what it cost.
 *
 * <p>Start with {@link io.reverie.sleep.evaluate.Trial}, the loop itself, and {@link
 * io.reverie.sleep.evaluate.AccuracyMatrix}. Observers see sealed {@link
 * io.reverie.sleep.evaluate.Event}s and cannot change the outcome.
 */
package io.reverie.sleep.evaluate;
