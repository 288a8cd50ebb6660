/**
 * The laboratory: what an experiment is, how its runs are made, kept and judged.
 *
 * <p>An {@link io.reverie.examples.lab.Experiment} is written down before it runs: the claim, the
 * arms, the stream, the seeds, the primary measure and the rule by which it passes. {@link
 * io.reverie.examples.lab.Runner} makes what is missing of its runs, {@link
 * io.reverie.examples.lab.Store} keeps each as a line of a file as soon as it is there, and {@link
 * io.reverie.examples.lab.PassRule} judges them. The experiments themselves stand in {@code
 * lab.catalog}, their pages in {@code lab.page}.
 */
package io.reverie.examples.lab;
