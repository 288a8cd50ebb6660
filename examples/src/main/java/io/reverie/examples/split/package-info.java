/**
 * The parts of {@link io.reverie.examples.SplitFashion}: its methods, its runs, its report.
 *
 * <p>Start with {@link io.reverie.examples.split.Method}, where each method and its settings stand.
 */
package io.reverie.examples.split;
