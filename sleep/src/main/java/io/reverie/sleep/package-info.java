/**
 * The protocol of sleep: when to go to bed, what a night consists of, and waking up checked.
 *
 * <p>Start with {@link io.reverie.sleep.Sleeper}. A night is data: {@link
 * io.reverie.sleep.SleepCycle}s of stages with budgets; its record is the {@link
 * io.reverie.sleep.Hypnogram}. A {@link io.reverie.sleep.Journal} makes it safe against kills, a
 * {@link io.reverie.sleep.Server} answers meanwhile. Uses {@code stage}, {@code memory} and {@code
 * wake}.
 */
package io.reverie.sleep;
