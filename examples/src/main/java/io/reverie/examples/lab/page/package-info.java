/**
 * The pages of the laboratory: one for each experiment, and an index of them.
 *
 * <p>Start with {@link io.reverie.examples.lab.page.ExperimentPage}. Pictures that belong to one
 * experiment stand in {@link io.reverie.examples.lab.page.Pictures}.
 */
package io.reverie.examples.lab.page;
