/**
 * The parts of {@link io.reverie.examples.SplitFashion} and {@link
 * io.reverie.examples.RivalsCheck}: methods, runs, report.
 *
 * <p>Start with {@link io.reverie.examples.split.Method}, where each method and its settings stand;
 * {@link io.reverie.examples.split.Rivals} has more of them.
 */
package io.reverie.examples.split;
