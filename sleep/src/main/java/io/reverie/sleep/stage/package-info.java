/**
 * The stages of sleep: what a night does to a network.
 *
 * <p>Start with {@link io.reverie.sleep.stage.Stage} and {@link io.reverie.sleep.stage.Night}, all
 * that a stage sees; then N1 to REM in the order in which they are slept, and {@link
 * io.reverie.sleep.stage.Replay}, of whose parts they are made. A stage of one's own is a lambda.
 * Uses {@code memory} and {@code wake}.
 */
package io.reverie.sleep.stage;
