/**
 * The parts of {@link io.reverie.examples.KilledNights} and {@link
 * io.reverie.examples.ServedNights}: a night to be killed, and callers that count what they get.
 *
 * <p>Start with {@link io.reverie.examples.waking.NightOfTwo}, the night itself.
 */
package io.reverie.examples.waking;
