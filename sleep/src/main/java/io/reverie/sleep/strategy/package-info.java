/**
 * Methods of continual learning, each one small file of a few hooks.
 *
 * <p>Start with {@link io.reverie.sleep.strategy.Strategy} and {@link
 * io.reverie.sleep.strategy.ExperienceReplay}; {@link io.reverie.sleep.strategy.SleepStrategy} is
 * the one that sleeps. Defaults say where they come from. Uses everything below.
 */
package io.reverie.sleep.strategy;
