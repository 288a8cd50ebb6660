/**
 * The parts of {@link io.reverie.examples.SpikingSleep}: its arms, its runs, its files.
 *
 * <p>Start with {@link io.reverie.examples.spiking.Arm}, where each arm and the published figure
 * beside it stand.
 */
package io.reverie.examples.spiking;
