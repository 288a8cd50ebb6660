/**
 * Language models of characters: two models, the text they learn, and the loop that teaches them.
 *
 * <p>Start with {@link io.reverie.examples.text.GptModel}, then {@link
 * io.reverie.examples.text.TextTraining}.
 */
package io.reverie.examples.text;
